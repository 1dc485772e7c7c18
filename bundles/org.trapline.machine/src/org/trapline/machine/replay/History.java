// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.replay;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.trapline.machine.StopReason;
import org.trapline.machine.debug.Stop;
import org.trapline.machine.state.StateImage;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.code.SnapshotAction;

/**
 * The run of a machine, forward and back. For the thread that runs the machine, but for {@link #cancel}.
 *
 * <p>Moments are told by {@link Replayable#instant}. Between two steps there is nothing: a goal within a step, such as in the middle of a wait, is
 * reached where the step ends.
 */
public final class History {
    /** Into so many parts a way is divided to find a place on it. */
    private static final int PARTS = 16;
    /** A way so short is walked step by step. */
    private static final long SHORT_WAY = 64;

    private final Replayable subject;
    private final Limits limits;
    private final Checkpoints checkpoints;
    private final TraceEvent event = new TraceEvent();
    private long end;
    private long nextDue;
    private boolean changed;
    private Stop stop;
    private volatile boolean cancelled;

    /**
     * How much to keep.
     *
     * @param interval  instants from one state to the next; the longest that one must wait when going back a little
     * @param states    how many states at most
     * @param bytes     how much memory they may take
     */
    public record Limits(long interval, int states, long bytes) {
        /** Returns what suits a user interface. */
        public static Limits standard() {
            return new Limits(20_000_000, 256, 256L << 20);
        }
    }

    /** Begins a history with the present state. */
    public History(Replayable subject, Limits limits) {
        this.subject = subject;
        this.limits = limits;
        checkpoints = new Checkpoints(limits.states(), limits.bytes());
        begin();
    }

    private void begin() {
        end = subject.instant();
        keep();
    }

    // ---- where it is ----

    /** Returns the first moment to which one can go back. */
    public long beginning() {
        return checkpoints.first().instant();
    }

    /** Returns the instructions that had retired at the {@link #beginning}. */
    public long firstInstruction() {
        return checkpoints.first().instret();
    }

    /** Returns the present, beyond which nothing has happened yet. */
    public long end() {
        return Math.max(end, subject.instant());
    }

    /** Tells whether the machine has gone back, and does what it has done before when it goes on. */
    public boolean isInPast() {
        return subject.instant() < end;
    }

    /** Returns the point at which the machine stopped last on its way here; null if there is none. */
    public Stop stop() {
        return stop;
    }

    /** Returns how many states are kept. */
    public int states() {
        return checkpoints.count();
    }

    /** Returns how much memory they take. */
    public long bytes() {
        return checkpoints.bytes();
    }

    // ---- forward ----

    /** Runs until so many more instructions have retired, or something else stops the machine; past the present if need be. */
    public StopReason run(long instructions) {
        long now = subject.instret();
        return runTo(instructions > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + instructions, Long.MAX_VALUE);
    }

    /** As {@link Replayable#runTo}, past the present if need be. */
    public StopReason runTo(long instructions, long instant) {
        cancelled = false;
        settleChange();
        subject.shown();
        for (;;) {
            boolean past = isInPast();
            StopReason reason = repeat(instructions, Math.min(instant, past ? end : nextDue));
            arrived();
            boolean goesOn = reason == StopReason.TIME && subject.instant() < instant;
            if (cancelled || !goesOn) {
                return noted(reason);
            }
        }
    }

    /** Executes one instruction or takes one trap. */
    public StopReason step() {
        settleChange();
        subject.shown();
        long before = subject.instant();
        StopReason reason = subject.step();
        takeOver(before);
        arrived();
        return noted(reason);
    }

    /** Takes notice that its owner has let the machine run past the present by other means. */
    public void advanced() {
        arrived();
    }

    /** Runs, at most to where something was changed from outside, and takes the change over. */
    private StopReason repeat(long instructions, long instant) {
        long before = subject.instant();
        Checkpoint change = checkpoints.changeBetween(before, instant);
        StopReason reason = subject.runTo(instructions, change == null ? instant : change.instant());
        takeOver(before);
        return reason;
    }

    /** Changes again what was changed from outside where the machine has arrived. */
    private void takeOver(long before) {
        Checkpoint change = checkpoints.changeBetween(before, subject.instant());
        if (change != null) {
            bringBack(change);
        }
    }

    private StopReason noted(StopReason reason) {
        stop = isPoint(reason) ? subject.lastStop() : null;
        return reason;
    }

    /** Notes what follows from where the machine is now. */
    private void arrived() {
        long now = subject.instant();
        if (now < end) {
            return;
        }
        if (subject.trace() != null) {
            subject.trace().stopRepeating();
        }
        end = now;
        if (now >= nextDue) {
            keep();
        }
    }

    private void keep() {
        checkpoints.add(here(false));
        nextDue = Math.max(nextDue, subject.instant() + limits.interval());
    }

    // ---- back ----

    /** Goes back to before the last instruction or trap. */
    public Arrival stepBack() {
        long now = subject.instant();
        return goBackBefore(() -> subject.instant() >= now);
    }

    /**
     * Goes back to the last moment at which something has not happened yet.
     * @param happened tells whether it has; once it has, it stays so
     */
    public Arrival goBackBefore(BooleanSupplier happened) {
        cancelled = false;
        long now = leavePresent();
        for (int from = checkpoints.indexAt(now - 1); from >= 0 && !cancelled; from--) {
            bringBack(checkpoints.get(from));
            if (!happened.getAsBoolean()) {
                narrow(checkpoints.get(from), now, happened);
                return settle(null);
            }
        }
        bringBack(checkpoints.first());
        settle(null);
        return Arrival.BEGINNING;
    }

    /** Goes to a moment, but not past the present. */
    public Arrival goTo(long instant) {
        cancelled = false;
        leavePresent();
        if (instant < beginning()) {
            bringBack(checkpoints.first());
            settle(null);
            return Arrival.BEGINNING;
        }
        long goal = Math.min(instant, end);
        if (subject.instant() > goal || checkpoints.indexAt(goal) > checkpoints.indexAt(subject.instant())) {
            bringBack(checkpoints.get(checkpoints.indexAt(goal)));
        }
        walkTo(Long.MAX_VALUE, goal);
        settle(null);
        return instant > end ? Arrival.END : Arrival.REACHED;
    }

    /** Goes to the moment at which so many instructions have retired since the machine was switched on, but not past the present. */
    public Arrival goToInstruction(long instret) {
        cancelled = false;
        leavePresent();
        if (instret < firstInstruction()) {
            bringBack(checkpoints.first());
            settle(null);
            return Arrival.BEGINNING;
        }
        int nearest = 0;
        while (nearest + 1 < checkpoints.count() && checkpoints.get(nearest + 1).instret() <= instret) {
            nearest++;
        }
        // One with that very count may be later than the moment at which it was reached.
        while (nearest > 0 && checkpoints.get(nearest).instret() == instret) {
            nearest--;
        }
        bringBack(checkpoints.get(nearest));
        walkTo(instret, end);
        settle(null);
        return subject.instret() < instret ? Arrival.END : Arrival.REACHED;
    }

    /** Returns to the present. */
    public Arrival goToEnd() {
        return goTo(end);
    }

    /**
     * Runs back to the last point before now at which somebody wants the machine to stop: to before the instruction with a breakpoint, before the
     * one that touches what is watched, before the trap is taken.
     */
    public Arrival runBack() {
        cancelled = false;
        long now = leavePresent();
        for (int from = checkpoints.indexAt(now - 1); from >= 0 && !cancelled; from--) {
            long until = from + 1 < checkpoints.count() ? Math.min(now, checkpoints.get(from + 1).instant()) : now;
            Found found = lastStopBetween(checkpoints.get(from), until, now);
            if (found != null) {
                goToFound(found);
                return settle(found.stop());
            }
        }
        bringBack(checkpoints.first());
        settle(null);
        return Arrival.BEGINNING;
    }

    /** Runs back to before the last event that fits; without a trace, or where the trace no longer has the events, to the beginning. */
    public Arrival runBackTo(Predicate<TraceEvent> fits) {
        cancelled = false;
        leavePresent();
        TraceBuffer trace = subject.trace();
        long first = trace == null ? 0 : Math.max(trace.firstSeq(), checkpoints.first().event());
        for (long seq = trace == null ? -1 : trace.position() - 1; seq >= first && !cancelled; seq--) {
            if (trace.read(seq, event) && fits.test(event)) {
                goToEvent(trace, seq);
                return settle(null);
            }
        }
        bringBack(checkpoints.first());
        settle(null);
        return Arrival.BEGINNING;
    }

    private void goToEvent(TraceBuffer trace, long seq) {
        int from = checkpoints.count() - 1;
        while (from > 0 && checkpoints.get(from).event() > seq) {
            from--;
        }
        narrow(checkpoints.get(from), end, () -> trace.position() > seq);
    }

    /** Where somebody wants the machine to stop; if that is after a step, it is before that step that it stops when it runs back. */
    private record Found(long instant, boolean after, Stop stop) {
    }

    private Found lastStopBetween(Checkpoint from, long until, long now) {
        bringBack(from);
        Found last = null;
        while (subject.instant() < until && !cancelled) {
            long before = subject.instant();
            StopReason reason = subject.runTo(Long.MAX_VALUE, until);
            if (!isPoint(reason)) {
                if (subject.instant() == before) {
                    break;
                }
                continue;
            }
            boolean after = reason == StopReason.TRAP || subject.lastStop() instanceof Stop.AtWatchpoint watched && watched.done();
            // A step that ends now begins before.
            if (subject.instant() < now || after && subject.instant() == now) {
                last = new Found(subject.instant(), after, subject.lastStop());
            }
        }
        return last;
    }

    private void goToFound(Found found) {
        if (found.after()) {
            approach(found.instant() - 1, () -> subject.instant() >= found.instant());
        } else {
            bringBack(checkpoints.get(checkpoints.indexAt(found.instant())));
            walkTo(Long.MAX_VALUE, found.instant());
        }
    }

    // ---- ways ----

    /** Keeps the present before it is left, so that one can return; returns where the machine is. */
    private long leavePresent() {
        end = Math.max(end, subject.instant());
        settleChange();
        if (!isInPast()) {
            keep();
        }
        return subject.instant();
    }

    private Arrival settle(Stop at) {
        stop = at;
        subject.shown();
        arrived();
        return at != null ? Arrival.STOPPED : Arrival.REACHED;
    }

    private void bringBack(Checkpoint state) {
        state.image().goBack(subject);
        if (subject.trace() != null) {
            subject.trace().repeatFrom(state.event());
        }
    }

    /** Walks on, whatever points there are on the way. */
    private void walkTo(long instructions, long instant) {
        while (subject.instant() < instant && !cancelled) {
            long before = subject.instant();
            StopReason reason = repeat(instructions, instant);
            if (reason == StopReason.LIMIT || !isPoint(reason) && subject.instant() == before) {
                return;
            }
        }
    }

    private static boolean isPoint(StopReason reason) {
        return reason == StopReason.BREAKPOINT || reason == StopReason.WATCHPOINT || reason == StopReason.TRAP;
    }

    /** Goes to the last moment at which something has not happened yet, from the last state at or before an instant at which it has not. */
    private void approach(long notBefore, BooleanSupplier happened) {
        narrow(checkpoints.get(checkpoints.indexAt(notBefore)), notBefore + 1, happened);
    }

    /**
     * Goes to the last moment between a state and an instant at which something has not happened yet: in parts up to where it has, then again in
     * smaller parts from the beginning of the one in which it happened, down to single steps. The beginnings are kept, which makes the next way back
     * a short one. If it does not happen at all, this ends at the instant.
     */
    private void narrow(Checkpoint from, long until, BooleanSupplier happened) {
        Checkpoint begun = from;
        long part = until - from.instant();
        while (!cancelled) {
            part = part <= SHORT_WAY ? 1 : Math.ceilDiv(part, PARTS);
            bringBack(begun);
            Checkpoint last = begun;
            while (!happened.getAsBoolean()) {
                last = here(false);
                walkTo(Long.MAX_VALUE, Math.min(until, last.instant() + part));
                if (subject.instant() == last.instant() || subject.instant() >= until && !happened.getAsBoolean()) {
                    return;
                }
            }
            begun = last;
            if (part == 1) {
                bringBack(begun);
                return;
            }
            checkpoints.add(begun);
        }
    }

    private Checkpoint here(boolean afterChange) {
        TraceBuffer trace = subject.trace();
        return new Checkpoint(subject.instant(), subject.instret(), trace == null ? 0 : trace.position(), StateImage.of(subject), afterChange);
    }

    // ---- another future ----

    /**
     * Makes the present of where the machine is: what came after is forgotten, what is noted of input as well. To be called before anything is
     * changed from outside in the past. What was traced stays; an event marks where the new future begins.
     */
    public void forgetFuture() {
        if (!isInPast()) {
            return;
        }
        checkpoints.dropAfter(subject.instant());
        StateImage.of(subject).restore(subject);
        subject.shown();
        if (subject.trace() != null) {
            subject.trace().stopRepeating();
        }
        end = subject.instant();
        nextDue = end + limits.interval();
        subject.mark(SnapshotAction.RESTORE, 0);
    }

    /**
     * Takes notice that something was changed from outside that the machine has not noted, such as a register by a debugger. In the past, a new future
     * begins here. What the machine did before does not lead to this state, so the state itself is kept, and belongs to the run from now on.
     */
    public void changed() {
        forgetFuture();
        changed = true;
    }

    /** Keeps what was {@link #changed}. To be called by its owner before it lets the machine run by other means. */
    public void settleChange() {
        if (changed) {
            changed = false;
            checkpoints.add(here(true));
        }
    }

    /** Begins anew with the present state, because it is another machine's, or that of another run. */
    public void beginAgain() {
        changed = false;
        forgetFuture();
        checkpoints.clear();
        nextDue = 0;
        begin();
    }

    /** Ends what the history is doing soon, wherever it is then; may be called by any thread. The machine must be stopped, too. */
    public void cancel() {
        cancelled = true;
    }
}
