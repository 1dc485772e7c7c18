// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.platform;

import org.trapline.machine.devicetree.DeviceTree;
import org.trapline.machine.devicetree.DeviceTreeNode;

/**
 * What a boot loader tells a kernel in the device tree.
 *
 * @param commandLine may be empty
 * @param initrdStart physical address of the RAM disk
 * @param initrdEnd   physical address after it; 0 if there is none
 */
public record Chosen(String commandLine, long initrdStart, long initrdEnd) {
    /** Nothing. */
    public static final Chosen NONE = new Chosen("", 0, 0);

    /** Returns the blob of a tree to which this was added. */
    public byte[] addTo(DeviceTree tree) {
        describe(tree.root().childOrNew("chosen"));
        return tree.flatten();
    }

    void describe(DeviceTreeNode chosen) {
        if (!commandLine.isEmpty()) {
            chosen.text("bootargs", commandLine);
        }
        if (initrdEnd != 0) {
            chosen.longs("linux,initrd-start", initrdStart).longs("linux,initrd-end", initrdEnd);
        }
    }
}
