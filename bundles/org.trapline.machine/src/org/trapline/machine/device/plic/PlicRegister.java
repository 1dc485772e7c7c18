// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.plic;

import java.util.List;
import org.trapline.machine.device.DeviceRegister;

/** The registers of the PLIC, all of four bytes. A context is a hart's M or S mode. */
public enum PlicRegister implements DeviceRegister {
    PRIORITY(Place.array(0x0, 4, Plic.MAX_SOURCES, 4, Access.READ_WRITE), "priority of a source; 0 never interrupts"),
    PENDING(Place.array(0x1000, 4, Plic.MAX_SOURCES / 32, 4, Access.READ), "which sources are pending, one bit each"),
    ENABLE(Place.array(0x2000, 4, Plic.MAX_CONTEXTS * 32, 4, Access.READ_WRITE),
        "which sources interrupt a context, one bit each; a context has 0x80 bytes"),
    THRESHOLD(Place.array(0x20_0000, 4, Plic.MAX_CONTEXTS, 0x1000, Access.READ_WRITE),
        "only sources of higher priority interrupt the context"),
    CLAIM_COMPLETE(Place.array(0x20_0004, 4, Plic.MAX_CONTEXTS, 0x1000, Access.READ_WRITE),
        "read: takes the most important pending source, 0 if none; write: that source has been served");

    private static final List<PlicRegister> ROWS = List.of(values());

    private final Place place;
    private final String doc;

    PlicRegister(Place place, String doc) {
        this.place = place;
        this.doc = doc;
    }

    static List<PlicRegister> rows() {
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
