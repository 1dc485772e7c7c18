// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Optional;
import java.util.Set;

/**
 * The ring a running machine records in. One thread records, any number of threads read, nobody waits.
 *
 * <p>Events stand in segments that are allocated when first needed and overwritten, oldest first, when all are full. With a
 * {@link SpillSink} each full segment is handed over before that, and everything stays readable.
 *
 * <p>How a reader is safe without a lock: the writer announces that a segment's events are gone <em>before</em> it overwrites the
 * first of them, and a reader looks at that announcement <em>after</em> it copied a slot. What it copied is valid if the event was
 * still kept then.
 */
public final class TraceBuffer implements TraceSource {
    /** Events of a segment; the unit in which old events are given up. */
    public static final int SEGMENT_EVENTS = 1 << 13;
    private static final int SLOT_MASK = SEGMENT_EVENTS - 1;
    private static final int SEGMENT_SHIFT = Integer.numberOfTrailingZeros(SEGMENT_EVENTS);
    private static final VarHandle NEXT;
    private static final VarHandle KEPT;
    private static final VarHandle ENABLED;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NEXT = lookup.findVarHandle(TraceBuffer.class, "next", long.class);
            KEPT = lookup.findVarHandle(TraceBuffer.class, "kept", long.class);
            ENABLED = lookup.findVarHandle(TraceBuffer.class, "enabled", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final long[][] segments;
    private final TraceNames names;
    private final SpillSink spill;
    private volatile IOException spillFailure;
    // Published by the writer: everything below `next` is written, everything from `kept` on is still in the ring.
    private long next;
    private long kept;
    private long enabled;
    // The writer's own.
    private long[] current;
    private long spilled;

    /**
     * Creates a ring without a spill file.
     * @param capacity events to keep at least, rounded up to whole segments
     */
    public TraceBuffer(long capacity, TraceNames names) {
        this(capacity, names, null);
    }

    /**
     * Creates a ring.
     * @param capacity events to keep in memory at least, rounded up to whole segments
     * @param spill gets every event in the end; null to forget the oldest
     */
    public TraceBuffer(long capacity, TraceNames names, SpillSink spill) {
        long count = (capacity + SLOT_MASK >> SEGMENT_SHIFT) + 1;
        if (capacity < 1 || count > Integer.MAX_VALUE / 2) {
            throw new IllegalArgumentException("trace capacity " + capacity + " is out of range");
        }
        this.segments = new long[(int) count][];
        this.names = names;
        this.spill = spill;
        this.enabled = mask(EventKind.all().stream().filter(EventKind::isOnByDefault).toList());
    }

    /** Returns whether events of that kind are recorded; to ask before arguments are worked out. */
    public boolean wants(EventKind kind) {
        return ((long) ENABLED.getOpaque(this) >>> kind.ordinal() & 1) != 0;
    }

    /** Chooses the kinds to record from now on; any thread may. */
    public void enable(Set<EventKind> kinds) {
        ENABLED.setOpaque(this, mask(kinds));
    }

    /** Records an event; arguments that the kind does not have are 0. For the writer's thread. */
    public void record(EventKind kind, EventOrigin origin, long instret, long cycle, long pc, long a, long b, long c, long d) {
        record(kind, origin.host(), origin.vm(), origin.vcpu(), origin.hart(), instret, cycle, pc, a, b, c, d);
    }

    /** Records an event whose ids the caller keeps in range, see {@link EventOrigin}. For the writer's thread. */
    public void record(EventKind kind, int host, int vm, int vcpu, int hart, long instret, long cycle, long pc,
            long a, long b, long c, long d) {
        if (!wants(kind)) {
            return;
        }
        long seq = next;
        int slot = (int) seq & SLOT_MASK;
        if (slot == 0) {
            enterSegment(seq);
        }
        long[] to = current;
        int at = slot * TraceSlot.LONGS;
        to[at] = TraceSlot.head(kind.ordinal(), host, vm, vcpu, hart);
        to[at + TraceSlot.INSTRET] = instret;
        to[at + TraceSlot.CYCLE] = cycle;
        to[at + TraceSlot.PC] = pc;
        to[at + TraceSlot.ARGS] = a;
        to[at + TraceSlot.ARGS + 1] = b;
        to[at + TraceSlot.ARGS + 2] = c;
        to[at + TraceSlot.ARGS + 3] = d;
        NEXT.setRelease(this, seq + 1);
        if (slot == SLOT_MASK && spill != null) {
            flush();
        }
    }

    /**
     * Hands everything recorded so far to the spill sink, if there is one. For the writer's thread, or when it has stopped.
     * A failure ends spilling and is kept, see {@link #spillFailure()}; recording goes on in memory.
     */
    public void flush() {
        if (spill == null || spillFailure != null || spilled == next) {
            return;
        }
        try {
            int slot = (int) spilled & SLOT_MASK;
            spill.append(spilled, current, slot * TraceSlot.LONGS, (int) (next - spilled));
            spilled = next;
        } catch (IOException e) {
            spillFailure = e;
        }
    }

    /** Returns why spilling stopped, if it did. */
    public Optional<IOException> spillFailure() {
        return Optional.ofNullable(spillFailure);
    }

    @Override
    public long firstSeq() {
        return spill != null && spillFailure == null ? 0 : (long) KEPT.getAcquire(this);
    }

    @Override
    public long nextSeq() {
        return (long) NEXT.getAcquire(this);
    }

    @Override
    public boolean read(long seq, TraceEvent into) {
        if (seq < 0 || seq >= nextSeq()) {
            return false;
        }
        if (seq >= (long) KEPT.getAcquire(this)) {
            long[] copy = into.scratch();
            long[] from = segments[segmentOf(seq)];
            System.arraycopy(from, ((int) seq & SLOT_MASK) * TraceSlot.LONGS, copy, 0, TraceSlot.LONGS);
            VarHandle.loadLoadFence();
            if (seq >= (long) KEPT.getOpaque(this)) {
                into.load(seq, copy, 0);
                return true;
            }
        }
        return spill != null && spill.read(seq, into);
    }

    @Override
    public TraceNames names() {
        return names;
    }

    private void enterSegment(long seq) {
        int index = segmentOf(seq);
        long stays = seq - (long) (segments.length - 1) * SEGMENT_EVENTS;
        if (stays > 0) {
            KEPT.setOpaque(this, stays);
            VarHandle.storeStoreFence();
        }
        if (segments[index] == null) {
            segments[index] = new long[SEGMENT_EVENTS * TraceSlot.LONGS];
        }
        current = segments[index];
    }

    private int segmentOf(long seq) {
        return (int) ((seq >>> SEGMENT_SHIFT) % segments.length);
    }

    private static long mask(Iterable<EventKind> kinds) {
        long mask = 0;
        for (EventKind kind : kinds) {
            mask |= 1L << kind.ordinal();
        }
        return mask;
    }
}
