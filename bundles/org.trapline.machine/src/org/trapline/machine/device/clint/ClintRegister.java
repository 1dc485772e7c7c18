// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.clint;

import java.util.List;
import org.trapline.machine.device.DeviceRegister;

/** The registers of the CLINT. */
public enum ClintRegister implements DeviceRegister {
    MSIP(Place.array(0x0, 4, 4095, 4, Access.READ_WRITE), "software interrupt of a hart: bit 0 drives its mip.MSIP"),
    MTIMECMP(Place.array(0x4000, 8, 4095, 8, Access.READ_WRITE), "timer compare of a hart: mip.MTIP is up while mtime >= mtimecmp"),
    MTIME(Place.at(0xbff8, 8, Access.READ_WRITE), "ticks of the timebase");

    private static final List<ClintRegister> ROWS = List.of(values());

    private final Place place;
    private final String doc;

    ClintRegister(Place place, String doc) {
        this.place = place;
        this.doc = doc;
    }

    static List<ClintRegister> rows() {
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
