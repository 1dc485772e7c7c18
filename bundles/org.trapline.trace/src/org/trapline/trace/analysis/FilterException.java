// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

/** A filter's text that cannot be understood: what was expected, and where. */
public final class FilterException extends Exception {
    private final int offset;
    private final int length;

    FilterException(String problem, int offset, int length) {
        super("column " + (offset + 1) + ": " + problem);
        this.offset = offset;
        this.length = length;
    }

    /** Returns the column of the mistake, counted from 1. */
    public int column() {
        return offset + 1;
    }

    /** Returns the position of the mistake in the text, counted from 0. */
    public int offset() {
        return offset;
    }

    /** Returns how many characters are wrong; 0 where something is missing. */
    public int length() {
        return length;
    }
}
