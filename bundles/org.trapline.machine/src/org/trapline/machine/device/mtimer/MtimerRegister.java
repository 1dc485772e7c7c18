// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.mtimer;

import java.util.List;
import org.trapline.machine.device.DeviceRegister;

/** The registers of the MTIMER. */
public enum MtimerRegister implements DeviceRegister {
    MTIMECMP(Place.array(0x0, 8, 4095, 8, Access.READ_WRITE), "timer compare of a hart: mip.MTIP is up while mtime >= mtimecmp"),
    MTIME(Place.at(Mtimer.MTIME, 8, Access.READ_WRITE), "ticks of the timebase");

    private static final List<MtimerRegister> ROWS = List.of(values());

    private final Place place;
    private final String doc;

    MtimerRegister(Place place, String doc) {
        this.place = place;
        this.doc = doc;
    }

    static List<MtimerRegister> rows() {
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
