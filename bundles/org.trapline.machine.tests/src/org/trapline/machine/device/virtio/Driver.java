// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.trapline.machine.device.DeviceRegister;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.BusDma;
import org.trapline.machine.memory.Ram;

/** A driver for tests: it has memory, time, an interrupt line and a device, and builds rings by hand. */
public final class Driver {
    public static final long RAM = 0x8000_0000L;
    public static final int RAM_BYTES = 1 << 20;
    public static final int SIZE = 8;
    /** Where each queue's parts are; a queue has a page. */
    public static final long RINGS = RAM + 0x1000;
    public static final long AVAILABLE = 0x400;
    public static final long USED = 0x800;
    /** Where buffers may be. */
    public static final long BUFFERS = RAM + 0x1_0000;

    public final Bus bus = new Bus();
    public final Ram ram = new Ram(RAM_BYTES);
    public final VirtioMmio device;
    public long ticks;
    public boolean raised;
    public int interrupts;
    private final int[] posted = new int[4];
    private final int[] descriptors = new int[4];
    private final int[] seen = new int[4];

    /** A buffer of a chain. */
    public record Buffer(long address, int length, boolean writable) {
        public static Buffer readable(long address, int length) {
            return new Buffer(address, length, false);
        }

        public static Buffer writable(long address, int length) {
            return new Buffer(address, length, true);
        }
    }

    /** What the device gave back. */
    public record Used(int head, long written) {
    }

    public Driver(VirtioDevice kind) {
        bus.attach(RAM, ram);
        device = new VirtioMmio(kind, new BusDma(bus), () -> ticks, level -> {
            interrupts += level && !raised ? 1 : 0;
            raised = level;
        });
        device.reset();
    }

    // ---- registers ----

    public long get(VirtioRegister row) {
        return device.read(row.place().offset(), 4);
    }

    public Driver set(VirtioRegister row, long value) {
        device.write(row.place().offset(), 4, value);
        return this;
    }

    public long config(DeviceRegister row) {
        return device.read(0x100 + row.place().offset(), row.place().bytes());
    }

    public long offered() {
        long low = set(VirtioRegister.DEVICE_FEATURES_SEL, 0).get(VirtioRegister.DEVICE_FEATURES);
        return set(VirtioRegister.DEVICE_FEATURES_SEL, 1).get(VirtioRegister.DEVICE_FEATURES) << 32 | low;
    }

    /** Goes through the whole negotiation and sets up so many queues. */
    public Driver start(long features, int queues) {
        negotiate(features);
        for (int queue = 0; queue < queues; queue++) {
            setUp(queue);
        }
        return set(VirtioRegister.STATUS, 15);
    }

    public Driver negotiate(long features) {
        set(VirtioRegister.STATUS, 0).set(VirtioRegister.STATUS, 1).set(VirtioRegister.STATUS, 3);
        set(VirtioRegister.DRIVER_FEATURES_SEL, 0).set(VirtioRegister.DRIVER_FEATURES, features);
        set(VirtioRegister.DRIVER_FEATURES_SEL, 1).set(VirtioRegister.DRIVER_FEATURES, features >>> 32);
        return set(VirtioRegister.STATUS, 11);
    }

    public Driver setUp(int queue) {
        long at = rings(queue);
        bus.load(at, new byte[0x1000]);
        posted[queue] = 0;
        descriptors[queue] = 0;
        seen[queue] = 0;
        return place(queue, SIZE, at, at + AVAILABLE, at + USED).set(VirtioRegister.QUEUE_READY, 1);
    }

    public Driver place(int queue, int size, long table, long available, long used) {
        return set(VirtioRegister.QUEUE_SEL, queue).set(VirtioRegister.QUEUE_NUM, size)
            .set(VirtioRegister.QUEUE_DESC_LOW, table).set(VirtioRegister.QUEUE_DESC_HIGH, table >>> 32)
            .set(VirtioRegister.QUEUE_DRIVER_LOW, available).set(VirtioRegister.QUEUE_DRIVER_HIGH, available >>> 32)
            .set(VirtioRegister.QUEUE_DEVICE_LOW, used).set(VirtioRegister.QUEUE_DEVICE_HIGH, used >>> 32);
    }

    public static long rings(int queue) {
        return RINGS + 0x1000L * queue;
    }

    // ---- rings ----

    public void descriptor(long table, int index, long address, long length, int flags, int next) {
        long at = table + 16L * index;
        bus.write(at, 8, address);
        bus.write(at + 8, 4, length);
        bus.write(at + 12, 2, flags);
        bus.write(at + 14, 2, next);
    }

    /** Writes a chain to free descriptors and makes it available, without a word to the device. */
    public int post(int queue, Buffer... buffers) {
        int head = descriptors[queue];
        for (int i = 0; i < buffers.length; i++) {
            int at = (head + i) % SIZE;
            int flags = (buffers[i].writable ? 2 : 0) | (i + 1 < buffers.length ? 1 : 0);
            descriptor(rings(queue), at, buffers[i].address, buffers[i].length, flags, (at + 1) % SIZE);
        }
        descriptors[queue] = (head + buffers.length) % SIZE;
        makeAvailable(queue, head);
        return head;
    }

    public void makeAvailable(int queue, int head) {
        long at = rings(queue) + AVAILABLE;
        bus.write(at + 4 + 2L * (posted[queue] % SIZE), 2, head);
        posted[queue]++;
        bus.write(at + 2, 2, posted[queue]);
    }

    /** Posts a chain and tells the device. */
    public int send(int queue, Buffer... buffers) {
        int head = post(queue, buffers);
        notifyDevice(queue);
        return head;
    }

    public void notifyDevice(int queue) {
        set(VirtioRegister.QUEUE_NOTIFY, queue);
    }

    /** Returns what was given back since this was last asked. */
    public List<Used> used(int queue) {
        List<Used> all = new ArrayList<>();
        long at = rings(queue) + USED;
        int index = (int) bus.read(at + 2, 2);
        for (; seen[queue] != index; seen[queue] = seen[queue] + 1 & 0xffff) {
            long slot = at + 4 + 8L * (seen[queue] % SIZE);
            all.add(new Used((int) bus.read(slot, 4), bus.read(slot + 4, 4)));
        }
        return all;
    }

    /** Lets time pass until the device has nothing to do; it must come to that soon. */
    public Driver settle() {
        for (int steps = 0; device.nextTick() != Long.MAX_VALUE; steps++) {
            assertEquals(true, steps < 10_000, "the device does not come to rest");
            ticks = Math.max(ticks, device.nextTick());
            device.advance();
        }
        return this;
    }

    public boolean needsReset() {
        return (get(VirtioRegister.STATUS) & VirtioMmio.NEEDS_RESET) != 0;
    }

    public byte[] bytes(long address, int length) {
        return bus.dump(address, length);
    }
}
