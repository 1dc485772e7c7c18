// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device.virtio;

import java.util.ArrayList;
import java.util.List;
import org.trapline.machine.device.Dma;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * A split virtqueue, seen from the device. Nothing that the driver writes there is believed: a queue that cannot be right breaks its device,
 * which then waits to be reset.
 * <pre>
 *  descriptor     address 8 | length 4 | flags 2 | next 2
 *  available ring flags 2 | index 2 | heads 2 each | used event 2
 *  used ring      flags 2 | index 2 | (head 4 | bytes written 4) each | available event 2
 * </pre>
 *
 * @implSpec virtio 1.2, "Split Virtqueues"
 */
public final class VirtQueue implements Stateful {
    private static final int DESCRIPTOR_BYTES = 16;
    private static final int USED_BYTES = 8;
    private static final int RING_HEADER = 4;
    private static final int INDEX = 2;
    private static final int MASK = 0xffff;
    // Flags of a descriptor.
    private static final int NEXT = 1;
    private static final int WRITE = 2;
    private static final int INDIRECT = 4;
    // Flag of the available ring, and of the used ring.
    private static final int NO_INTERRUPT = 1;
    private static final int NO_NOTIFY = 1;
    /** Descriptors in a table of their own; drivers stay far below. */
    private static final int MAX_INDIRECT = 1024;
    /** Bytes of a chain: the specification's limit. */
    private static final long MAX_CHAIN = 1L << 32;
    /** Numbers that a chain has at most as state. */
    static final int MOST_NUMBERS = 3 + 2 * (MAX_INDIRECT + Short.MAX_VALUE);

    private final VirtioDevice device;
    private final int index;
    private final int maxSize;
    private int size;
    private boolean ready;
    private long descriptors;
    private long available;
    private long used;
    private int nextAvailable;
    private int nextUsed;
    private boolean quiet;

    VirtQueue(VirtioDevice device, int index, int maxSize) {
        this.device = device;
        this.index = index;
        this.maxSize = maxSize;
        reset();
    }

    /** Returns which of its device's queues it is. */
    public int index() {
        return index;
    }

    // ---- registers ----

    void reset() {
        size = maxSize;
        ready = false;
        descriptors = 0;
        available = 0;
        used = 0;
        nextAvailable = 0;
        nextUsed = 0;
        quiet = false;
    }

    int maxSize() {
        return maxSize;
    }

    /** Tells whether the driver has set the queue up. */
    public boolean isReady() {
        return ready;
    }

    // The registers of a queue in use are not to be written; nothing happens.
    void setSize(int newSize) {
        if (!ready) {
            size = newSize;
        }
    }

    void setDescriptors(long mask, long bits) {
        if (!ready) {
            descriptors = descriptors & ~mask | bits;
        }
    }

    void setAvailable(long mask, long bits) {
        if (!ready) {
            available = available & ~mask | bits;
        }
    }

    void setUsed(long mask, long bits) {
        if (!ready) {
            used = used & ~mask | bits;
        }
    }

    void setReady(boolean newReady) {
        if (newReady == ready) {
            return;
        }
        if (!newReady) {
            ready = false;
            device.queueReset(this);
            return;
        }
        String complaint = complaint();
        if (complaint != null) {
            fail(complaint);
            return;
        }
        nextAvailable = 0;
        nextUsed = 0;
        quiet = false;
        ready = true;
    }

    private String complaint() {
        if (size < 1 || size > maxSize || Integer.bitCount(size) != 1) {
            return "a size of " + size;
        }
        // The events behind the rings are there whether they are used or not.
        if (isMisplaced(descriptors, DESCRIPTOR_BYTES, (long) DESCRIPTOR_BYTES * size)) {
            return "no room for the descriptor table";
        }
        if (isMisplaced(available, 2, RING_HEADER + 2L * size + 2)) {
            return "no room for the available ring";
        }
        return isMisplaced(used, 4, RING_HEADER + (long) USED_BYTES * size + 2) ? "no room for the used ring" : null;
    }

    private boolean isMisplaced(long address, int alignment, long bytes) {
        return (address & alignment - 1) != 0 || !dma().covers(address, bytes);
    }

    private Dma dma() {
        return device.transport().dma();
    }

    private boolean has(Feature feature) {
        return device.transport().has(feature);
    }

    private void fail(String why) {
        device.transport().fail("queue " + index + ": " + why);
    }

    // ---- chains ----

    /** Tells whether the driver has something for the device, or has broken the queue, which {@link #take} will find. */
    public boolean hasAvailable() {
        return ready && device.transport().isLive() && availableIndex() != nextAvailable;
    }

    private int availableIndex() {
        return (int) dma().read(available + INDEX, 2);
    }

    /**
     * Takes the next chain. While there are any, the driver need not tell of more; when there are none, it is asked to.
     * @return null if there is none
     */
    public Chain take() {
        if (!ready || !device.transport().isLive()) {
            return null;
        }
        int count = availableIndex() - nextAvailable & MASK;
        if (count == 0) {
            setQuiet(false);
            return null;
        }
        if (count > size) {
            fail(count + " chains in a ring of " + size);
            return null;
        }
        setQuiet(true);
        int head = (int) dma().read(available + RING_HEADER + 2L * (nextAvailable & size - 1), 2);
        Chain chain = new Walk().chain(head);
        if (chain != null) {
            nextAvailable = nextAvailable + 1 & MASK;
        }
        return chain;
    }

    /** Tells the driver whether its notifications are of use. */
    private void setQuiet(boolean newQuiet) {
        if (has(Feature.EVENT_IDX)) {
            // An index that was passed already is not reached again soon, so only asking takes a store.
            if (!newQuiet) {
                dma().write(used + RING_HEADER + (long) USED_BYTES * size, 2, nextAvailable);
            }
        } else if (quiet != newQuiet) {
            dma().write(used, 2, newQuiet ? NO_NOTIFY : 0);
        }
        quiet = newQuiet;
    }

    /** Gives a chain back, of which the device has written so many bytes, and tells the driver if it wants to know. */
    public void give(Chain chain, long written) {
        if (!ready || !device.transport().isLive()) {
            return;
        }
        long slot = used + RING_HEADER + (long) USED_BYTES * (nextUsed & size - 1);
        dma().write(slot, 4, chain.head());
        dma().write(slot + 4, 4, written);
        int old = nextUsed;
        nextUsed = nextUsed + 1 & MASK;
        dma().write(used + INDEX, 2, nextUsed);
        boolean wanted = has(Feature.EVENT_IDX)
            ? (int) dma().read(available + RING_HEADER + 2L * size, 2) == old
            : (dma().read(available, 2) & NO_INTERRUPT) == 0;
        if (wanted) {
            device.transport().bufferUsed();
        }
    }

    /** Collects the descriptors of one chain. */
    private final class Walk {
        private final List<Segment> readable = new ArrayList<>();
        private final List<Segment> writable = new ArrayList<>();
        private long table = descriptors;
        private int entries = size;
        private boolean indirect;
        private long bytes;

        /** Returns the chain, or null if it broke the queue. */
        Chain chain(int head) {
            int at = head;
            for (int seen = 0; seen < entries; seen++) {
                if (at >= entries) {
                    return broken("descriptor " + at + " of " + entries);
                }
                long descriptor = table + (long) DESCRIPTOR_BYTES * at;
                long address = dma().read(descriptor, 8);
                long length = dma().read(descriptor + 8, 4);
                int flags = (int) dma().read(descriptor + 12, 2);
                if ((flags & INDIRECT) != 0) {
                    String complaint = enter(address, length, flags);
                    if (complaint != null) {
                        return broken(complaint);
                    }
                    at = 0;
                    seen = -1;
                    continue;
                }
                String complaint = add(address, length, (flags & WRITE) != 0);
                if (complaint != null) {
                    return broken(complaint);
                }
                if ((flags & NEXT) == 0) {
                    return new Chain(head, readable, writable);
                }
                at = (int) dma().read(descriptor + 14, 2);
            }
            return broken("a chain that does not end");
        }

        private Chain broken(String why) {
            fail(why);
            return null;
        }

        /** Goes on in a table of its own; returns what is wrong with that, or null. */
        private String enter(long address, long length, int flags) {
            if (!has(Feature.INDIRECT_DESC)) {
                return "an indirect descriptor that was not agreed on";
            }
            if (indirect || (flags & NEXT) != 0) {
                return "an indirect descriptor where none may be";
            }
            if (length == 0 || length % DESCRIPTOR_BYTES != 0 || length / DESCRIPTOR_BYTES > MAX_INDIRECT || !dma().covers(address, length)) {
                return "an indirect table of " + length + " bytes at 0x" + Long.toHexString(address);
            }
            indirect = true;
            table = address;
            entries = (int) length / DESCRIPTOR_BYTES;
            return null;
        }

        private String add(long address, long length, boolean isWritable) {
            bytes += length;
            if (length == 0 || bytes > MAX_CHAIN || !dma().covers(address, length)) {
                return "a buffer of " + length + " bytes at 0x" + Long.toHexString(address);
            }
            if (!isWritable && !writable.isEmpty()) {
                return "a readable buffer after a writable one";
            }
            (isWritable ? writable : readable).add(new Segment(address, length));
            return null;
        }
    }

    // ---- state ----

    @Override
    public void exchange(StateExchange state) {
        size = state.number("size", size);
        ready = state.flag("ready", ready);
        descriptors = state.number("descriptors", descriptors);
        available = state.number("available", available);
        used = state.number("used", used);
        nextAvailable = state.number("nextAvailable", nextAvailable, 0, MASK);
        nextUsed = state.number("nextUsed", nextUsed, 0, MASK);
        quiet = state.flag("quiet", quiet);
        if (state.isRestoring()) {
            // A forged state is believed as little as a driver.
            ready = ready && complaint() == null;
        }
    }
}
