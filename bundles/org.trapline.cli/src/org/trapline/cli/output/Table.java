// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells in columns as wide as they need to be. A title that ends in {@code >} makes its column stand to the right. */
public final class Table {
    private static final String GAP = "  ";

    private final List<Boolean> right = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... titles) {
        List<String> head = new ArrayList<>();
        for (String title : titles) {
            right.add(title.endsWith(">"));
            head.add(title.endsWith(">") ? title.substring(0, title.length() - 1) : title);
        }
        rows.add(head);
    }

    public void add(String... cells) {
        rows.add(List.of(cells));
    }

    /** Returns the lines, titles first. */
    public List<String> lines() {
        int[] widths = new int[right.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String padding = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? "" : GAP).append(right.get(i) ? padding + row.get(i) : row.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }
}
