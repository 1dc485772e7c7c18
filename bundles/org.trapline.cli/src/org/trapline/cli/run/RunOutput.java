// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.util.List;
import java.util.function.Consumer;

import org.trapline.cli.Terminal;
import org.trapline.runtime.GuestResult;
import org.trapline.runtime.Session;
import org.trapline.runtime.SessionListener;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.analysis.TraceStatistics;

/** Follows a session on its own thread, so that what it prints is in the order in which it happened. */
abstract class RunOutput implements SessionListener {
    private final Session session;
    private final Terminal terminal;
    private final TraceBuffer trace;
    private final TraceStatistics statistics = new TraceStatistics();
    private final TraceEvent event = new TraceEvent();
    private long next;

    RunOutput(Session session, Terminal terminal) {
        this.session = session;
        this.terminal = terminal;
        this.trace = session.trace().orElse(null);
    }

    /** Prints what is to be said at the end. */
    abstract void finish(List<GuestResult> results);

    /** Takes the next event of the trace. */
    abstract void event(TraceEvent next);

    Terminal terminal() {
        return terminal;
    }

    /** Returns the trace, or null. */
    TraceBuffer trace() {
        return trace;
    }

    /** Returns what was counted; nothing without a trace. */
    TraceStatistics statistics() {
        return statistics;
    }

    /** Hands over the events that were recorded since the last time. */
    final void catchUp() {
        if (trace == null) {
            return;
        }
        long end = trace.nextSeq();
        Consumer<TraceEvent> take = this::event;
        for (; next < end; next++) {
            if (trace.read(next, event)) {
                statistics.add(event);
                take.accept(event);
            }
        }
    }

    @Override
    public void advanced() {
        catchUp();
        if (terminal.isGone()) {
            session.stop();
        }
    }
}
