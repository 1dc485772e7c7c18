// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import org.trapline.runtime.debug.Processor;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.analysis.TraceFilter;
import org.trapline.trace.text.EventText;

/** Lets a host run until it has recorded an event that passes a filter. */
final class EventSearch extends Walk {
    private final TraceBuffer trace;
    private final TraceFilter filter;
    private final EventText text;
    private final TraceEvent event = new TraceEvent();
    private long seen;

    EventSearch(SessionThread session, RunningHost host, TraceBuffer trace, TraceFilter filter) {
        super(session, host);
        this.trace = trace;
        this.filter = filter;
        text = new EventText(trace.names());
        seen = trace.nextSeq();
    }

    @Override
    RunningHost next() {
        return host().isConnected() ? session().system().run().next() : host();
    }

    @Override
    boolean hasHappened() {
        for (; seen < trace.nextSeq(); seen++) {
            if (trace.read(seen, event) && filter.matches(event, text)) {
                return true;
            }
        }
        return false;
    }

    @Override
    Processor processor() {
        return session().system().processors().current(host());
    }
}
