// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
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
    private static final VarHandle CURSOR;
    /** So many events in a row may be missing when a run is repeated. */
    private static final int LOOK_AHEAD = 16;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            NEXT = lookup.findVarHandle(TraceBuffer.class, "next", long.class);
            KEPT = lookup.findVarHandle(TraceBuffer.class, "kept", long.class);
            ENABLED = lookup.findVarHandle(TraceBuffer.class, "enabled", long.class);
            CURSOR = lookup.findVarHandle(TraceBuffer.class, "cursor", long.class);
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
    // Which kinds were chosen from which event on; guarded by this.
    private final List<Choice> choices = new ArrayList<>();
    private boolean repeating;
    private long cursor;
    private long missed;
    private long added;

    private record Choice(long from, long mask) {
    }

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
        choices.add(new Choice(0, enabled));
    }

    /** Returns whether events of that kind are recorded; to ask before arguments are worked out. */
    public boolean wants(EventKind kind) {
        return ((long) ENABLED.getOpaque(this) >>> kind.ordinal() & 1) != 0;
    }

    /** Chooses the kinds to record from now on; any thread may. */
    public synchronized void enable(Set<EventKind> kinds) {
        long mask = mask(kinds);
        choices.add(new Choice(nextSeq(), mask));
        if (!repeating) {
            ENABLED.setOpaque(this, mask);
        }
    }

    // ---- a run that has gone back ----

    /**
     * Expects events again, because what is traced has gone back in its run and does once more what it did: until {@link #stopRepeating}, what is
     * recorded is held against what stands here, and not recorded twice. For the writer's thread.
     * @param seq the first event to come again
     */
    public synchronized void repeatFrom(long seq) {
        repeating = true;
        CURSOR.setOpaque(this, Math.max(seq, (long) KEPT.getAcquire(this)));
        // Whatever was recorded then must be offered again; what was not wanted then is passed over.
        long mask = 0;
        for (int i = 0; i < choices.size(); i++) {
            boolean isOver = i + 1 < choices.size() && choices.get(i + 1).from() <= seq;
            mask |= isOver ? 0 : choices.get(i).mask();
        }
        ENABLED.setOpaque(this, mask);
    }

    /** Records again what is new. For the writer's thread. */
    public synchronized void stopRepeating() {
        repeating = false;
        ENABLED.setOpaque(this, choices.getLast().mask());
    }

    /** Returns the number of the event that comes next in the run: less than {@link #nextSeq()} while it repeats what is recorded. */
    public long position() {
        return repeating ? (long) CURSOR.getOpaque(this) : nextSeq();
    }

    /** Returns how many events did not come again, of those that should have; of a deterministic run none but those that its owner added. */
    public long missed() {
        return missed;
    }

    /** Returns how many events came when the run was repeated that had not been recorded. */
    public long added() {
        return added;
    }

    private void repeat(long head, long instret, long cycle, long pc, long a, long b, long c, long d) {
        long first = cursor;
        for (long seq = first; seq < Math.min(next, first + LOOK_AHEAD); seq++) {
            long[] in = segments[segmentOf(seq)];
            int at = ((int) seq & SLOT_MASK) * TraceSlot.LONGS;
            boolean same = in[at] == head && in[at + TraceSlot.INSTRET] == instret && in[at + TraceSlot.CYCLE] == cycle && in[at + TraceSlot.PC] == pc
                && in[at + TraceSlot.ARGS] == a && in[at + TraceSlot.ARGS + 1] == b && in[at + TraceSlot.ARGS + 2] == c
                && in[at + TraceSlot.ARGS + 3] == d;
            if (same) {
                missed += seq - first;
                CURSOR.setOpaque(this, seq + 1);
                return;
            }
        }
        added++;
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
        if (repeating) {
            repeat(TraceSlot.head(kind.ordinal(), host, vm, vcpu, hart), instret, cycle, pc, a, b, c, d);
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
