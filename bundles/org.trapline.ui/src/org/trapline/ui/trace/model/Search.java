// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.model;

import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.trapline.trace.TraceEvent;
import org.trapline.trace.TraceSource;

/** Looks for the next row that something holds for. */
public final class Search {
    private static final int ASK_EVERY = 4096;

    private Search() {
    }

    /**
     * Searches from a row on, without that row itself, to the end of the rows; then from their other end on, up to that row and with it.
     *
     * @param step 1 for onwards, -1 for backwards
     * @param cancelled asked now and then; true ends the search without a result
     */
    public static OptionalLong find(final TraceSource source, final Rows rows, final long from, final int step,
            final Predicate<TraceEvent> wanted, final BooleanSupplier cancelled) {
        final long low = rows.low();
        final long high = rows.high();
        final long first = step > 0 ? Math.clamp(from + 1, low, high) : Math.clamp(from - 1, low - 1, high - 1);
        final OptionalLong ahead = find(source, rows, first, step > 0 ? high : low - 1, wanted, cancelled);
        return ahead.isPresent() ? ahead : find(source, rows, step > 0 ? low : high - 1, first, wanted, cancelled);
    }

    private static OptionalLong find(final TraceSource source, final Rows rows, final long first, final long end, final Predicate<TraceEvent> wanted,
            final BooleanSupplier cancelled) {
        final TraceEvent event = new TraceEvent();
        final int step = first < end ? 1 : -1;
        long untilAsked = ASK_EVERY;
        for (long row = first; row != end; row += step) {
            if (source.read(rows.seq(row), event) && wanted.test(event)) {
                return OptionalLong.of(row);
            }
            if (--untilAsked == 0) {
                untilAsked = ASK_EVERY;
                if (cancelled.getAsBoolean()) {
                    return OptionalLong.empty();
                }
            }
        }
        return OptionalLong.empty();
    }
}
