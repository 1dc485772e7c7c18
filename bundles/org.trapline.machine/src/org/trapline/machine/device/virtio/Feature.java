// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

/** Features that belong to no kind of device; a kind's own are bits 0 to 23. */
public enum Feature {
    /** A descriptor may point to a table of descriptors. */
    INDIRECT_DESC(28),
    /** Each side says from which index on it wants to be told. */
    EVENT_IDX(29),
    /** The device follows version 1 or later of the specification. */
    VERSION_1(32),
    /** The driver may take single queues back. */
    RING_RESET(40);

    private final long bit;

    Feature(int number) {
        bit = 1L << number;
    }

    /** Returns the feature as a set of one. */
    public long bit() {
        return bit;
    }

    static long all() {
        long all = 0;
        for (Feature feature : values()) {
            all |= feature.bit;
        }
        return all;
    }
}
