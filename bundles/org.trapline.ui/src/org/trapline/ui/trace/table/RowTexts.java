// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.table;

import java.util.LinkedHashMap;
import java.util.Map;

import org.trapline.trace.EventKind;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceSource;
import org.trapline.trace.text.EventText;

/** The texts of the rows that were on the screen lately, so that painting again makes none. */
final class RowTexts {
    private static final int KEPT = 400;

    /**
     * A row as it is shown.
     * @param kind null if the trace has forgotten the event
     */
    record Row(EventKind kind, String[] cells) {
    }

    private final TraceSource source;
    private final EventText text;
    private final TraceEvent event = new TraceEvent();
    private final Map<Long, Row> kept = new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(final Map.Entry<Long, Row> eldest) {
            return size() > KEPT;
        }
    };

    RowTexts(final TraceSource source, final EventText text) {
        this.source = source;
        this.text = text;
    }

    Row of(final long seq) {
        return kept.computeIfAbsent(seq, this::make);
    }

    private Row make(final long seq) {
        final String[] cells = new String[Column.values().length];
        final boolean there = source.read(seq, event);
        for (final Column column : Column.values()) {
            cells[column.ordinal()] = there ? column.text(event, text) : forgotten(column, seq);
        }
        return new Row(there ? event.kind() : null, cells);
    }

    private static String forgotten(final Column column, final long seq) {
        return switch (column) {
            case SEQ -> Long.toString(seq);
            case DETAIL -> "no longer kept: newer events have taken its place";
            default -> "";
        };
    }
}
