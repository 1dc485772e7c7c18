// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.sswi;

import java.util.List;
import org.trapline.machine.device.DeviceRegister;

/** The registers of the SSWI. */
public enum SswiRegister implements DeviceRegister {
    SETSSIP(Place.array(0x0, 4, 4095, 4, Access.READ_WRITE), "writing 1 sets mip.SSIP of a hart; reads as 0");

    private static final List<SswiRegister> ROWS = List.of(values());

    private final Place place;
    private final String doc;

    SswiRegister(Place place, String doc) {
        this.place = place;
        this.doc = doc;
    }

    static List<SswiRegister> rows() {
        return ROWS;
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public String doc() {
        return doc;
    }
}
