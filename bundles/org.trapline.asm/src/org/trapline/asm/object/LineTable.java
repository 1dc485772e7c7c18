// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.object;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.trapline.asm.Location;

/** Which statement of the source is at which address. */
public final class LineTable {
    private static final LineTable EMPTY = new LineTable(List.of());

    private final List<LineMark> marks;
    private final long[] starts;

    /** Makes a table of marks whose offsets are addresses; marks without bytes are left out. */
    public LineTable(List<LineMark> all) {
        List<LineMark> sorted = new ArrayList<>(all);
        sorted.removeIf(mark -> mark.length() == 0);
        sorted.sort(Comparator.comparing(LineMark::offset, Long::compareUnsigned));
        marks = List.copyOf(sorted);
        starts = marks.stream().mapToLong(LineMark::offset).toArray();
    }

    /** Returns a table without lines. */
    public static LineTable empty() {
        return EMPTY;
    }

    /** Returns the marks by rising address. */
    public List<LineMark> marks() {
        return marks;
    }

    /** Returns the mark whose bytes contain {@code address}, or null. */
    public LineMark at(long address) {
        int low = 0;
        int high = starts.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(starts[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        if (high < 0) {
            return null;
        }
        LineMark mark = marks.get(high);
        return Long.compareUnsigned(address - mark.offset(), mark.length()) < 0 ? mark : null;
    }

    /** Returns the lowest address of code made by a line of a file, or -1 if it made none. */
    public long addressOf(String file, int line) {
        for (LineMark mark : marks) {
            if (mark.isCode() && (isAt(mark.location(), file, line) || isAt(mark.outer(), file, line))) {
                return mark.offset();
            }
        }
        return -1;
    }

    private static boolean isAt(Location location, String file, int line) {
        return location.line() == line && location.file().equals(file);
    }
}
