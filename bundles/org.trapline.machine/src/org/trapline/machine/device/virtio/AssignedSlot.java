// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import java.util.List;

import org.trapline.machine.device.Device;
import org.trapline.machine.device.DeviceRegister;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.state.StateExchange;

/** A slot of a virtual machine in which a device of its host is: the registers are the host's, and so is their state. */
public final class AssignedSlot implements Device {
    private final VirtioMmio device;

    public AssignedSlot(VirtioMmio device) {
        this.device = device;
    }

    @Override
    public String name() {
        return "virtio_mmio";
    }

    @Override
    public long size() {
        return device.size();
    }

    @Override
    public List<? extends DeviceRegister> registers() {
        return device.registers();
    }

    @Override
    public boolean accepts(long offset, int bytes) {
        return device.accepts(offset, bytes);
    }

    @Override
    public long read(long offset, int bytes) {
        return device.read(offset, bytes);
    }

    @Override
    public void write(long offset, int bytes, long value) {
        device.write(offset, bytes, value);
    }

    @Override
    public void reset() {
        device.reset();
    }

    @Override
    public void describe(DeviceTreeNode node) {
        device.describe(node);
    }

    @Override
    public void exchange(StateExchange state) {
        state.fixed("assigned", device.device().getClass().getSimpleName());
    }
}
