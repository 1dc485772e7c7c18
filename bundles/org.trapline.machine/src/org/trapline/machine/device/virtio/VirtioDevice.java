// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.DeviceRegister;
import org.trapline.machine.device.TimedDevice;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * What a virtio device does, apart from how its driver reaches it: the kind of device that stands behind a {@link VirtioMmio}.
 *
 * <p>A device owes its driver nothing at once. It takes chains from its queues when its time comes, and its time is virtual.
 */
public abstract class VirtioDevice implements Stateful {
    private final DeviceId id;
    private final long features;
    private final byte[] config;
    private final List<VirtQueue> queues = new ArrayList<>();
    private VirtioMmio transport;

    /**
     * Creates a device that is not plugged in.
     * @param features the kind's own features that it offers
     * @param config   the kind's own registers, as rows whose offsets count from the start of the configuration
     * @param queueSizes the largest size of each queue
     */
    protected VirtioDevice(DeviceId id, long features, List<? extends DeviceRegister> config, int... queueSizes) {
        this.id = id;
        this.features = features;
        this.config = new byte[config.stream().mapToInt(VirtioDevice::end).max().orElse(0)];
        for (int size : queueSizes) {
            queues.add(new VirtQueue(this, queues.size(), size));
        }
    }

    private static int end(DeviceRegister row) {
        DeviceRegister.Place place = row.place();
        return (int) place.offset() + place.bytes() * place.count();
    }

    final void plugInto(VirtioMmio newTransport) {
        if (transport != null) {
            throw new IllegalStateException("the device is already in a slot");
        }
        transport = newTransport;
    }

    // ---- for the kinds of devices ----

    protected final List<VirtQueue> queues() {
        return Collections.unmodifiableList(queues);
    }

    protected final VirtQueue queue(int index) {
        return queues.get(index);
    }

    /** Returns the way to memory and time, and what was agreed with the driver. */
    protected final VirtioMmio transport() {
        return transport;
    }

    protected final Clock clock() {
        return transport.clock();
    }

    /** Tells whether the driver has accepted one of the kind's own features. */
    protected final boolean hasFeature(long bit) {
        return (transport.acceptedFeatures() & bit) != 0;
    }

    /** Sets a register of the configuration; before the device is plugged in, or with {@link VirtioMmio#configurationChanged}. */
    protected final void configure(DeviceRegister row, long value) {
        LittleEndian.put(config, (int) row.place().offset(), row.place().bytes(), value);
    }

    /** Returns the bytes of the configuration themselves. */
    protected final byte[] config() {
        return config;
    }

    /** A chain that the device holds as a part of its state; may be null. */
    protected final Chain exchange(StateExchange state, String name, Chain chain) {
        long[] numbers = state.list(name, chain == null ? new long[0] : chain.pack(), VirtQueue.MOST_NUMBERS, Long.MIN_VALUE, Long.MAX_VALUE);
        return state.isRestoring() ? Chain.unpack(numbers, transport.dma()) : chain;
    }

    // ---- what kinds of devices differ in ----

    /** The driver has put something into a queue, or has just become ready. */
    protected abstract void notified(VirtQueue queue);

    /** The driver has taken a queue back; what the device holds of it is gone. */
    protected abstract void queueReset(VirtQueue queue);

    /** The driver has reset the device; all queues are taken back already. */
    protected abstract void driverReset();

    /** The driver has written to the configuration; most devices have nothing there that can be written. */
    protected void configWritten(int offset, int bytes, long value) {
        // Read-only.
    }

    /** The driver has become ready; the queues follow. */
    protected void driverReady() {
        // Most devices wait for what is in their queues.
    }

    /** Adds what a driver cannot learn from the device to its node of the device tree. */
    protected void describe(DeviceTreeNode node) {
        // Most devices tell all themselves.
    }

    /** Returns the first tick, now or later, at which {@link #advance} must be called. */
    protected long nextTick() {
        return TimedDevice.NEVER;
    }

    /** Does what is due; only called while the driver is ready and the device works. */
    protected void advance() {
        // Nothing is ever due.
    }

    /** Puts the device into the state it has at power-on. What it stores stays stored. */
    protected abstract void powerOn();

    /** The kind's own state; queues and registers are the transport's. */
    @Override
    public abstract void exchange(StateExchange state);

    // ---- what it is ----

    /** Returns the kind of device. */
    public final DeviceId id() {
        return id;
    }

    final long features() {
        return features;
    }
}
