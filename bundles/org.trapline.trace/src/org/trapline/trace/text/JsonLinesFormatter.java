// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.text;

import org.trapline.trace.EventArg;
import org.trapline.trace.SourceLine;
import org.trapline.trace.SymbolRef;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;

/**
 * One JSON object a line. Ids, pc and arguments that an event does not have are left out; addresses and words are texts in
 * hexadecimal, because many readers of JSON lose bits of large numbers.
 */
public final class JsonLinesFormatter implements TraceFormatter {
    private final EventText text;

    public JsonLinesFormatter(TraceNames names) {
        this.text = new EventText(names);
    }

    @Override
    public void appendHeader(StringBuilder out) {
        // Every line stands by itself.
    }

    @Override
    public void append(TraceEvent event, StringBuilder out) {
        JsonWriter json = new JsonWriter(out).beginObject();
        json.member("seq", event.seq()).member("instret", event.instret()).member("cycle", event.cycle());
        if (event.host() >= 0) {
            json.member("host", text.names().host(event.host()));
        }
        if (event.vm() >= 0) {
            json.member("vm", text.names().vm(event.vm()));
        }
        if (event.vcpu() >= 0) {
            json.member("vcpu", event.vcpu());
        }
        if (event.hart() >= 0) {
            json.member("hart", event.hart());
        }
        appendPlace(event, json);
        json.member("kind", event.kind().label()).name("args");
        appendArgs(event, json);
        json.endObject();
    }

    /** Writes the arguments as an object; the Chrome export shows them in the same form. */
    public void appendArgs(TraceEvent event, JsonWriter json) {
        json.beginObject();
        for (int i = 0; i < event.kind().args().size(); i++) {
            EventArg arg = event.kind().args().get(i);
            if (!arg.isAbsent(event.arg(i))) {
                appendArg(event, arg, i, json);
            }
        }
        json.endObject();
    }

    private void appendPlace(TraceEvent event, JsonWriter json) {
        json.member("pc", EventText.hex(event.pc()));
        SymbolRef symbol = text.symbol(event);
        if (symbol != null) {
            json.member("symbol", symbol.toString());
        }
        SourceLine line = text.line(event);
        if (line != null) {
            json.member("file", line.file()).member("line", line.line());
        }
    }

    private void appendArg(TraceEvent event, EventArg arg, int index, JsonWriter json) {
        long value = event.arg(index);
        switch (arg.type()) {
            case DECIMAL, CHARACTER -> json.member(arg.name(), value);
            case HEX, PTE -> json.member(arg.name(), EventText.hex(value));
            case ADDRESS -> {
                json.member(arg.name(), EventText.hex(value));
                SymbolRef symbol = text.names().symbol(event.host(), event.vm(), value);
                if (symbol != null) {
                    json.member(arg.name() + "_symbol", symbol.toString());
                }
            }
            case DEVICE -> {
                json.member(arg.name(), EventText.hex(value));
                SymbolRef device = text.deviceAt(event, value);
                if (device != null) {
                    json.member(arg.name() + "_device", device.toString());
                }
            }
            case INSTRUCTION -> {
                json.member(arg.name(), text.value(event, index));
                json.member(arg.name() + "_word", String.format("0x%08x", (int) value));
            }
            case CSR, CAUSE, MODE, VM, TAG, CODE -> json.member(arg.name(), text.value(event, index));
        }
    }
}
