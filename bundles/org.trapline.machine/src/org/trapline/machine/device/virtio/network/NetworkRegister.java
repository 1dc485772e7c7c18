// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio.network;

import java.util.List;
import org.trapline.machine.device.DeviceRegister;

/** The configuration of a virtio network device. */
public enum NetworkRegister implements DeviceRegister {
    MAC(Place.array(0, 1, 6, 1, Access.READ), "hardware address"),
    STATUS(Place.at(6, 2, Access.READ), "bit 0: the cable is plugged in"),
    MAX_VIRTQUEUE_PAIRS(Place.at(8, 2, Access.READ), "pairs of queues"),
    MTU(Place.at(10, 2, Access.READ), "most bytes that a frame carries");

    private static final List<NetworkRegister> ROWS = List.of(values());

    private final Place place;
    private final String doc;

    NetworkRegister(Place place, String doc) {
        this.place = place;
        this.doc = doc;
    }

    static List<NetworkRegister> rows() {
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
