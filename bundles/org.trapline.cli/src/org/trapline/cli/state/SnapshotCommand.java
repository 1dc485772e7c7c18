// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.state;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

import org.trapline.cli.CommandException;
import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.machine.memory.RamImage;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateImage;
import org.trapline.machine.state.file.SnapshotFile;
import org.trapline.machine.state.file.SnapshotFileException;
import org.trapline.trace.text.JsonWriter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what a snapshot file holds. */
@Command(name = "snapshot", description = "%nTells what a snapshot is of, as `run --snapshot` keeps it: the machines, how far they have got, and a digest of "
    + "each state that is equal for equal states. A damaged file is refused.%n")
public final class SnapshotCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The snapshot.")
    private Path file;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    SnapshotCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Snapshot snapshot;
        try {
            snapshot = SnapshotFile.read(file);
        } catch (SnapshotFileException e) {
            throw new CommandException(ExitCode.ERROR, file + ": " + e.getMessage());
        }
        if (json) {
            json(snapshot);
        } else {
            text(snapshot);
        }
        return ExitCode.OK.code();
    }

    private void text(Snapshot snapshot) {
        snapshot.about().forEach((name, value) -> terminal.out().println(name + "  " + value));
        for (Map.Entry<String, StateImage> each : snapshot.states().entrySet()) {
            StateImage state = each.getValue();
            terminal.out().println("state " + each.getKey() + "  " + state.data().length + " bytes, " + pages(state) + " pages, digest " + state.digest());
        }
    }

    private void json(Snapshot snapshot) {
        StringBuilder out = new StringBuilder();
        JsonWriter writer = new JsonWriter(out).beginObject().name("about").beginObject();
        snapshot.about().forEach(writer::member);
        writer.endObject().name("states").beginArray();
        for (Map.Entry<String, StateImage> each : snapshot.states().entrySet()) {
            StateImage state = each.getValue();
            writer.beginObject().member("name", each.getKey()).member("bytes", state.data().length).member("pages", pages(state))
                .member("digest", state.digest()).endObject();
        }
        writer.endArray().endObject();
        terminal.out().println(out);
    }

    private static long pages(StateImage state) {
        return state.memories().stream().mapToLong((RamImage memory) -> memory.pagesBeyond(null)).sum();
    }
}
