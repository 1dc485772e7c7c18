// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import java.util.List;
import org.trapline.machine.device.Device;
import org.trapline.machine.device.DeviceRegister;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.state.StateExchange;

/** A slot without a device: it says so to a driver that looks. It keeps no state. */
public final class EmptySlot implements Device {
    @Override
    public String name() {
        return "virtio-slot";
    }

    @Override
    public long size() {
        return VirtioMmio.SIZE;
    }

    @Override
    public List<VirtioRegister> registers() {
        return VirtioRegister.rows();
    }

    @Override
    public boolean accepts(long offset, int bytes) {
        return (offset & bytes - 1) == 0 && (bytes == 4 || offset >= VirtioRegister.CONFIG.place().offset());
    }

    @Override
    public long read(long offset, int bytes) {
        return switch (DeviceRegister.find(VirtioRegister.rows(), offset)) {
            case MAGIC_VALUE -> VirtioMmio.MAGIC;
            case VERSION -> VirtioMmio.MODERN;
            case VENDOR_ID -> VirtioMmio.VENDOR;
            case null, default -> 0;
        };
    }

    @Override
    public void write(long offset, int bytes, long value) {
        // There is nothing to write to.
    }

    @Override
    public void reset() {
        // There is nothing to reset.
    }

    @Override
    public void describe(DeviceTreeNode node) {
        node.text("compatible", "virtio,mmio");
    }

    @Override
    public void exchange(StateExchange state) {
        // There is no state.
    }
}
