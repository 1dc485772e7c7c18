// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.model;

import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceSource;

/** The events that pass a filter. One thread {@linkplain #scan scans} the trace, the view reads what has been found so far. */
public final class FilteredRows implements Rows {
    private static final int STEP = 4096;

    private final TraceSource source;
    private final Predicate<TraceEvent> filter;
    private final LongLog found = new LongLog();
    private final TraceEvent event = new TraceEvent();
    private volatile long scanned;
    private volatile long missed;
    private long low;
    private long high;

    public FilteredRows(final TraceSource source, final Predicate<TraceEvent> filter) {
        this.source = source;
        this.filter = filter;
        this.scanned = source.firstSeq();
    }

    /**
     * Looks at the events that have come since the last time.
     * @param cancelled asked now and then; true ends the scan early
     */
    public void scan(final BooleanSupplier cancelled) {
        long at = scanned;
        while (at < source.nextSeq() && !cancelled.getAsBoolean()) {
            final long first = source.firstSeq();
            if (first > at) {
                missed += first - at;
                at = first;
            }
            final long end = Math.min(at + STEP, source.nextSeq());
            for (; at < end; at++) {
                if (!source.read(at, event)) {
                    missed++;
                } else if (filter.test(event)) {
                    found.add(at);
                }
            }
            scanned = at;
        }
    }

    /** Returns whether the scan has seen all there is. */
    public boolean isComplete() {
        return scanned >= source.nextSeq();
    }

    /** Returns how far the scan has come, from 0 to 1. */
    public double progress() {
        final long first = source.firstSeq();
        final long next = source.nextSeq();
        return next <= first ? 1 : Math.clamp((double) (scanned - first) / (next - first), 0, 1);
    }

    /** Returns how many events the trace had forgotten before they could be looked at. */
    public long missed() {
        return missed;
    }

    @Override
    public long low() {
        return low;
    }

    @Override
    public long high() {
        return high;
    }

    @Override
    public long seq(final long row) {
        return found.get(row);
    }

    @Override
    public long rowOf(final long seq) {
        return found.search(seq, low, high);
    }

    @Override
    public void update() {
        high = found.size();
        low = found.search(source.firstSeq(), low, high);
    }
}
