// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

import java.io.IOException;

/** A file that is no trace, or a damaged one. The message says what is wrong, where, and what can still be read. */
public final class TraceFileException extends IOException {
    private final long offset;
    private final long readableEvents;

    TraceFileException(String problem, long offset, long readableEvents) {
        super(problem + " (at byte " + offset + "; " + readable(readableEvents) + ")");
        this.offset = offset;
        this.readableEvents = readableEvents;
    }

    private static String readable(long events) {
        if (events == 0) {
            return "no events before it";
        }
        return events == 1 ? "the 1 event before it can be read" : "the " + events + " events before it can be read";
    }

    /** Returns the position in the file of the first part that cannot be used. */
    public long offset() {
        return offset;
    }

    /** Returns how many events {@link TraceFile#recover} would give. */
    public long readableEvents() {
        return readableEvents;
    }
}
