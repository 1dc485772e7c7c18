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
        /** It is not here. */
        GONE
    }

    private final Arriving vm;
    private final Consumer<Message> out;
    private Phase phase = Phase.WAITING;
    private long id;
    private BitSet missing = new BitSet();
    private String reason = "";

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

    /** Returns why it is not here; empty if it is, or may still come. */
    public String reason() {
        return reason;
    }

    /** Tells whether it is not for this side to say whether the machine runs here. */
    public boolean isInDoubt() {
        return phase == Phase.PREPARED;
    }

    /** Tells whether nothing more comes. */
    public boolean isOver() {
        return phase == Phase.RUNNING || phase == Phase.GONE;
    }

    /** Takes a message from the source. */
    public void received(final Message message) {
        if (phase == Phase.WAITING && message instanceof Message.Hello) {
            id = message.id();
        } else if (message.id() != id) {
            if (message instanceof Message.Commit) {
                out.accept(new Message.Gone(message.id()));
            }
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
            case Message.Abort abort when phase == Phase.RECEIVING || phase == Phase.PREPARED -> forget(abort.reason());
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
        }
    }

    private void prepare(final Message.State state) throws MigrationException {
        missing = BitSet.valueOf(state.missing());
        if (missing.length() > vm.pages() || state.digest().isEmpty() == missing.isEmpty()) {
            throw new MigrationException("the state does not say rightly which pages are missing");
        }
        vm.state(state.state(), state.digest());
        phase = Phase.PREPARED;
        out.accept(new Message.Prepared(id));
    }

    private void commit() {
        switch (phase) {
            case PREPARED -> {
                run();
                out.accept(new Message.Running(id));
            }
            case RUNNING, FETCHING -> out.accept(new Message.Running(id));
            default -> out.accept(new Message.Gone(id));
        }
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
        if (phase == Phase.PREPARED && missing.isEmpty()) {
            run();
        } else if (!isOver() && phase != Phase.FETCHING) {
            forget("the source has died");
        }
    }
}
