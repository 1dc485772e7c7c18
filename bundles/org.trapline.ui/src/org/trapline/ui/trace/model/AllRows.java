// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.model;

import org.trapline.trace.TraceSource;

/** Every event is a row; its number is the event's. */
public final class AllRows implements Rows {
    private final TraceSource source;
    private long low;
    private long high;

    public AllRows(final TraceSource source) {
        this.source = source;
        update();
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
        return row;
    }

    @Override
    public long rowOf(final long seq) {
        return Math.clamp(seq, low, high);
    }

    @Override
    public void update() {
        high = source.nextSeq();
        low = Math.min(source.firstSeq(), high);
    }
}
