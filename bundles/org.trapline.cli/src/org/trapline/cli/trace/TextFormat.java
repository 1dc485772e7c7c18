// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.trace;

import java.util.Locale;

import org.trapline.trace.TraceNames;
import org.trapline.trace.text.CsvFormatter;
import org.trapline.trace.text.JsonLinesFormatter;
import org.trapline.trace.text.TextFormatter;
import org.trapline.trace.text.TraceFormatter;

/** The forms in which events are written one a line. */
enum TextFormat {
    TEXT, JSON, CSV;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    TraceFormatter formatter(TraceNames names) {
        return switch (this) {
            case TEXT -> new TextFormatter(names);
            case JSON -> new JsonLinesFormatter(names);
            case CSV -> new CsvFormatter(names);
        };
    }
}
