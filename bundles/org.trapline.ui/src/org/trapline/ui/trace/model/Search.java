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
     * Searches from a row on, without that row itself, to the end of the rows.
     *
     * @param step 1 for onwards, -1 for backwards
     * @param cancelled asked now and then; true ends the search without a result
     */
    public static OptionalLong find(final TraceSource source, final Rows rows, final long from, final int step,
            final Predicate<TraceEvent> wanted, final BooleanSupplier cancelled) {
        final TraceEvent event = new TraceEvent();
        final long low = rows.low();
        final long high = rows.high();
        long untilAsked = ASK_EVERY;
        for (long row = from + step; row >= low && row < high; row += step) {
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
