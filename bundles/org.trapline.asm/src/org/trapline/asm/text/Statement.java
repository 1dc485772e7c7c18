// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.text;

import org.trapline.asm.Location;

/**
 * One statement of source, free of comments.
 *
 * @param text      the characters, starting with the first that is not blank
 * @param file      name of the file it was written in; for a line of a macro, where the macro was written
 * @param line      line number in that file, from 1
 * @param column    column of the first character of {@code text}, from 1
 * @param expansion the macro expansion it comes from, or null
 * @param columns   for a line in which macro arguments were put in, the original column of each character; null if nothing moved
 */
public record Statement(String text, String file, int line, int column, Expansion expansion, int[] columns) {

    /** Returns the place of the whole statement. */
    public Location location() {
        return location(0, text.stripTrailing().length());
    }

    /** Returns the place of the characters {@code from} to {@code to}, exclusive. */
    public Location location(int from, int to) {
        int first = originalColumn(from);
        int last = originalColumn(Math.max(from, to - 1));
        return new Location(file, line, first, Math.max(1, last - first + 1));
    }

    private int originalColumn(int index) {
        if (columns == null) {
            return column + index;
        }
        return columns.length == 0 ? column : columns[Math.min(index, columns.length - 1)];
    }

    /** Returns the statement that stands in a file itself: this one, or the outermost macro call it comes from. */
    public Statement outermost() {
        Statement result = this;
        while (result.expansion() != null) {
            result = result.expansion().call();
        }
        return result;
    }
}
