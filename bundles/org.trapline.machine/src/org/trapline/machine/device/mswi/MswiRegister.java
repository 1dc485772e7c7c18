// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.mswi;

import java.util.List;
import org.trapline.machine.device.DeviceRegister;

/** The registers of the MSWI. */
public enum MswiRegister implements DeviceRegister {
    MSIP(Place.array(0x0, 4, 4095, 4, Access.READ_WRITE), "software interrupt of a hart: bit 0 drives its mip.MSIP");

    private static final List<MswiRegister> ROWS = List.of(values());

    private final Place place;
    private final String doc;

    MswiRegister(Place place, String doc) {
        this.place = place;
        this.doc = doc;
    }

    static List<MswiRegister> rows() {
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
