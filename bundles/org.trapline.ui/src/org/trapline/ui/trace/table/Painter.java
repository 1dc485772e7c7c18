// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.table;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Control;
import org.trapline.trace.EventKind;
import org.trapline.ui.trace.model.Group;

/** Paints the head and one row after the other. */
final class Painter {
    static final int PADDING = 6;
    private static final int STRIPE = 3;

    private final Control control;
    private final Columns columns;
    private final Font font;
    private int scroll;

    Painter(final Control control, final Columns columns) {
        this.control = control;
        this.columns = columns;
        this.font = JFaceResources.getTextFont();
    }

    Font font() {
        return font;
    }

    /** @param left how many pixels are scrolled out on the left */
    void setScroll(final int left) {
        scroll = left;
    }

    void head(final GC gc, final Rectangle area) {
        final Color back = control.getBackground();
        gc.setBackground(mix(back, control.getForeground(), 0.06));
        gc.fillRectangle(area);
        gc.setForeground(control.getForeground());
        gc.setFont(JFaceResources.getDefaultFont());
        for (final Column column : Column.values()) {
            cell(gc, column, column.title(), area);
            final int edge = columns.left(column) + columns.width(column) - scroll;
            gc.setForeground(mix(back, control.getForeground(), 0.25));
            gc.drawLine(edge - 1, area.y + 4, edge - 1, area.y + area.height - 5);
            gc.setForeground(control.getForeground());
        }
        gc.setForeground(mix(back, control.getForeground(), 0.25));
        gc.drawLine(area.x, area.y + area.height - 1, area.x + area.width, area.y + area.height - 1);
    }

    void row(final GC gc, final RowTexts.Row row, final Rectangle area, final boolean selected, final boolean odd) {
        final Color back = control.getBackground();
        final Color front = control.getForeground();
        if (selected) {
            gc.setBackground(mix(back, control.getDisplay().getSystemColor(SWT.COLOR_LIST_SELECTION), control.isFocusControl() ? 0.45 : 0.25));
        } else {
            gc.setBackground(odd ? mix(back, front, 0.03) : back);
        }
        gc.fillRectangle(area);
        gc.setFont(font);
        final Color accent = row.kind() == null ? front : color(row.kind());
        if (row.kind() != null) {
            gc.setBackground(accent);
            gc.fillRectangle(columns.left(Column.KIND) - scroll + 1, area.y + 2, STRIPE, area.height - 4);
        }
        for (final Column column : Column.values()) {
            gc.setForeground(column == Column.KIND ? accent : isFaint(column) ? mix(front, back, 0.3) : front);
            cell(gc, column, row.cells()[column.ordinal()], area);
        }
    }

    private static boolean isFaint(final Column column) {
        return column.isNumber() || column == Column.SOURCE;
    }

    private void cell(final GC gc, final Column column, final String text, final Rectangle area) {
        final int left = columns.left(column) - scroll;
        final int width = columns.width(column);
        if (left + width < area.x || left > area.x + area.width || text.isEmpty()) {
            return;
        }
        final int room = width - 2 * PADDING;
        String shown = text;
        int extent = gc.textExtent(shown).x;
        if (extent > room) {
            final int fits = Math.max(0, (int) (room / gc.getFontMetrics().getAverageCharacterWidth()) - 1);
            shown = text.substring(0, Math.min(text.length(), fits)) + "\u2026";
            extent = gc.textExtent(shown).x;
        }
        final int x = column.isNumber() ? left + width - PADDING - extent : left + PADDING + (column == Column.KIND ? STRIPE : 0);
        gc.drawText(shown, x, area.y + (area.height - gc.getFontMetrics().getHeight()) / 2, SWT.DRAW_TRANSPARENT);
    }

    private static Color color(final EventKind kind) {
        return JFaceResources.getColorRegistry().get(Group.of(kind).color());
    }

    static Color mix(final Color one, final Color other, final double part) {
        final RGB a = one.getRGB();
        final RGB b = other.getRGB();
        return new Color((int) (a.red + (b.red - a.red) * part), (int) (a.green + (b.green - a.green) * part),
                (int) (a.blue + (b.blue - a.blue) * part));
    }
}
