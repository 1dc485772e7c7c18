// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.trapline.machine.state.Snapshot;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.vmm.life.SnapshotDiff;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationReport;

/**
 * What can be done with the virtual machines of a session while it runs. All methods may be called by any thread; they take effect when the machine that
 * runs has ended its slice.
 *
 * <p>What cannot be done fails with an {@link IllegalStateException} or {@link IllegalArgumentException} whose message is for users; then nothing has
 * changed. Who makes, moves or deletes guests makes a new beginning of the session's history, for it cannot go back to before that.
 */
public final class Lives {
    private final SessionThread thread;
    private final GuestCommands commands;

    Lives(SessionThread thread, GuestCommands commands) {
        this.thread = thread;
        this.commands = commands;
    }

    private CompletableFuture<Void> run(Runnable command) {
        return ask(() -> {
            command.run();
            return null;
        });
    }

    private <T> CompletableFuture<T> ask(Supplier<T> command) {
        return thread.ask(() -> {
            T answer = command.get();
            thread.system().hosts().forEach(thread::tellProgress);
            return answer;
        });
    }

    /** Lets hosts stay on when all their guests have ended, because somebody may start one again; or no longer. */
    public CompletableFuture<Void> setHostsStayOn(boolean on) {
        return run(() -> thread.system().setStaysOn(on));
    }

    // ---- life ----

    /** Switches a guest on that is off, or has not run yet. */
    public CompletableFuture<Void> start(Guest guest) {
        return run(() -> commands.start(guest));
    }

    /** Switches a guest off, as pulling the plug does. */
    public CompletableFuture<Void> stop(Guest guest) {
        return run(() -> commands.stop(guest));
    }

    public CompletableFuture<Void> reset(Guest guest) {
        return run(() -> commands.reset(guest));
    }

    /** Takes a guest off the processors; its time stands still. */
    public CompletableFuture<Void> pause(Guest guest) {
        return run(() -> commands.pause(guest));
    }

    /** Lets a guest run on that is paused or suspended. */
    public CompletableFuture<Void> resume(Guest guest) {
        return run(() -> commands.resume(guest));
    }

    /**
     * Lets a suspended guest run on from its state as a file has it.
     * @return fails with {@link org.trapline.machine.state.StateException} if that is not a state of this guest, which is still suspended then
     */
    public CompletableFuture<Void> resume(Guest guest, Snapshot kept) {
        return run(() -> commands.resume(guest, kept));
    }

    /**
     * Keeps a guest's state and gives back what it had on its host.
     * @return what {@link org.trapline.machine.state.file.SnapshotFile} can write to a file
     */
    public CompletableFuture<Snapshot> suspend(Guest guest) {
        return ask(() -> commands.suspend(guest));
    }

    /** Deletes a guest that does not run; what it had is given back. */
    public CompletableFuture<Void> delete(Guest guest) {
        return run(() -> commands.delete(guest));
    }

    /** Gives a guest other resources: of one that runs, another part of the cores, and another amount of memory if it has a balloon. */
    public CompletableFuture<Void> resize(Guest guest, Resources wanted) {
        return run(() -> commands.resize(guest, wanted));
    }

    // ---- snapshots ----

    /** Keeps a guest's state under a name. */
    public CompletableFuture<Void> snapshot(Guest guest, String name) {
        return run(() -> commands.snapshot(guest, name));
    }

    /** Lets a guest go on from a snapshot of it. */
    public CompletableFuture<Void> restore(Guest guest, String name) {
        return run(() -> commands.restore(guest, name));
    }

    /** Returns the names of a guest's snapshots, in the order in which they were taken. */
    public CompletableFuture<List<String>> snapshots(Guest guest) {
        return thread.ask(() -> commands.snapshots(guest).names());
    }

    /** Returns the name of the snapshot that another came of; empty if that is the guest's start. */
    public CompletableFuture<String> parent(Guest guest, String name) {
        return thread.ask(() -> commands.snapshots(guest).parent(name));
    }

    /** Returns where two snapshots of a guest differ. */
    public CompletableFuture<SnapshotDiff> diff(Guest guest, String from, String to) {
        return thread.ask(() -> commands.snapshots(guest).diff(from, to));
    }

    public CompletableFuture<Void> removeSnapshot(Guest guest, String name) {
        return run(() -> commands.removeSnapshot(guest, name));
    }

    /** Writes all snapshots of a guest to a file. */
    public CompletableFuture<Void> writeSnapshots(Guest guest, Path file) {
        return run(() -> commands.writeSnapshots(guest, file));
    }

    // ---- others ----

    /** Makes a guest that goes on from where another stands, beside it. */
    public CompletableFuture<Guest> clone(Guest guest, String name) {
        return ask(() -> commands.clone(guest, name));
    }

    /**
     * Makes a guest on a host, which has not started yet.
     * @param host number of the host in the plan
     */
    public CompletableFuture<Guest> create(int host, DomainPlan plan) {
        return ask(() -> commands.create(host, plan));
    }

    /**
     * Makes a guest with the program and devices of another, which has not started yet.
     * @param host   number of the host in the plan
     * @param vcpus  how many it gets
     * @param memory bytes, whole pages
     */
    public CompletableFuture<Guest> createLike(Guest like, int host, String name, int vcpus, long memory) {
        return ask(() -> commands.createLike(like, host, name, vcpus, memory));
    }

    /** Returns what a guest was made of. */
    public CompletableFuture<DomainPlan> plan(Guest guest) {
        return thread.ask(() -> commands.plan(guest));
    }

    /** Makes a template of a guest, which is left as it is; one that has not run is a template of how it starts. */
    public CompletableFuture<Void> template(Guest guest, String name) {
        return run(() -> commands.template(guest, name));
    }

    /** Forgets a template; guests that were made of it stay. */
    public CompletableFuture<Void> removeTemplate(String name) {
        return run(() -> commands.removeTemplate(name));
    }

    public CompletableFuture<List<String>> templates() {
        return thread.ask(commands::templates);
    }

    /**
     * Makes a guest of a template, which runs at once.
     * @param host number of the host in the plan
     */
    public CompletableFuture<Guest> instantiate(String template, int host, String name) {
        return ask(() -> commands.instantiate(template, host, name));
    }

    // ---- elsewhere ----

    /**
     * Moves a guest to another host while it runs.
     * @param host number of the host in the plan
     * @return how it went, once it is over; the guest may have stayed
     */
    public CompletableFuture<MigrationReport> migrate(Guest guest, int host, MigrationPolicy policy) {
        return ask(() -> {
            if (thread.travel() != null && policy.otherwise() == MigrationPolicy.Otherwise.POST_COPY) {
                throw new IllegalArgumentException("a session that can go back must have all pages of a guest; those of " + guest.name() + " would come later");
            }
            return commands.migrate(guest, host, policy);
        }).thenCompose(Move::result);
    }

    /**
     * Moves a guest to another process while it runs, one that {@link Session#listen listens} and in whose configuration the guest is declared, too.
     * @return how it went, once it is over; the guest may have stayed
     */
    public CompletableFuture<MigrationReport> migrate(Guest guest, InetSocketAddress to, MigrationPolicy policy) {
        return ask(() -> commands.migrate(guest, to, policy)).thenCompose(RemoteMove::result);
    }

    /** Returns what is not known about a guest's migration to or from another process that cannot be reached; empty if there is no such doubt. */
    public Optional<String> doubt(Guest guest) {
        return Optional.ofNullable(thread.system().doubts().get(guest)).map(Doubt::text);
    }

    /**
     * Settles such a {@link #doubt} by the word of somebody who has looked at both processes. If the word is wrong the guest runs twice, or nowhere.
     * @param here whether it is to run here, since the other process does not have it and never will; otherwise it is given up here
     */
    public CompletableFuture<Void> settle(Guest guest, boolean here) {
        Doubt doubt = thread.system().doubts().get(guest);
        return doubt != null ? doubt.settle(here)
            : CompletableFuture.failedFuture(new IllegalStateException("there is no doubt about where " + guest.name() + " runs"));
    }

    /**
     * Moves a guest to another process when all hosts together have retired so many instructions. To be called before the start.
     */
    public CompletableFuture<MigrationReport> migrateAt(long instructions, Guest guest, InetSocketAddress to, MigrationPolicy policy) {
        Later later = new Later(thread.system(), instructions, () -> commands.migrate(guest, to, policy).result());
        thread.system().agenda().add(later);
        return later.result();
    }
}
