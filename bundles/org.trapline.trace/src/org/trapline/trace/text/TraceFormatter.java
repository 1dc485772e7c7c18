// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.text;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceSource;

/** Writes events one a line. Not safe for use by several threads. */
public interface TraceFormatter {

    /** Appends what stands before the first event, with its line end; nothing if there is nothing. */
    void appendHeader(StringBuilder out);

    /** Appends an event, without a line end. */
    void append(TraceEvent event, StringBuilder out);

    /**
     * Writes the header and all events a source holds now.
     * @throws UncheckedIOException also if {@code out} cannot be written
     */
    default void write(TraceSource source, Appendable out) {
        StringBuilder line = new StringBuilder();
        appendHeader(line);
        flush(line, out);
        source.forEach(event -> {
            append(event, line);
            line.append('\n');
            flush(line, out);
        });
    }

    private static void flush(StringBuilder line, Appendable out) {
        try {
            out.append(line);
            line.setLength(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
