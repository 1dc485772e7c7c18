// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.devicetree;

import java.util.List;

/**
 * A device tree as its blob has it.
 *
 * @param root         the nodes
 * @param reservations memory that is nobody's, beside the tree
 */
public record DeviceTree(DeviceTreeNode root, List<Reservation> reservations) {
    /** Memory that software must leave alone. */
    public record Reservation(long address, long size) {
    }

    /** Copies the list. */
    public DeviceTree {
        reservations = List.copyOf(reservations);
    }

    /** Returns the blob. */
    public byte[] flatten() {
        return FlattenedDeviceTree.flatten(this);
    }
}
