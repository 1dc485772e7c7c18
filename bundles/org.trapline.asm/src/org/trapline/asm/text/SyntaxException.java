// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.text;

import org.trapline.asm.Location;

/** Ends the work on one statement: it cannot be understood or carried out. Without stack trace, for it is part of normal work. */
public final class SyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Location location;
    private final String expected;
    private final int reach;

    /**
     * @param location what is wrong
     * @param message  why, in one sentence
     * @param expected what would have been right, or empty
     * @param reach    how many characters of the statement were understood; among several readings, the furthest is reported
     */
    public SyntaxException(Location location, String message, String expected, int reach) {
        super(message, null, false, false);
        this.location = location;
        this.expected = expected;
        this.reach = reach;
    }

    /** Makes an exception about a place, where there is only one reading. */
    public SyntaxException(Location location, String message) {
        this(location, message, "", 0);
    }

    /** Returns what is wrong. */
    public Location location() {
        return location;
    }

    /** Returns what would have been right, or empty. */
    public String expected() {
        return expected;
    }

    /** Returns how many characters of the statement were understood. */
    public int reach() {
        return reach;
    }
}
