// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

import java.util.Arrays;

/**
 * One event as a reader sees it. A reader keeps one and lets {@link TraceSource#read} fill it again and again, so that reading makes
 * no garbage; what must stay is kept with {@link #copy()}.
 */
public final class TraceEvent {
    private final long[] slot = new long[TraceSlot.LONGS];
    private final long[] scratch = new long[TraceSlot.LONGS];
    private long seq = -1;

    /** Fills this event. For implementations of {@link TraceSource}. */
    public void load(long newSeq, long[] slots, int offset) {
        seq = newSeq;
        System.arraycopy(slots, offset, slot, 0, TraceSlot.LONGS);
    }

    /** Writes this event as a slot. */
    public void store(long[] slots, int offset) {
        System.arraycopy(slot, 0, slots, offset, TraceSlot.LONGS);
    }

    /** Returns room for a slot that may turn out to be overwritten while it is copied. */
    long[] scratch() {
        return scratch;
    }

    /** Returns the event's place in its trace, counted from 0. */
    public long seq() {
        return seq;
    }

    public EventKind kind() {
        return EventKind.all().get(TraceSlot.kind(slot[TraceSlot.HEAD]));
    }

    public int host() {
        return TraceSlot.host(slot[TraceSlot.HEAD]);
    }

    public int vm() {
        return TraceSlot.vm(slot[TraceSlot.HEAD]);
    }

    public int vcpu() {
        return TraceSlot.vcpu(slot[TraceSlot.HEAD]);
    }

    public int hart() {
        return TraceSlot.hart(slot[TraceSlot.HEAD]);
    }

    public EventOrigin origin() {
        return new EventOrigin(host(), vm(), vcpu(), hart());
    }

    /** Returns the instructions retired by the hart when the event happened. */
    public long instret() {
        return slot[TraceSlot.INSTRET];
    }

    /** Returns the cycles the machine had run when the event happened. */
    public long cycle() {
        return slot[TraceSlot.CYCLE];
    }

    /** Returns the address of the instruction that ran, in the address space of the guest, or of the host where there is no guest. */
    public long pc() {
        return slot[TraceSlot.PC];
    }

    /** Returns an argument by its place in {@link EventKind#args()}. */
    public long arg(int index) {
        if (index < 0 || index >= EventKind.MAX_ARGS) {
            throw new IndexOutOfBoundsException(index);
        }
        return slot[TraceSlot.ARGS + index];
    }

    /** Returns a word of the slot; see {@link TraceSlot}. */
    public long word(int index) {
        return slot[index];
    }

    /** Returns whether both tell the same, wherever they stand in their traces. */
    public boolean sameAs(TraceEvent other) {
        return Arrays.equals(slot, other.slot);
    }

    public TraceEvent copy() {
        TraceEvent copy = new TraceEvent();
        copy.load(seq, slot, 0);
        return copy;
    }
}
