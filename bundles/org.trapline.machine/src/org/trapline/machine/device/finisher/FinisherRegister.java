// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.finisher;

import java.util.List;
import org.trapline.machine.device.DeviceRegister;

/** The register of the test finisher. */
public enum FinisherRegister implements DeviceRegister {
    FINISH("15..0 what to do: 0x5555 pass, 0x3333 fail, 0x7777 reset; 31..16 the code of a failure");

    private static final List<FinisherRegister> ROWS = List.of(values());

    private final Place place = Place.at(0, 4, Access.READ_WRITE);
    private final String doc;

    FinisherRegister(String doc) {
        this.doc = doc;
    }

    static List<FinisherRegister> rows() {
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
