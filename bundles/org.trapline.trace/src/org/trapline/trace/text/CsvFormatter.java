// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.text;

import org.trapline.trace.EventArg;
import org.trapline.trace.EventKind;
import org.trapline.trace.SourceLine;
import org.trapline.trace.SymbolRef;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;

/** Comma-separated values as RFC 4180 has them, with a header; arguments stand as {@code name=value} in the last columns. */
public final class CsvFormatter implements TraceFormatter {
    private final EventText text;

    public CsvFormatter(TraceNames names) {
        this.text = new EventText(names);
    }

    @Override
    public void appendHeader(StringBuilder out) {
        out.append("seq,instret,cycle,host,vm,vcpu,hart,pc,symbol,source,kind,arg1,arg2,arg3,arg4\n");
    }

    @Override
    public void append(TraceEvent event, StringBuilder out) {
        out.append(event.seq()).append(',').append(event.instret()).append(',').append(event.cycle());
        cell(event.host() < 0 ? "" : text.names().host(event.host()), out);
        cell(event.vm() < 0 ? "" : text.names().vm(event.vm()), out);
        cell(event.vcpu() < 0 ? "" : Integer.toString(event.vcpu()), out);
        cell(event.hart() < 0 ? "" : Integer.toString(event.hart()), out);
        cell(EventText.hex(event.pc()), out);
        SymbolRef symbol = text.symbol(event);
        cell(symbol == null ? "" : symbol.toString(), out);
        SourceLine line = text.line(event);
        cell(line == null ? "" : line.toString(), out);
        cell(event.kind().label(), out);
        for (int i = 0; i < EventKind.MAX_ARGS; i++) {
            boolean has = i < event.kind().args().size();
            EventArg arg = has ? event.kind().args().get(i) : null;
            cell(has && !arg.isAbsent(event.arg(i)) ? arg.name() + "=" + text.value(event, i) : "", out);
        }
    }

    private static void cell(String cell, StringBuilder out) {
        out.append(',');
        if (cell.indexOf(',') < 0 && cell.indexOf('"') < 0 && cell.indexOf('\n') < 0 && cell.indexOf('\r') < 0) {
            out.append(cell);
        } else {
            out.append('"').append(cell.replace("\"", "\"\"")).append('"');
        }
    }
}
