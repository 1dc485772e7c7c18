// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import org.trapline.cli.CommandException;
import org.trapline.cli.ExitCode;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateException;
import org.trapline.machine.state.file.SnapshotFile;
import org.trapline.machine.state.file.SnapshotFileException;
import org.trapline.runtime.Session;

import picocli.CommandLine.Option;

/** Where a run begins and what is kept of it. */
final class StateChoice {
    @Option(names = "--restore", paramLabel = "FILE", description = "Go on from this snapshot of the same machines; --limit counts from when they were "
        + "switched on.")
    private Path restore;

    @Option(names = "--snapshot", paramLabel = "FILE", description = "Keep the state of all machines in this file when the run ends, or at --snapshot-at.")
    private Path snapshot;

    @Option(names = "--snapshot-at", paramLabel = "N", description = "Keep it when a host has retired N instructions, and run on.")
    private String at;

    private Snapshot begin;
    private CompletableFuture<Snapshot> kept;

    /** Reads what the run is to begin with, before anything is started. */
    void read() throws IOException {
        if (at != null && snapshot == null) {
            throw CommandException.usage("--snapshot-at says when to keep the state, and --snapshot where; that is missing");
        }
        if (at != null) {
            RunCommand.instructions("--snapshot-at", at);
        }
        if (restore != null) {
            try {
                begin = SnapshotFile.read(restore);
            } catch (SnapshotFileException e) {
                throw new CommandException(ExitCode.ERROR, restore + ": " + e.getMessage());
            }
        }
    }

    /** Tells whether the session must stand still until {@link #begin} has been called. */
    boolean begins() {
        return restore != null;
    }

    /** Is called before the session is started. */
    void prepare(Session session) {
        if (at != null) {
            kept = session.keepAt(RunCommand.instructions("--snapshot-at", at));
        }
    }

    /** Is called when the session was started, and stands still if it {@link #begins} somewhere. */
    void begin(Session session) {
        if (begin == null) {
            return;
        }
        try {
            session.restore(begin).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StateException refused) {
                throw new CommandException(ExitCode.ERROR, restore + " is not a snapshot of these machines: " + refused.getMessage());
            }
            throw e;
        }
    }

    /** Is called when the session has ended. */
    void end(Session session) throws IOException {
        if (snapshot == null) {
            return;
        }
        try {
            SnapshotFile.write(snapshot, kept != null ? kept.join() : session.keep().join());
        } catch (CompletionException e) {
            throw new CommandException(ExitCode.ERROR, e.getCause() instanceof StateException ? "--snapshot " + snapshot + ": " + e.getCause().getMessage()
                : "--snapshot-at " + at + ": the run ended before, so there is no snapshot");
        }
    }
}
