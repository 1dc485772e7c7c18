// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.table;

import java.util.function.BiFunction;

import org.trapline.trace.SourceLine;
import org.trapline.trace.SymbolRef;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.text.EventText;

/** The columns of the table, from left to right. */
enum Column {
    SEQ("#", "The event's place in the trace, counted from 0", 9, true, (e, t) -> Long.toString(e.seq())),
    WHO("Where", "The vCPU or hart it happened on", 18, false, (e, t) -> t.who(e)),
    KIND("Event", "What happened", 14, false, (e, t) -> e.kind().label()),
    DETAIL("Details", "What exactly happened", 50, false, (e, t) -> t.detail(e)),
    PLACE("Code", "The instruction that ran: its symbol, or its address", 20, false, Column::place),
    SOURCE("Source", "The line it was assembled from; double-click a row to go there", 16, false, Column::source),
    INSTRET("Instructions", "Instructions that the hart had retired when it happened", 13, true, (e, t) -> Long.toString(e.instret())),
    CYCLE("Cycles", "Cycles that the machine had run when it happened", 12, true, (e, t) -> Long.toString(e.cycle()));

    private final String title;
    private final String tip;
    private final int widthInChars;
    private final boolean isNumber;
    private final BiFunction<TraceEvent, EventText, String> text;

    Column(final String title, final String tip, final int widthInChars, final boolean isNumber,
            final BiFunction<TraceEvent, EventText, String> text) {
        this.title = title;
        this.tip = tip;
        this.widthInChars = widthInChars;
        this.isNumber = isNumber;
        this.text = text;
    }

    private static String place(final TraceEvent event, final EventText text) {
        final SymbolRef symbol = text.symbol(event);
        // Where no program runs, the pc is 0.
        return symbol != null ? symbol.toString() : event.pc() == 0 ? "" : "0x" + Long.toHexString(event.pc());
    }

    private static String source(final TraceEvent event, final EventText text) {
        final SourceLine line = text.line(event);
        return line == null ? "" : line.shortText();
    }

    String title() {
        return title;
    }

    String tip() {
        return tip;
    }

    int widthInChars() {
        return widthInChars;
    }

    /** Returns whether values are set flush right. */
    boolean isNumber() {
        return isNumber;
    }

    String text(final TraceEvent event, final EventText names) {
        return text.apply(event, names);
    }
}
