// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.devicetree;

/** A blob is no device tree, or a damaged one; the message goes on after "the device tree". */
public final class DeviceTreeException extends Exception {
    private static final long serialVersionUID = 1;

    DeviceTreeException(String message) {
        super(message);
    }
}
