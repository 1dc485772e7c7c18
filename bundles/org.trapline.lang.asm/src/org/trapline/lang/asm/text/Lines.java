// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.text;

import java.util.Arrays;

/** Where the lines of a text start. Lines and columns count from 0 and lines end with a line feed. */
public final class Lines {
    private final int[] starts;
    private final int length;

    private Lines(int[] starts, int length) {
        this.starts = starts;
        this.length = length;
    }

    /** Finds the lines of a text. */
    public static Lines of(CharSequence text) {
        int[] starts = new int[Math.max(16, text.length() / 16)];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n') {
                if (count == starts.length) {
                    starts = Arrays.copyOf(starts, count * 2);
                }
                starts[count++] = i + 1;
            }
        }
        return new Lines(Arrays.copyOf(starts, count), text.length());
    }

    /** Returns the number of lines, at least one. */
    public int count() {
        return starts.length;
    }

    /** Returns the line that holds the character at {@code offset}. */
    public int line(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return found >= 0 ? found : -found - 2;
    }

    /** Returns the column of the character at {@code offset}. */
    public int column(int offset) {
        return offset - starts[line(offset)];
    }

    /** Returns the offset of a line's first character; of one behind the last line, the end of the text. */
    public int start(int line) {
        return line < starts.length ? starts[line] : length;
    }

    /** Returns the offset of a place, or of the nearest place that exists. */
    public int offset(int line, int column) {
        if (line < 0) {
            return 0;
        }
        int end = line + 1 < starts.length ? starts[line + 1] - 1 : length;
        return Math.min(start(line) + Math.max(0, column), end);
    }
}
