// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.trapline.vmm.migration.MigrationReport;

/** A migration that begins when so many instructions have retired, or when nothing else happens any more. */
final class Later implements Agenda.Duty {
    private final RunningSystem system;
    private final long instructions;
    private final Supplier<CompletableFuture<MigrationReport>> what;
    private final CompletableFuture<MigrationReport> result = new CompletableFuture<>();
    private boolean begun;

    Later(RunningSystem system, long instructions, Supplier<CompletableFuture<MigrationReport>> what) {
        this.system = system;
        this.instructions = instructions;
        this.what = what;
    }

    CompletableFuture<MigrationReport> result() {
        return result;
    }

    @Override
    public long due() {
        return Long.MAX_VALUE;
    }

    @Override
    public long instructionsLeft() {
        return begun ? Long.MAX_VALUE : instructions - system.run().instret();
    }

    @Override
    public void look() {
        if (!begun && system.run().instret() >= instructions) {
            begin();
        }
    }

    private void begin() {
        begun = true;
        try {
            what.get().whenComplete((report, failure) -> {
                if (failure == null) {
                    result.complete(report);
                } else {
                    result.completeExceptionally(failure);
                }
            });
        } catch (IllegalStateException | IllegalArgumentException e) {
            result.completeExceptionally(e);
        }
    }

    @Override
    public void waitsNoLonger() {
        if (!begun) {
            begin();
        }
    }

    @Override
    public boolean isDone() {
        return begun;
    }

    @Override
    public void ended() {
        result.completeExceptionally(new IllegalStateException("the session has ended before"));
    }
}
