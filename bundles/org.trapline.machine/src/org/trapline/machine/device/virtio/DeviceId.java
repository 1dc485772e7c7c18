// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

/** The kinds of virtio devices that there are here. */
public enum DeviceId {
    NETWORK(1, "virtio-net"),
    BLOCK(2, "virtio-blk"),
    CONSOLE(3, "virtio-console"),
    ENTROPY(4, "virtio-rng"),
    BALLOON(5, "virtio-balloon");

    private final int code;
    private final String deviceName;

    DeviceId(int code, String deviceName) {
        this.code = code;
        this.deviceName = deviceName;
    }

    /** Returns the number by which drivers know it. */
    public int code() {
        return code;
    }

    /** Returns what people call it. */
    public String deviceName() {
        return deviceName;
    }
}
