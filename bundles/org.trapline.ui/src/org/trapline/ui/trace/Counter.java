// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace;

import java.util.List;
import java.util.function.BooleanSupplier;

import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceSource;
import org.trapline.trace.analysis.TraceStatistics;
import org.trapline.ui.trace.model.StatisticsRow;

/** Counts a trace as it grows. One thread counts; the figures may be read on any. */
final class Counter {
    private static final int PUBLISH_EVERY = 1 << 20;

    private final TraceSource source;
    private final TraceStatistics statistics = new TraceStatistics();
    private final TraceEvent event = new TraceEvent();
    private long next;
    private volatile List<StatisticsRow> rows = List.of();

    Counter(final TraceSource source) {
        this.source = source;
        this.next = source.firstSeq();
    }

    /** Counts what has come since the last time. */
    void count(final BooleanSupplier cancelled) {
        final long end = source.nextSeq();
        if (next >= end) {
            return;
        }
        if (source.firstSeq() > next) {
            next = source.firstSeq();
            statistics.skip();
        }
        for (; next < end; next++) {
            if (source.read(next, event)) {
                statistics.add(event);
            } else {
                statistics.skip();
            }
            if (next % PUBLISH_EVERY == 0) {
                rows = StatisticsRow.of(statistics, source.names());
                if (cancelled.getAsBoolean()) {
                    return;
                }
            }
        }
        rows = StatisticsRow.of(statistics, source.names());
    }

    List<StatisticsRow> rows() {
        return rows;
    }
}
