// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.model;

/**
 * The rows of a table over a trace. A row keeps its number; rows vanish at the low end when the trace forgets its oldest events and
 * come up at the high end while the machine runs. The bounds change with {@link #update()} only, so that one picture is consistent.
 */
public interface Rows {

    /** Returns the first row that is there. */
    long low();

    /** Returns the row behind the last one. */
    long high();

    /** Returns the event that a row shows. */
    long seq(long row);

    /** Returns the row of the first event at or behind that number; {@link #high()} if there is none. */
    long rowOf(long seq);

    /** Looks how far the trace is by now. For the thread that reads the rows. */
    void update();

    /** Returns how many rows there are. */
    default long count() {
        return high() - low();
    }
}
