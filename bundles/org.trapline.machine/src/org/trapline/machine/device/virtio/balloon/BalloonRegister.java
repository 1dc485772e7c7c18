// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio.balloon;

import java.util.List;
import org.trapline.machine.device.DeviceRegister;

/** The configuration of a virtio memory balloon. */
public enum BalloonRegister implements DeviceRegister {
    NUM_PAGES(0, Access.READ, "pages of 4 KiB that the driver is to give back"),
    ACTUAL(4, Access.READ_WRITE, "pages that it has given back, as the driver says");

    private static final List<BalloonRegister> ROWS = List.of(values());

    private final Place place;
    private final String doc;

    BalloonRegister(int offset, Access access, String doc) {
        this.place = Place.at(offset, 4, access);
        this.doc = doc;
    }

    static List<BalloonRegister> rows() {
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
