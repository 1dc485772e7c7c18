// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

import java.io.IOException;

/** Keeps what a {@link TraceBuffer} has no room for. The buffer's writer appends; any thread reads. */
public interface SpillSink {

    /**
     * Appends events that follow those already here.
     * @param seq number of the first
     * @param slots where they stand, see {@link TraceSlot}; not kept
     * @param offset index of the first slot's first long
     * @param count number of events
     */
    void append(long seq, long[] slots, int offset, int count) throws IOException;

    /** Reads an event that was appended; returns false if it was not. */
    boolean read(long seq, TraceEvent into);
}
