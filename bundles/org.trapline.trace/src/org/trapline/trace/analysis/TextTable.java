// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, as wide as their widest cell; the first ones left-aligned, numbers right-aligned. */
final class TextTable {
    private static final String GAP = "  ";

    private final int leftColumns;
    private final List<String[]> rows = new ArrayList<>();

    TextTable(int leftColumns, String... head) {
        this.leftColumns = leftColumns;
        rows.add(head);
    }

    void row(String... cells) {
        rows.add(cells);
    }

    boolean isEmpty() {
        return rows.size() == 1;
    }

    void append(StringBuilder out) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String padding = " ".repeat(widths[i] - row[i].length());
                line.append(GAP).append(i < leftColumns ? row[i] + padding : padding + row[i]);
            }
            out.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
