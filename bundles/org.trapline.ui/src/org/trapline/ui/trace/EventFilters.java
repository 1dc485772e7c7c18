// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace;

import java.util.LinkedHashMap;
import java.util.Map;

import org.trapline.trace.ArgType;
import org.trapline.trace.EventArg;
import org.trapline.trace.SymbolRef;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceNames;
import org.trapline.trace.text.EventText;

/** Filters that somebody who looks at an event may want next. */
record EventFilters(TraceEvent event, TraceNames names) {

    /** Returns filters by what to call them. */
    Map<String, String> proposals() {
        final EventText text = new EventText(names);
        final Map<String, String> proposals = new LinkedHashMap<>();
        final String kind = event.kind().label();
        proposals.put("Show Only " + kind, "kind=" + kind);
        for (int i = 0; i < event.kind().args().size(); i++) {
            final EventArg arg = event.kind().args().get(i);
            if ((arg.type() == ArgType.CAUSE || arg.type() == ArgType.CSR) && !arg.isAbsent(event.arg(i))) {
                final String value = text.value(event, i);
                proposals.put("Show Only " + kind + " with " + arg.name() + " " + value, "kind=" + kind + " " + arg.name() + "=" + value);
            }
        }
        if (event.vm() >= 0) {
            proposals.put("Show Only " + names.vm(event.vm()), "vm=" + names.vm(event.vm()));
        }
        final SymbolRef symbol = text.symbol(event);
        if (symbol != null) {
            proposals.put("Show Only Code in " + symbol.name(), "symbol=" + symbol.name());
        }
        return proposals;
    }
}
