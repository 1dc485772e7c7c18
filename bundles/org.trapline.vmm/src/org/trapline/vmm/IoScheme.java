// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.Locale;

/** How guests reach devices unless a device says otherwise, by the names that configurations know. */
public enum IoScheme {
    /** Devices as a machine has them, whose every register access is emulated. */
    EMULATED,
    /** Devices made for guests, which share queues with the VMM. */
    VIRTIO,
    /** Devices of the host that are given away. */
    PASSTHROUGH;

    /** Returns the name in configurations. */
    public String literal() {
        return name().toLowerCase(Locale.ROOT);
    }
}
