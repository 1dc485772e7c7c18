// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.TreeMap;
import java.util.concurrent.Callable;

import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.trace.NameTable.Content;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.analysis.TraceDigest;
import org.trapline.trace.file.TraceFile;
import org.trapline.trace.text.JsonWriter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what a trace file holds. */
@Command(name = "info", header = "Tell what a trace file holds, with a digest that is equal for equal runs.")
final class InfoCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "The trace file.")
    private Path file;

    @Option(names = "--recover", description = "Read a damaged or unfinished file as far as it goes.")
    private boolean recover;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    InfoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (TraceFile trace = TraceInput.open(file, recover, terminal.err())) {
            if (json) {
                json(trace);
            } else {
                text(trace);
            }
        }
        return ExitCode.OK.code();
    }

    private void text(TraceFile trace) {
        Content names = trace.names().content();
        terminal.out().println("events   " + (trace.nextSeq() - trace.firstSeq()) + ", number " + trace.firstSeq() + " to " + (trace.nextSeq() - 1));
        terminal.out().println("cycles   up to " + lastCycle(trace));
        terminal.out().println("hosts    " + String.join(", ", sorted(names.hosts())));
        terminal.out().println("vms      " + String.join(", ", sorted(names.vms())));
        terminal.out().println("digest   " + TraceDigest.of(trace));
    }

    private void json(TraceFile trace) {
        StringBuilder out = new StringBuilder();
        JsonWriter writer = new JsonWriter(out).beginObject().member("events", trace.nextSeq() - trace.firstSeq())
            .member("first_seq", trace.firstSeq()).member("last_cycle", lastCycle(trace));
        list("hosts", sorted(trace.names().content().hosts()), writer);
        list("vms", sorted(trace.names().content().vms()), writer);
        writer.member("digest", TraceDigest.of(trace)).endObject();
        terminal.out().println(out);
    }

    private static void list(String name, Collection<String> values, JsonWriter writer) {
        writer.name(name).beginArray();
        values.forEach(writer::value);
        writer.endArray();
    }

    private static Collection<String> sorted(java.util.Map<Integer, String> names) {
        return new TreeMap<>(names).values();
    }

    private static long lastCycle(TraceFile trace) {
        TraceEvent event = new TraceEvent();
        return trace.read(trace.nextSeq() - 1, event) ? event.cycle() : 0;
    }
}
