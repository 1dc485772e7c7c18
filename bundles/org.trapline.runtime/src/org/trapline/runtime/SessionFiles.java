// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.trapline.runtime.plan.SystemPlan;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.file.TraceFileWriter;

/** The files of a session: its trace, and those of its disks and networks. Keeps the first failure of writing them for the end. */
final class SessionFiles {
    private final Path traceFile;
    private final TraceFileWriter traceWriter;
    private final TraceBuffer trace;
    private final Storage storage;
    private final Networks networks = new Networks();
    private IOException failure;

    /** @throws IOException if the trace file cannot be written */
    SessionFiles(SystemPlan plan, SessionOptions options, NameBook names) throws IOException {
        traceFile = options.traceFile();
        traceWriter = traceFile == null ? null : TraceFileWriter.create(traceFile, names.table());
        boolean traced = options.traceCapacity() > 0 || traceFile != null;
        trace = traced ? new TraceBuffer(Math.max(1, options.traceCapacity()), names.table(), traceWriter) : null;
        storage = new Storage(plan);
    }

    /** Opens what a plan names. What could be opened before something failed is closed with the rest. */
    void open(SystemPlan plan) throws StartException {
        storage.open(plan);
        networks.open(plan);
    }

    /** Returns the trace, or null. */
    TraceBuffer trace() {
        return trace;
    }

    Storage storage() {
        return storage;
    }

    Networks networks() {
        return networks;
    }

    /** Returns what went wrong first, or null. */
    IOException failure() {
        return failure;
    }

    /** Writes to the files of disks what is to stay there. */
    void commitDisks() {
        try {
            storage.commit();
        } catch (IOException e) {
            note("what was written to a disk is not all in its file", e);
        }
    }

    void close() {
        closeTrace();
        for (Closeable files : List.of(networks, storage)) {
            try {
                files.close();
            } catch (IOException e) {
                note("the file of a disk or network is not complete", e);
            }
        }
    }

    private void closeTrace() {
        try {
            if (trace != null) {
                trace.flush();
            }
            if (traceWriter != null) {
                traceWriter.finish();
                if (trace.spillFailure().isPresent()) {
                    throw trace.spillFailure().get();
                }
            }
        } catch (IOException e) {
            note("the trace file " + traceFile + " is not complete", e);
        }
    }

    private void note(String what, IOException e) {
        if (failure == null) {
            failure = new IOException(what + ": " + e.getMessage(), e);
        }
    }
}
