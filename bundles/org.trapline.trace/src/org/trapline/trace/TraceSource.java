// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

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

    /** Returns the names the events' numbers stand for. */
    TraceNames names();
}
