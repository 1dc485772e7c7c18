// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.object;

import org.trapline.asm.Location;

/**
 * Which statement made a stretch of a section.
 *
 * @param offset   start of the stretch, from the section's start; in an image, its address
 * @param length   its length in bytes; 0 for a statement that made nothing, such as a label
 * @param location the statement, in the file where it was written: for a macro's line, inside the macro
 * @param outer    the statement that caused it: the same, or the outermost macro call
 * @param text     the statement, macro arguments put in
 * @param isCode   whether the bytes are instructions
 * @param origin   the line of another language that a compiler made the statement from, or null
 */
public record LineMark(long offset, long length, Location location, Location outer, String text, boolean isCode,
        Location origin) {

    /** Returns the same mark for another place. */
    public LineMark at(long newOffset, long newLength) {
        return new LineMark(newOffset, newLength, location, outer, text, isCode, origin);
    }

    /** Returns the line to show to people: that of the other language if there is one, else the statement. */
    public Location shown() {
        return origin != null ? origin : location;
    }

    /** Tells whether the statement comes from a macro or repeat block. */
    public boolean isExpanded() {
        return !location.equals(outer);
    }
}
