// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import java.util.List;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.DeviceRegister;
import org.trapline.machine.device.Dma;
import org.trapline.machine.device.InterruptLine;
import org.trapline.machine.device.TimedDevice;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.state.StateExchange;

/**
 * A virtio device as its driver sees it on a memory-mapped bus: registers, negotiation of features, queues and an interrupt. What the device
 * does is its {@link VirtioDevice}'s.
 *
 * @implSpec virtio 1.2, "Virtio Over MMIO"
 */
public final class VirtioMmio implements TimedDevice {
    /** Bytes of address space, as QEMU's slots have. */
    public static final long SIZE = 0x1000;

    static final int MAGIC = 0x7472_6976;
    static final int MODERN = 2;
    static final int VENDOR = 0x554d_4551;

    static final int DRIVER_OK = 1 << 2;
    static final int FEATURES_OK = 1 << 3;
    static final int NEEDS_RESET = 1 << 6;
    private static final int STATUS_BITS = 0xff;

    private static final int BUFFER_USED = 1;
    private static final int CONFIG_CHANGED = 2;

    private static final long LOW = 0xffff_ffffL;
    private static final long HIGH = ~LOW;

    private final VirtioDevice device;
    private final Dma dma;
    private final Clock clock;
    private final InterruptLine line;
    private final long offered;
    private int deviceFeaturesSel;
    private int driverFeaturesSel;
    private long driverFeatures;
    private int queueSel;
    private int interruptStatus;
    private int status;
    private int generation;
    private String failure;

    /**
     * Plugs a device in.
     * @param dma   the device's way to memory
     * @param clock virtual time
     * @param line  interrupts
     */
    public VirtioMmio(VirtioDevice device, Dma dma, Clock clock, InterruptLine line) {
        this.device = device;
        this.dma = dma;
        this.clock = clock;
        this.line = line;
        offered = device.features() | Feature.all();
        device.plugInto(this);
    }

    // ---- for the device ----

    /** Returns the device's way to memory. */
    public Dma dma() {
        return dma;
    }

    public Clock clock() {
        return clock;
    }

    boolean has(Feature feature) {
        return (acceptedFeatures() & feature.bit()) != 0;
    }

    /** Returns the features that device and driver have agreed on; none before they have. */
    long acceptedFeatures() {
        return (status & FEATURES_OK) != 0 ? driverFeatures : 0;
    }

    /** Tells whether the driver is ready and the device works, so that queues may be looked at. */
    public boolean isLive() {
        return (status & (DRIVER_OK | FEATURES_OK | NEEDS_RESET)) == (DRIVER_OK | FEATURES_OK);
    }

    void bufferUsed() {
        interrupt(BUFFER_USED);
    }

    /** Tells the driver that registers of the configuration have changed. */
    public void configurationChanged() {
        generation = generation + 1 & STATUS_BITS;
        if ((status & DRIVER_OK) != 0) {
            interrupt(CONFIG_CHANGED);
        }
    }

    /**
     * Stops the device because what the driver did cannot be right; it works again after a reset.
     * @param why what was wrong
     */
    public void fail(String why) {
        if ((status & NEEDS_RESET) != 0) {
            return;
        }
        failure = why;
        status |= NEEDS_RESET;
        if ((status & DRIVER_OK) != 0) {
            interrupt(CONFIG_CHANGED);
        }
    }

    /** Returns what was wrong when the device stopped, or null if it has not. */
    public String failure() {
        return failure;
    }

    private void interrupt(int reason) {
        interruptStatus |= reason;
        line.set(interruptStatus != 0);
    }

    // ---- registers ----

    /** Returns the device behind the registers. */
    public VirtioDevice device() {
        return device;
    }

    @Override
    public String name() {
        return device.id().deviceName();
    }

    @Override
    public long size() {
        return SIZE;
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
        VirtioRegister row = DeviceRegister.find(VirtioRegister.rows(), offset);
        if (row == null) {
            return 0;
        }
        if (row == VirtioRegister.CONFIG) {
            return readConfig((int) (offset - row.place().offset()), bytes);
        }
        return LOW & switch (row) {
            case MAGIC_VALUE -> MAGIC;
            case VERSION -> MODERN;
            case DEVICE_ID -> device.id().code();
            case VENDOR_ID -> VENDOR;
            case DEVICE_FEATURES -> part(offered, deviceFeaturesSel);
            case QUEUE_NUM_MAX -> hasQueue() ? queue().maxSize() : 0;
            case QUEUE_READY -> hasQueue() && queue().isReady() ? 1 : 0;
            case INTERRUPT_STATUS -> interruptStatus;
            case STATUS -> status;
            case SHM_LEN_LOW, SHM_LEN_HIGH, SHM_BASE_LOW, SHM_BASE_HIGH -> -1;
            case CONFIG_GENERATION -> generation;
            // A queue is taken back at once, so the driver never has to wait for it.
            case QUEUE_RESET -> 0;
            default -> 0;
        };
    }

    private static int part(long features, int selected) {
        return selected == 0 ? (int) features : selected == 1 ? (int) (features >>> 32) : 0;
    }

    private boolean hasQueue() {
        return queueSel >= 0 && queueSel < device.queues().size();
    }

    private VirtQueue queue() {
        return device.queue(queueSel);
    }

    private long readConfig(int at, int bytes) {
        byte[] config = device.config();
        if (at + bytes <= config.length) {
            return LittleEndian.get(config, at, bytes);
        }
        long value = 0;
        for (int i = 0; i < bytes && at + i < config.length; i++) {
            value |= (config[at + i] & 0xffL) << 8 * i;
        }
        return value;
    }

    @Override
    public void write(long offset, int bytes, long value) {
        VirtioRegister row = DeviceRegister.find(VirtioRegister.rows(), offset);
        if (row == null) {
            return;
        }
        int data = (int) value;
        switch (row) {
            case DEVICE_FEATURES_SEL -> deviceFeaturesSel = data;
            case DRIVER_FEATURES_SEL -> driverFeaturesSel = data;
            case DRIVER_FEATURES -> writeFeatures(data);
            case QUEUE_SEL -> queueSel = data;
            case QUEUE_NOTIFY -> notified(data);
            case INTERRUPT_ACK -> {
                interruptStatus &= ~data;
                line.set(interruptStatus != 0);
            }
            case STATUS -> writeStatus(data & STATUS_BITS);
            case CONFIG -> device.configWritten((int) (offset - row.place().offset()), bytes, value);
            default -> writeQueue(row, value & LOW);
        }
    }

    private void writeQueue(VirtioRegister row, long value) {
        if (!hasQueue()) {
            return;
        }
        switch (row) {
            case QUEUE_NUM -> queue().setSize((int) value);
            case QUEUE_READY -> queue().setReady((value & 1) != 0);
            case QUEUE_RESET -> {
                if ((value & 1) != 0 && has(Feature.RING_RESET)) {
                    queue().reset();
                    device.queueReset(queue());
                }
            }
            case QUEUE_DESC_LOW -> queue().setDescriptors(LOW, value);
            case QUEUE_DESC_HIGH -> queue().setDescriptors(HIGH, value << 32);
            case QUEUE_DRIVER_LOW -> queue().setAvailable(LOW, value);
            case QUEUE_DRIVER_HIGH -> queue().setAvailable(HIGH, value << 32);
            case QUEUE_DEVICE_LOW -> queue().setUsed(LOW, value);
            case QUEUE_DEVICE_HIGH -> queue().setUsed(HIGH, value << 32);
            default -> { }
        }
    }

    private void writeFeatures(int bits) {
        if ((status & FEATURES_OK) != 0) {
            return;
        }
        if (driverFeaturesSel == 0) {
            driverFeatures = driverFeatures & HIGH | bits & LOW;
        } else if (driverFeaturesSel == 1) {
            driverFeatures = driverFeatures & LOW | (long) bits << 32;
        }
    }

    // DEVIATION virtio "Driver Requirements: Reserved Feature Bits": a driver that leaves VERSION_1 out is served all the same, because xv6's does.
    private void writeStatus(int wanted) {
        if (wanted == 0) {
            driverReset();
            return;
        }
        boolean wasLive = isLive();
        int refused = (driverFeatures & ~offered) != 0 ? FEATURES_OK : 0;
        status = wanted & ~(refused & ~status) | status & NEEDS_RESET;
        if (!wasLive && isLive()) {
            device.driverReady();
            // What was put into queues before counts from now on.
            device.queues().stream().filter(VirtQueue::isReady).forEach(this::notified);
        }
    }

    private void notified(int index) {
        if (index >= 0 && index < device.queues().size()) {
            notified(device.queue(index));
        }
    }

    private void notified(VirtQueue queue) {
        if (isLive() && queue.isReady()) {
            device.notified(queue);
        }
    }

    private void driverReset() {
        device.queues().forEach(VirtQueue::reset);
        deviceFeaturesSel = 0;
        driverFeaturesSel = 0;
        driverFeatures = 0;
        queueSel = 0;
        interruptStatus = 0;
        status = 0;
        failure = null;
        device.driverReset();
        line.set(false);
    }

    // ---- time and state ----

    @Override
    public long nextTick() {
        return isLive() ? device.nextTick() : NEVER;
    }

    @Override
    public void advance() {
        if (isLive()) {
            device.advance();
        }
    }

    @Override
    public void reset() {
        driverReset();
        generation = 0;
        device.powerOn();
    }

    @Override
    public void describe(DeviceTreeNode node) {
        node.text("compatible", "virtio,mmio");
        device.describe(node);
    }

    @Override
    public void exchange(StateExchange state) {
        state.fixed("kind", name());
        deviceFeaturesSel = state.number("deviceFeaturesSel", deviceFeaturesSel);
        driverFeaturesSel = state.number("driverFeaturesSel", driverFeaturesSel);
        driverFeatures = state.number("driverFeatures", driverFeatures);
        queueSel = state.number("queueSel", queueSel);
        interruptStatus = state.number("interruptStatus", interruptStatus);
        status = state.number("status", status, 0, STATUS_BITS);
        generation = state.number("generation", generation, 0, STATUS_BITS);
        state.numbers("config", device.config());
        for (VirtQueue queue : device.queues()) {
            state.part("queue" + queue.index(), queue);
        }
        state.part("device", device);
        if (state.isRestoring()) {
            failure = (status & NEEDS_RESET) != 0 ? "it had failed before its state was kept" : null;
        }
    }
}
