// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.concurrent.CompletableFuture;

import org.trapline.vmm.migration.MigrationReport;
import org.trapline.vmm.migration.MigrationSource;

/** A live migration that goes on beside the run; what carries its messages is a matter of the kinds. For the session's thread. */
abstract sealed class Move implements Agenda.Duty permits HostMove, RemoteMove {
    final RunningSystem system;
    final Lodger lodger;
    final HypervisorHost from;
    final Runnable changed;
    private final CompletableFuture<MigrationReport> result = new CompletableFuture<>();

    /** @param changed is run when guests have come or gone, so that earlier states do not fit any more */
    Move(RunningSystem system, Lodger lodger, Runnable changed) {
        this.system = system;
        this.lodger = lodger;
        this.changed = changed;
        from = lodger.home();
    }

    /** Returns the side that leaves. */
    abstract MigrationSource source();

    /** Returns where it goes, for people. */
    abstract String target();

    /** Does what is due, and all that follows from it. */
    abstract void advance(long now);

    /** The machine is there, or has stayed. */
    abstract void over(MigrationReport report);

    CompletableFuture<MigrationReport> result() {
        return result;
    }

    /** Returns the present of the wire. An idle host's time stands still; the wire's goes on with that of the others. */
    final long now() {
        if (from.host().canRun()) {
            return from.machine().now();
        }
        return system.hosts().stream().filter(RunningHost::canRun).mapToLong(host -> host.machine().now()).max().orElse(from.machine().now());
    }

    final void finishIfOver() {
        if (source().phase().isOver()) {
            finish();
        }
    }

    final void finish() {
        if (!isDone()) {
            MigrationReport report = source().report();
            over(report);
            changed.run();
            result.complete(report);
        }
    }

    @Override
    public final long due() {
        return source().due();
    }

    @Override
    public final void look() {
        advance(now());
        finishIfOver();
    }

    @Override
    public final boolean isDone() {
        return result.isDone();
    }
}
