// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.migration;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

import org.trapline.vmm.migration.MigrationReport.Outcome;

/**
 * The side of a migration from which the machine leaves. Memory is copied while the machine runs (pre-copy), then what was written meanwhile, and so on
 * in rounds, until so little is left that the machine can be halted for as long as the rest takes. It is this side that decides whether the machine
 * goes or stays: see the package's description.
 *
 * <p>Whoever owns it calls {@link #advance} when virtual time has come to {@link #due}, and passes on what comes from the target.
 */
public final class MigrationSource {
    /** Pages of one message. */
    private static final int BATCH = 16;
    /** Rounds in a row that may be no shorter than the one before. */
    private static final int PATIENCE = 2;
    /** Messages between halt and run that each take the wire's latency: State, Prepared, Commit, Running. */
    private static final int HAND_OVER = 4;
    private static final long NEVER = Long.MAX_VALUE;

    /** Where the migration stands. */
    public enum Phase {
        /** The target has been asked. */
        GREETING,
        /** Memory is copied while the machine runs. */
        COPYING,
        /** The machine is halted; the rest is copied. */
        HALTED,
        /** All was sent; the target has not said yet that it has it. */
        PREPARING,
        /** The target can run it as soon as it is told so. */
        READY,
        /** It is the target's. Whether the target knows is not known here. */
        DECIDED,
        /** It is to stay, but the target may have all of it: it stands still until the target says that it has not taken it. */
        WITHDRAWING,
        /** It runs there; it gets the pages that it lacks. */
        FETCHING,
        /** It runs there, and nothing of it is left here. */
        MOVED,
        /** It runs here. */
        STAYED;

        /** Tells whether the migration is over. */
        public boolean isOver() {
            return this == MOVED || this == STAYED;
        }
    }

    private final long id;
    private final Departing vm;
    private final MigrationPolicy policy;
    private final Consumer<Message> out;
    private final long startedAt;
    private final List<Round> rounds = new ArrayList<>();
    private BitSet toSend = new BitSet();
    private BitSet needed = new BitSet();
    private Phase phase = Phase.GREETING;
    // The cycle at which the wire has carried everything that was given to it.
    private long freeAt;
    private long roundBegan;
    private int roundPages;
    private long roundBytes;
    private int lengthening;
    private byte[] state = new byte[0];
    private boolean postCopy;
    private boolean converged;
    private boolean halted;
    private boolean conceded;
    private String reason = "";
    private long bytes;
    private long haltedAt;
    private long downtime;
    private long endedAt;
    private int fetched;
    // Messages with pages that the target, where the machine runs, has not said to have.
    private int onTheirWay;

    /**
     * Asks the target to take a machine.
     * @param id  tells this migration from all others of the two sides
     * @param out takes messages to the target
     * @param now virtual time
     */
    public MigrationSource(final long id, final Departing vm, final MigrationPolicy policy, final Consumer<Message> out, final long now) {
        this.id = id;
        this.vm = vm;
        this.policy = policy;
        this.out = out;
        startedAt = now;
        freeAt = now;
    }

    /** Sends the first message. */
    public void start() {
        send(new Message.Hello(id, vm.shape()));
    }

    // ---- what it is ----

    public long id() {
        return id;
    }

    public Phase phase() {
        return phase;
    }

    /** Tells whether only the target knows, while there is no connection, whether the machine runs there. */
    public boolean isInDoubt() {
        return phase == Phase.DECIDED || phase == Phase.WITHDRAWING || phase == Phase.FETCHING;
    }

    /** Returns what whoever asks may be told: what was decided; null before that. */
    public Message verdict() {
        return switch (phase) {
            case DECIDED, FETCHING -> new Message.Commit(id);
            case MOVED -> conceded ? new Message.Commit(id) : new Message.Settled(id);
            case WITHDRAWING, STAYED -> new Message.Abort(id, reason);
            default -> null;
        };
    }

    /** Returns when there is something to do next, or {@link Long#MAX_VALUE} if only the target can tell. */
    public long due() {
        return switch (phase) {
            case COPYING, HALTED, READY -> freeAt;
            // Nothing is pushed while pages are on their way, so that one that is wanted does not wait behind them.
            case FETCHING -> toSend.isEmpty() || onTheirWay > 0 ? NEVER : freeAt;
            default -> NEVER;
        };
    }

    /** Returns how it went, so far. */
    public MigrationReport report() {
        final Outcome outcome = switch (phase) {
            case MOVED, FETCHING -> Outcome.MOVED;
            case DECIDED, WITHDRAWING -> Outcome.UNDECIDED;
            default -> Outcome.STAYED;
        };
        return new MigrationReport(outcome, reason, rounds, converged, bytes, downtime, Math.max(0, endedAt - startedAt), fetched);
    }

    // ---- time ----

    /** Does what is due. */
    public void advance(final long now) {
        if ((phase == Phase.GREETING || phase == Phase.COPYING) && !vm.runs()) {
            stay("it does not run on from where it was");
        }
        while (due() <= now) {
            switch (phase) {
                case COPYING -> {
                    if (toSend.isEmpty()) {
                        endRound();
                    } else {
                        sendBatch();
                    }
                }
                case HALTED -> {
                    if (toSend.isEmpty() || postCopy && !toSend.intersects(needed)) {
                        sendState();
                    } else {
                        sendBatch();
                    }
                }
                case READY -> decide();
                case FETCHING -> {
                    onTheirWay++;
                    sendBatch();
                }
                default -> throw new IllegalStateException(phase + " is never due");
            }
        }
    }

    private void send(final Message message) {
        final long size = MessageCodec.size(message);
        bytes += size;
        roundBytes += size;
        freeAt += policy.cycles(size);
        out.accept(message);
    }

    private void sendBatch() {
        final List<Integer> indexes = new ArrayList<>();
        final List<byte[]> pages = new ArrayList<>();
        final boolean neededOnly = postCopy && phase == Phase.HALTED;
        for (int i = toSend.nextSetBit(0); i >= 0 && indexes.size() < BATCH; i = toSend.nextSetBit(i + 1)) {
            if (!neededOnly || needed.get(i)) {
                toSend.clear(i);
                indexes.add(i);
                pages.add(vm.page(i));
            }
        }
        roundPages += indexes.size();
        vm.sent(indexes.size());
        send(new Message.Pages(id, indexes, pages));
    }

    // ---- rounds ----

    private void beginRound(final BitSet pages) {
        toSend = pages;
        roundBegan = freeAt;
        roundPages = 0;
        roundBytes = 0;
    }

    private void endRound() {
        final BitSet dirty = vm.collectDirty();
        final int before = roundPages;
        note(dirty.cardinality());
        lengthening = rounds.size() > 1 && dirty.cardinality() >= before ? lengthening + 1 : 0;
        beginRound(dirty);
        if (restTakes() <= policy.maxDowntime()) {
            halt(false);
        } else if (lengthening >= PATIENCE || rounds.size() >= policy.maxRounds()) {
            reason = lengthening >= PATIENCE ? "it writes memory as fast as it can be sent" : "after " + rounds.size() + " rounds "
                + dirty.cardinality() + " pages were still being written";
            switch (policy.otherwise()) {
                case STOP_AND_COPY -> halt(true);
                case CANCEL -> stay(reason);
                case POST_COPY -> {
                    postCopy = true;
                    halt(true);
                }
            }
        }
    }

    private void note(final int dirty) {
        final Round round = new Round(rounds.size(), roundPages, roundBytes, dirty, freeAt - roundBegan);
        rounds.add(round);
        vm.roundEnded(round);
    }

    /** Returns for how long the machine stands still if it is halted now. */
    private long restTakes() {
        final long pages = postCopy ? 0 : MessageCodec.pagesSize(toSend.cardinality());
        return policy.cycles(pages + state.length) + HAND_OVER * policy.latency();
    }

    /** @param whatever however long it stands still then */
    private void halt(final boolean whatever) {
        vm.halt();
        halted = true;
        haltedAt = freeAt;
        toSend.or(vm.collectDirty());
        needed = vm.needed();
        state = vm.state();
        if (!whatever && restTakes() > policy.maxDowntime()) {
            // There is more to its devices than was thought.
            vm.stay();
            halted = false;
            vm.startLog();
            return;
        }
        converged = !whatever;
        phase = Phase.HALTED;
    }

    private void sendState() {
        vm.stopLog();
        if (!postCopy) {
            note(0);
        }
        send(new Message.State(id, state, postCopy ? "" : vm.digest(), postCopy ? toSend.toLongArray() : new long[0]));
        freeAt += 2 * policy.latency();
        phase = Phase.PREPARING;
    }

    /** From here on the machine is the target's. */
    private void decide() {
        phase = Phase.DECIDED;
        freeAt += 2 * policy.latency();
        out.accept(new Message.Commit(id));
    }

    // ---- what comes from the target ----

    /** Takes a message from the target. What does not belong here now is not listened to. */
    public void received(final Message message, final long now) {
        if (message.id() != id) {
            return;
        }
        switch (message) {
            case Message.Welcome _ when phase == Phase.GREETING -> {
                phase = Phase.COPYING;
                vm.startLog();
                final BitSet all = new BitSet();
                all.set(0, vm.pages());
                freeAt = Math.max(freeAt, now);
                beginRound(all);
            }
            case Message.Prepared _ when phase == Phase.PREPARING -> phase = Phase.READY;
            case Message.Running running when isInDoubt() -> runsThere(BitSet.valueOf(running.missing()));
            case Message.Want want when phase == Phase.FETCHING -> fetch(want.page());
            case Message.Next _ when phase == Phase.FETCHING -> onTheirWay = Math.max(0, onTheirWay - 1);
            case Message.Abort abort -> refused(abort.reason());
            // Why it is withdrawn is known here better than there.
            case Message.Gone _ -> refused(phase == Phase.WITHDRAWING ? reason : "the target has forgotten it");
            default -> { }
        }
    }

    /** @param missing what it still lacks, whatever was sent */
    private void runsThere(final BitSet missing) {
        if (phase != Phase.FETCHING) {
            downtime = freeAt - haltedAt;
            roundBegan = freeAt;
            roundPages = 0;
            roundBytes = 0;
        }
        if (missing.isEmpty()) {
            moved();
            return;
        }
        final BitSet own = new BitSet();
        own.set(0, vm.pages());
        missing.and(own);
        toSend = missing;
        onTheirWay = 0;
        phase = Phase.FETCHING;
    }

    private void fetch(final int page) {
        if (page >= 0 && toSend.get(page)) {
            toSend.clear(page);
            fetched++;
            onTheirWay++;
            roundPages++;
            vm.sent(1);
            final List<byte[]> content = new ArrayList<>();
            content.add(vm.page(page));
            send(new Message.Pages(id, List.of(page), content));
        }
    }

    private void refused(final String why) {
        if (!phase.isOver()) {
            stays(why);
        }
    }

    private void moved() {
        if (postCopy) {
            note(0);
        }
        endedAt = freeAt;
        phase = Phase.MOVED;
        out.accept(new Message.Settled(id));
        vm.leave();
    }

    // ---- when something breaks ----

    /** Gives the migration up if that is still possible: once all was sent, only the target can say so. */
    public void cancel(final String why) {
        if (phase == Phase.PREPARING || phase == Phase.READY) {
            withdraw(why);
            out.accept(new Message.Abort(id, why));
        } else if (phase == Phase.FETCHING) {
            reason = why + " while pages were still here";
        } else if (!phase.isOver() && !isInDoubt()) {
            stay(why);
        }
    }

    private void withdraw(final String why) {
        phase = Phase.WITHDRAWING;
        reason = why;
    }

    private void stay(final String why) {
        out.accept(new Message.Abort(id, why));
        stays(why);
    }

    private void stays(final String why) {
        reason = why;
        endedAt = freeAt;
        downtime = halted ? Math.max(0, freeAt - haltedAt) : 0;
        phase = Phase.STAYED;
        vm.stopLog();
        vm.stay();
    }

    /** The connection is lost: before all was sent the machine stays; after that, only the target can tell. */
    public void lost() {
        if (phase == Phase.PREPARING || phase == Phase.READY) {
            withdraw("the connection to the target was lost");
        } else if (!phase.isOver() && !isInDoubt()) {
            stays("the connection to the target was lost");
        }
    }

    /** The connection is back: the target is told again what was decided. */
    public void reconnected() {
        final Message verdict = verdict();
        if (verdict != null) {
            out.accept(verdict);
        }
    }

    /**
     * Somebody who can look says that the target does not run the machine and never will: it stays. If that is not true it runs twice.
     * @throws IllegalStateException if nobody need say so
     */
    public void keep(final String why) {
        requireDoubt();
        stays(why);
    }

    /**
     * Somebody who can look says that the machine is the target's: it is given up here, and the target may run it. If that is not true it is nowhere.
     * @throws IllegalStateException if nobody need say so, or not all of the machine is there
     */
    public void concede(final String why) {
        requireDoubt();
        if (postCopy) {
            throw new IllegalStateException("pages of it are still here, without which it cannot run there");
        }
        conceded = true;
        reason = why;
        downtime = freeAt - haltedAt;
        endedAt = freeAt;
        phase = Phase.MOVED;
        vm.leave();
    }

    private void requireDoubt() {
        if (!isInDoubt()) {
            throw new IllegalStateException("there is no doubt about where it runs");
        }
    }

    /** The target's process is dead for certain, and what it had of the machine with it: all of it is still here. */
    public void targetDied() {
        if (!phase.isOver()) {
            stays(phase == Phase.FETCHING ? "the target has died before it had all pages; what it did there is lost" : "the target has died");
        }
    }
}
