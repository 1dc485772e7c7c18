// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

import java.util.function.Consumer;

/** A sequence of events that can be read by number: a running machine's buffer, or a file. Safe for use by several threads. */
public interface TraceSource {

    /** Returns the number of the oldest event that can be read. */
    long firstSeq();

    /** Returns the number the next event will get; equal to {@link #firstSeq()} while there are none. */
    long nextSeq();

    /**
     * Reads one event.
     * @return false, and {@code into} unchanged, if the event was not recorded yet or is no longer kept
     * @throws java.io.UncheckedIOException if a file behind this source cannot be read any more
     */
    boolean read(long seq, TraceEvent into);

    /**
     * Shows events in their order; the one shown is filled again for the next.
     * @param from number of the first
     * @param to number after the last
     * @return how many of them could not be read, because they are no longer kept or not recorded yet
     */
    default long forEach(long from, long to, Consumer<TraceEvent> action) {
        TraceEvent event = new TraceEvent();
        long missing = 0;
        for (long seq = from; seq < to; seq++) {
            if (read(seq, event)) {
                action.accept(event);
            } else {
                missing++;
            }
        }
        return missing;
    }

    /** Shows all events there are now; see {@link #forEach(long, long, Consumer)}. */
    default long forEach(Consumer<TraceEvent> action) {
        return forEach(firstSeq(), nextSeq(), action);
    }

    /** Returns the names the events' numbers stand for. */
    TraceNames names();
}
