// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceSource;
import org.trapline.trace.analysis.TraceDiff;
import org.trapline.trace.analysis.TraceDiff.Aspect;
import org.trapline.trace.analysis.TraceDiff.Difference;
import org.trapline.trace.file.TraceFile;
import org.trapline.trace.text.JsonLinesFormatter;
import org.trapline.trace.text.JsonWriter;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds where two traces part. */
@Command(name = "diff", header = "Find the first event in which two traces differ; exit code 3 if they do.")
final class DiffCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "LEFT", description = "A trace file.")
    private Path left;

    @Parameters(index = "1", paramLabel = "RIGHT", description = "Another.")
    private Path right;

    @Option(names = "--events-only", description = "Instants (instructions, cycles) may differ: the same events at another speed.")
    private boolean eventsOnly;

    @Option(names = "--recover", description = "Read damaged or unfinished files as far as they go.")
    private boolean recover;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    DiffCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        try (TraceFile a = TraceInput.open(left, recover, terminal.err()); TraceFile b = TraceInput.open(right, recover, terminal.err())) {
            Optional<Difference> difference = TraceDiff.first(a, b, eventsOnly ? Aspect.EVENTS : Aspect.ALL);
            if (json) {
                terminal.out().println(json(difference, a, b));
            } else {
                terminal.out().print(difference.map(found -> found.describe(a, b))
                    .orElse("the same, " + (a.nextSeq() - a.firstSeq()) + " events\n"));
            }
            return (difference.isEmpty() ? ExitCode.OK : ExitCode.FAILED).code();
        }
    }

    private static String json(Optional<Difference> difference, TraceFile a, TraceFile b) {
        StringBuilder out = new StringBuilder();
        JsonWriter writer = new JsonWriter(out).beginObject();
        writer.name("same").value(difference.isEmpty());
        difference.ifPresent(found -> {
            writer.member("seq", found.seq()).name("fields").beginArray();
            found.fields().forEach(writer::value);
            writer.endArray();
            side("left", found.left(), a, writer);
            side("right", found.right(), b, writer);
        });
        writer.endObject();
        return out.toString();
    }

    private static void side(String name, TraceEvent event, TraceSource trace, JsonWriter writer) {
        if (event != null) {
            StringBuilder text = new StringBuilder();
            new JsonLinesFormatter(trace.names()).append(event, text);
            writer.name(name).raw(text.toString());
        }
    }
}
