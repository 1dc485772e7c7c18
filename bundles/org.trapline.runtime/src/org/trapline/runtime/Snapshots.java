// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateException;
import org.trapline.machine.state.StateImage;
import org.trapline.trace.code.SnapshotAction;

/** Keeps the state of a session's hosts, and brings it back. For the session's thread. */
final class Snapshots {
    private static final String DISK = "file of ";

    private final String file;
    private final List<RunningHost> hosts;
    private final Storage storage;
    private final CompletableFuture<Snapshot> kept = new CompletableFuture<>();
    private long keepAt = Long.MAX_VALUE;

    /** @param file what the session runs */
    Snapshots(String file, List<RunningHost> hosts, Storage storage) {
        this.file = file;
        this.hosts = hosts;
        this.storage = storage;
    }

    /** @throws StateException if a file behind a disk is not what it was when the session began */
    Snapshot keep() {
        Map<String, String> about = new LinkedHashMap<>();
        Map<String, StateImage> states = new LinkedHashMap<>();
        about.put("file", file);
        for (RunningHost host : hosts) {
            String prefix = host.plan().name() + ".";
            Snapshot machine = host.machine().snapshot();
            machine.about().forEach((name, value) -> about.put(prefix + name, value));
            machine.states().forEach((name, state) -> states.put(prefix + name, state));
        }
        storage.files().forEach((disk, contents) -> about.put(DISK + disk, contents));
        return new Snapshot(about, states);
    }

    /** Brings a state back, of all hosts or of none. */
    void restore(Snapshot snapshot) {
        checkDisks(snapshot.about());
        List<Snapshot> parts = hosts.stream().map(host -> part(snapshot, host.plan().name())).toList();
        for (int i = 0; i < parts.size(); i++) {
            hosts.get(i).machine().check(parts.get(i));
        }
        for (int i = 0; i < parts.size(); i++) {
            hosts.get(i).machine().restore(parts.get(i));
            hosts.get(i).machine().mark(SnapshotAction.RESTORE, 0);
            hosts.get(i).inputArrived();
        }
    }

    /** Makes sure that disks were made from the files that they had been made from; what was written since is in the states. */
    private void checkDisks(Map<String, String> about) {
        storage.files().forEach((disk, contents) -> {
            String then = about.get(DISK + disk);
            // A file of the same contents may have another name now.
            if (then != null && !contents(then).equals(contents(contents))) {
                throw new StateException(disk + ": its file is not the one it was when the snapshot was made: " + contents + "; then it was " + then);
            }
        });
    }

    private static String contents(String file) {
        int bytes = file.lastIndexOf(", ", file.lastIndexOf(", ") - 1);
        return file.substring(bytes + 1);
    }

    /** Returns what a snapshot has of one host. */
    private static Snapshot part(Snapshot whole, String host) {
        String prefix = host + ".";
        Map<String, StateImage> states = new LinkedHashMap<>();
        whole.states().forEach((name, state) -> {
            if (name.startsWith(prefix)) {
                states.put(name.substring(prefix.length()), state);
            }
        });
        if (states.isEmpty()) {
            throw new StateException("the snapshot has no host '" + host + "'");
        }
        return new Snapshot(Map.of(), states);
    }

    // ---- at a given moment ----

    /** Keeps the state when a host has retired so many instructions. */
    CompletableFuture<Snapshot> keepAt(long instructions) {
        keepAt = instructions;
        return kept;
    }

    /** Returns how many instructions a host may retire before the state is to be kept. */
    long left(RunningHost host) {
        return Math.max(1, keepAt - host.machine().instret());
    }

    /** Keeps the state if its moment has come. */
    void look(RunningHost host) {
        if (host.machine().instret() >= keepAt) {
            keepAt = Long.MAX_VALUE;
            try {
                kept.complete(keep());
            } catch (StateException e) {
                kept.completeExceptionally(e);
            }
        }
    }

    void ended() {
        kept.completeExceptionally(new IllegalStateException("the session has ended before"));
    }
}
