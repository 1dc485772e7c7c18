// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.text;

import java.util.stream.Stream;

import org.trapline.trace.NameTable;
import org.trapline.trace.SourceLine;
import org.trapline.trace.SymbolRef;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;

/**
 * Aligned lines for people:
 * <pre>
 *      seq      cycle  who        pc                            source      kind     what
 *       12       1034  web.vcpu0  80000010 &lt;_start+0x10&gt;        hello.s:42  vm_exit  illegal_instruction tval=0x30029073 in S
 * </pre>
 * A column that meets a wider entry stays as wide from there on.
 */
public final class TextFormatter implements TraceFormatter {
    private static final String GAP = "  ";
    private static final int MAX_WIDTH = 40;

    private final EventText text;
    private final Column seq = new Column("seq", 8, true);
    private final Column cycle = new Column("cycle", 10, true);
    private final Column who;
    private final Column pc = new Column("pc", 25, false);
    private final Column source = new Column("source", 11, false);
    private final Column kind = new Column("kind", 11, false);

    public TextFormatter(TraceNames names) {
        this.text = new EventText(names);
        this.who = new Column("who", whoWidth(names.content()), false);
    }

    private static int whoWidth(NameTable.Content names) {
        int longest = Stream.concat(names.hosts().values().stream(), names.vms().values().stream())
            .mapToInt(String::length).max().orElse(0);
        return Math.min(MAX_WIDTH, longest + ".vcpu0".length());
    }

    @Override
    public void appendHeader(StringBuilder out) {
        for (Column column : new Column[] {seq, cycle, who, pc, source, kind}) {
            column.append(column.title, out);
        }
        out.append("what\n");
    }

    @Override
    public void append(TraceEvent event, StringBuilder out) {
        seq.append(Long.toString(event.seq()), out);
        cycle.append(Long.toString(event.cycle()), out);
        who.append(text.who(event), out);
        SymbolRef symbol = text.symbol(event);
        SourceLine line = text.line(event);
        // Where no program runs, the pc is 0; an empty column says so better.
        boolean hasPc = event.pc() != 0 || symbol != null;
        pc.append(!hasPc ? "" : Long.toHexString(event.pc()) + (symbol == null ? "" : " <" + symbol + ">"), out);
        source.append(line == null ? "" : line.shortText(), out);
        kind.append(event.kind().label(), out);
        text.appendDetail(event, out);
    }

    private static final class Column {
        private final String title;
        private final boolean right;
        private int width;

        Column(String title, int width, boolean right) {
            this.title = title;
            this.width = width;
            this.right = right;
        }

        void append(String cell, StringBuilder out) {
            width = Math.max(width, Math.min(cell.length(), MAX_WIDTH));
            String padding = " ".repeat(Math.max(0, width - cell.length()));
            out.append(right ? padding + cell : cell + padding).append(GAP);
        }
    }
}
