// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;

import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;
import org.trapline.trace.TraceSource;
import org.trapline.trace.export.ChromeTraceExporter;
import org.trapline.trace.file.TraceFile;
import org.trapline.trace.text.CsvFormatter;
import org.trapline.trace.text.JsonLinesFormatter;
import org.trapline.trace.text.TextFormatter;
import org.trapline.trace.text.TraceFormatter;

/** Files a trace can be saved to. */
enum ExportFormat {
    TEXT("Text", "txt"),
    CHROME("Chrome and Perfetto trace", "json"),
    JSON_LINES("JSON, one event a line", "jsonl"),
    CSV("Comma-separated values", "csv"),
    TRACE("Trapline trace, all events", "trace");

    private final String label;
    private final String extension;

    ExportFormat(final String label, final String extension) {
        this.label = label;
        this.extension = extension;
    }

    String label() {
        return label;
    }

    String extension() {
        return extension;
    }

    /** Returns the format for a file's name; text if it says nothing. */
    static ExportFormat of(final Path file) {
        return Arrays.stream(values()).filter(f -> file.getFileName().toString().endsWith("." + f.extension)).findFirst().orElse(TEXT);
    }

    /** Writes the events that pass. */
    void write(final TraceSource source, final Predicate<TraceEvent> filter, final Path file) throws IOException {
        if (this == TRACE) {
            TraceFile.save(source, file);
            return;
        }
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            if (this == CHROME) {
                new ChromeTraceExporter(source.names(), ChromeTraceExporter.NOMINAL_HZ).write(source, filter, out);
            } else {
                write(formatter(source.names()), source, filter, out);
            }
        } catch (final UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private TraceFormatter formatter(final TraceNames names) {
        return switch (this) {
            case JSON_LINES -> new JsonLinesFormatter(names);
            case CSV -> new CsvFormatter(names);
            default -> new TextFormatter(names);
        };
    }

    private static void write(final TraceFormatter formatter, final TraceSource source, final Predicate<TraceEvent> filter,
            final BufferedWriter out) throws IOException {
        final StringBuilder line = new StringBuilder();
        formatter.appendHeader(line);
        out.append(line);
        final TraceEvent event = new TraceEvent();
        final long end = source.nextSeq();
        for (long seq = source.firstSeq(); seq < end; seq++) {
            if (source.read(seq, event) && filter.test(event)) {
                line.setLength(0);
                formatter.append(event, line);
                out.append(line).append('\n');
            }
        }
    }
}
