// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.table;

/** Where the columns stand. */
final class Columns {
    private static final int GRAB = 4;
    private static final int MIN_WIDTH = 24;

    private static final int WIDEST_NAME = 34;

    private final int[] widths = new int[Column.values().length];
    private double charWidth;
    private boolean isNameChosen;

    /** @param widthOfChar average width of a character */
    void reset(final double widthOfChar) {
        charWidth = widthOfChar;
        for (final Column column : Column.values()) {
            widths[column.ordinal()] = (int) Math.ceil(column.widthInChars() * charWidth) + 2 * Painter.PADDING;
        }
    }

    int width(final Column column) {
        return widths[column.ordinal()];
    }

    void setWidth(final Column column, final int width) {
        isNameChosen |= column == Column.WHO;
        widths[column.ordinal()] = Math.max(MIN_WIDTH, width);
    }

    /** Makes room for the name of a vCPU or hart, unless the user has chosen how much there is. */
    void makeRoom(final String name) {
        if (!isNameChosen && name.length() > Column.WHO.widthInChars()) {
            final int width = (int) Math.ceil(Math.min(WIDEST_NAME, name.length()) * charWidth) + 2 * Painter.PADDING;
            widths[Column.WHO.ordinal()] = Math.max(widths[Column.WHO.ordinal()], width);
        }
    }

    /** Returns where a column begins. */
    int left(final Column column) {
        int left = 0;
        for (int i = 0; i < column.ordinal(); i++) {
            left += widths[i];
        }
        return left;
    }

    int total() {
        return left(Column.CYCLE) + width(Column.CYCLE);
    }

    /** Returns the column at a place, or null. */
    Column at(final int x) {
        for (final Column column : Column.values()) {
            if (x >= left(column) && x < left(column) + width(column)) {
                return column;
            }
        }
        return null;
    }

    /** Returns the column whose right edge is near a place, or null. */
    Column edgeAt(final int x) {
        for (final Column column : Column.values()) {
            if (Math.abs(x - left(column) - width(column)) <= GRAB) {
                return column;
            }
        }
        return null;
    }
}
