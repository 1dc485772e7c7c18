// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.migration;

import java.util.BitSet;
import java.util.function.Consumer;

/**
 * The side of a migration to which the machine comes. It never runs the machine before the source has said so, and trusts nothing that comes over the
 * wire: whatever does not fit ends the migration with the machine where it was.
 */
public final class MigrationTarget {
    /** Where the migration stands. */
    public enum Phase {
        /** Nothing has come. */
        WAITING,
        /** Memory comes. */
        RECEIVING,
        /** All is here; the source decides. */
        PREPARED,
        /** It runs here; some of its pages have not come yet. */
        FETCHING,
        /** It runs here. */
        RUNNING,
        /** It has run here; pages of it are gone with the source. */
        LOST,
        /** It is not here. */
        GONE
    }

    private final Arriving vm;
    private final Consumer<Message> out;
    private Phase phase = Phase.WAITING;
    private long id;
    private BitSet missing = new BitSet();
    private String reason = "";
    private boolean settled;

    /** @param out takes messages to the source */
    public MigrationTarget(final Arriving vm, final Consumer<Message> out) {
        this.vm = vm;
        this.out = out;
    }

    public Phase phase() {
        return phase;
    }

    /** Returns the migration's number; 0 before {@link Phase#RECEIVING}. */
    public long id() {
        return id;
    }

    /** Returns why it is not here, or not any more; empty if it is, or may still come. */
    public String reason() {
        return reason;
    }

    /** Tells whether it is not for this side to say whether the machine runs here. */
    public boolean isInDoubt() {
        return phase == Phase.PREPARED;
    }

    /** Tells whether nothing more comes. */
    public boolean isOver() {
        return phase == Phase.RUNNING || phase == Phase.LOST || phase == Phase.GONE;
    }

    /** Tells whether the source stands still until it is told that the machine runs here. */
    public boolean owesAnswer() {
        return phase == Phase.RUNNING && !settled;
    }

    /** Takes a message from the source. */
    public void received(final Message message) {
        if (phase == Phase.WAITING && message instanceof Message.Hello) {
            id = message.id();
        } else if (message.id() != id) {
            return;
        }
        try {
            take(message);
        } catch (MigrationException e) {
            out.accept(new Message.Abort(id, e.getMessage()));
            forget(e.getMessage());
        }
    }

    private void take(final Message message) throws MigrationException {
        switch (message) {
            case Message.Hello hello when phase == Phase.WAITING -> {
                phase = Phase.RECEIVING;
                vm.accept(hello.shape());
                out.accept(new Message.Welcome(id));
            }
            case Message.Pages pages when phase == Phase.RECEIVING -> put(pages);
            case Message.Pages pages when phase == Phase.FETCHING -> fill(pages);
            case Message.State state when phase == Phase.RECEIVING -> prepare(state);
            case Message.Commit _ -> commit();
            case Message.Abort abort -> abort(abort.reason());
            case Message.Settled _ -> settled = true;
            default -> { }
        }
    }

    private void put(final Message.Pages pages) throws MigrationException {
        for (int i = 0; i < pages.indexes().size(); i++) {
            check(pages.indexes().get(i));
            vm.put(pages.indexes().get(i), pages.pages().get(i));
        }
    }

    private void check(final int page) throws MigrationException {
        if (page < 0 || page >= vm.pages()) {
            throw new MigrationException("page " + page + " was sent of a machine that has " + vm.pages());
        }
    }

    /** A page that is here may have been written since: only those that are missing are filled. */
    private void fill(final Message.Pages pages) throws MigrationException {
        for (int i = 0; i < pages.indexes().size(); i++) {
            final int page = pages.indexes().get(i);
            check(page);
            if (missing.get(page)) {
                missing.clear(page);
                vm.put(page, pages.pages().get(i));
            }
        }
        if (missing.isEmpty()) {
            phase = Phase.RUNNING;
            sayThatItRuns();
        } else {
            out.accept(new Message.Next(id));
        }
    }

    private void prepare(final Message.State state) throws MigrationException {
        missing = BitSet.valueOf(state.missing());
        if (missing.length() > vm.pages() || state.digest().isEmpty() == missing.isEmpty()) {
            throw new MigrationException("the state does not say rightly which pages are missing");
        }
        vm.state(state.state(), state.digest());
        if (missing.intersects(vm.needed())) {
            throw new MigrationException("pages are missing without which the machine cannot run");
        }
        phase = Phase.PREPARED;
        out.accept(new Message.Prepared(id));
    }

    private void commit() {
        switch (phase) {
            case PREPARED -> {
                run();
                sayThatItRuns();
            }
            case RUNNING, FETCHING -> sayThatItRuns();
            default -> out.accept(new Message.Gone(id));
        }
    }

    private void sayThatItRuns() {
        out.accept(new Message.Running(id, missing.toLongArray()));
    }

    /** The source stands still until it has an answer if it is not certain that not all of the machine is here. */
    private void abort(final String why) {
        if (phase == Phase.RUNNING || phase == Phase.FETCHING) {
            sayThatItRuns();
            return;
        }
        if (!isOver()) {
            forget(why);
        }
        out.accept(new Message.Gone(id));
    }

    private void run() {
        phase = missing.isEmpty() ? Phase.RUNNING : Phase.FETCHING;
        if (!missing.isEmpty()) {
            vm.expect((BitSet) missing.clone(), page -> out.accept(new Message.Want(id, page)));
        }
        vm.run();
    }

    private void forget(final String why) {
        if (phase == Phase.RECEIVING || phase == Phase.PREPARED) {
            vm.discard();
        }
        reason = why;
        phase = Phase.GONE;
    }

    // ---- when something breaks ----

    /** The connection is lost: what is not here as a whole is forgotten; what is, the source decides about. */
    public void lost() {
        if (phase == Phase.WAITING || phase == Phase.RECEIVING) {
            forget("the connection to the source was lost");
        }
    }

    /** The source's process is dead for certain, and what it had of the machine with it: if all of it is here it runs here. */
    public void sourceDied() {
        settled = true;
        if (phase == Phase.PREPARED && missing.isEmpty()) {
            run();
        } else if (phase == Phase.FETCHING) {
            lose("the source has died while " + missing.cardinality() + " pages were still there");
        } else if (!isOver()) {
            forget("the source has died");
        }
    }

    /**
     * Somebody who can look says that the source does not run the machine and never will: it runs here. If that is not true it runs twice.
     * @throws IllegalStateException if nobody need say so, or pages are missing without the source
     */
    public void claim() {
        if (phase != Phase.PREPARED || !missing.isEmpty()) {
            throw new IllegalStateException(phase == Phase.PREPARED || phase == Phase.FETCHING ? missing.cardinality() + " pages of it are still at the source"
                : "there is no doubt about where it runs");
        }
        settled = true;
        run();
    }

    /**
     * Somebody who can look says that the machine is the source's, or that its pages will never come: it is given up here. If that is not true it is nowhere.
     * @throws IllegalStateException if nobody need say so
     */
    public void relinquish(final String why) {
        if (phase == Phase.FETCHING) {
            lose(why);
        } else if (phase == Phase.PREPARED) {
            forget(why);
        } else {
            throw new IllegalStateException("there is no doubt about where it runs");
        }
    }

    /** It cannot run here any more, because this side ends; the source is told when it asks. */
    public void close() {
        if (phase == Phase.FETCHING) {
            lose("it was ended before all of its pages had come");
            out.accept(new Message.Gone(id));
        } else if (!isOver()) {
            forget("the target has ended");
            out.accept(new Message.Gone(id));
        }
    }

    private void lose(final String why) {
        reason = why;
        phase = Phase.LOST;
        vm.lose(why);
    }

    /** Asks again for a page that is missing: the connection is another now. */
    public void wantAgain(final int page) {
        out.accept(new Message.Want(id, page));
    }
}
