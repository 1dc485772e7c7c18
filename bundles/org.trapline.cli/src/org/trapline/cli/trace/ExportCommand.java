// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.trace;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;

import org.trapline.cli.CommandException;
import org.trapline.cli.ExitCode;
import org.trapline.cli.Terminal;
import org.trapline.trace.export.ChromeTraceExporter;
import org.trapline.trace.export.CtfExporter;
import org.trapline.trace.file.TraceFile;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a trace for other programs. */
@Command(name = "export", header = "Write events for other programs.",
    description = "%nchrome: JSON for Perfetto and chrome://tracing. ctf: a folder for Babeltrace and Trace Compass. json: one object a line. "
        + "csv and text: as `trace show` prints them. trace: a trace file again, which mends one that was cut short.%n")
final class ExportCommand implements Callable<Integer> {

    /** The forms. */
    enum Format {
        CHROME, CTF, JSON, CSV, TEXT, TRACE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Terminal terminal;

    @Mixin
    private TraceInput input;

    @Option(names = "--format", paramLabel = "FORMAT", required = true, description = "${COMPLETION-CANDIDATES}.")
    private Format format;

    @Option(names = {"-o", "--output"}, paramLabel = "PATH", required = true,
        description = "Where to; - is the standard output, for formats that are one text.")
    private Path output;

    @Option(names = "--hz", paramLabel = "N", defaultValue = "" + ChromeTraceExporter.NOMINAL_HZ,
        description = "Cycles a second for formats that have seconds; default ${DEFAULT-VALUE}.")
    private long hz;

    ExportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (hz < 1 || hz > 1_000_000_000L) {
            throw CommandException.usage("--hz " + hz + ": expected 1 to 1000000000");
        }
        try (TraceFile trace = input.open(terminal.err())) {
            switch (format) {
                case CHROME -> text(out -> new ChromeTraceExporter(trace.names(), hz).write(trace, input.predicate(trace.names()), out));
                case JSON -> text(out -> TextFormat.JSON.formatter(trace.names()).write(input.selected(trace), out));
                case CSV -> text(out -> TextFormat.CSV.formatter(trace.names()).write(input.selected(trace), out));
                case TEXT -> text(out -> TextFormat.TEXT.formatter(trace.names()).write(input.selected(trace), out));
                case CTF -> CtfExporter.write(input.selected(trace), place(), hz);
                case TRACE -> save(trace);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return ExitCode.OK.code();
    }

    private interface TextWriter {
        void write(Writer out) throws IOException;
    }

    private void text(TextWriter writer) throws IOException {
        if (isStandardOutput()) {
            Writer out = new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8);
            writer.write(out);
            out.flush();
            return;
        }
        try (Writer out = Files.newBufferedWriter(place())) {
            writer.write(out);
        }
    }

    private void save(TraceFile trace) throws IOException {
        if (!input.isWhole()) {
            throw CommandException.usage("--format trace writes all events, because they keep their numbers: leave out --filter, --from and --to");
        }
        TraceFile.save(trace, place());
    }

    private boolean isStandardOutput() {
        return output.toString().equals("-");
    }

    private Path place() throws IOException {
        if (isStandardOutput()) {
            throw CommandException.usage("--format " + format + " needs a file for -o");
        }
        if (Files.exists(output) && Files.isSameFile(output, input.file())) {
            throw CommandException.usage(output + " is the trace that is read");
        }
        return output;
    }
}
