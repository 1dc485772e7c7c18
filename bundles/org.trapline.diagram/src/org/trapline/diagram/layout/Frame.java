// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.Role;

/**
 * A box, or the page with all hosts, while its place is being found: what it contains stands in rows below its words, and lines run in the gaps between the
 * rows and in a gutter along its right edge. Places of hosts and what is in them are relative to the page.
 */
final class Frame {

    static final double GAP = 14;
    static final double TRACK = 8;
    private static final double MOST_GROWTH = 1.6;

    final Element element;
    final Content content;
    final Frame parent;
    final List<List<Frame>> rows = new ArrayList<>();
    /** How many lines run in the gap below each row. */
    final List<Integer> gapTracks = new ArrayList<>();
    /** How many lines run down the gutter. */
    int gutterTracks;
    /** The row of the parent it stands in. */
    private final int row;
    private double x;
    private double y;
    private double width;
    private double height;

    /** @param element {@code null} for the page on which all hosts stand */
    Frame(Element element, Content content, Frame parent, int row) {
        this.element = element;
        this.content = content;
        this.parent = parent;
        this.row = row;
    }

    int row() {
        return row;
    }

    boolean isLastRow() {
        return row == parent.rows.size() - 1;
    }

    Rect bounds() {
        return new Rect(x, y, width, height);
    }

    /** A host or partition is a stack: one box above the other, all as wide as it. */
    private boolean isStack() {
        return element != null && (element.role() == Role.HOST || element.role() == Role.PARTITION);
    }

    /** Guests beside each other look alike, also in height, unless they are all too different. */
    private boolean mayGrow() {
        return element.role() == Role.DOMAIN || element.role() == Role.PARTITION;
    }

    /** Finds its size, from inside to outside. */
    void measure() {
        width = content.width();
        height = content.height();
        double below = height + gapAboveRows();
        for (int r = 0; r < rows.size(); r++) {
            List<Frame> frames = rows.get(r);
            frames.forEach(Frame::measure);
            double rowWidth = frames.stream().mapToDouble(f -> f.width).sum() + GAP * (frames.size() - 1);
            width = Math.max(width, rowWidth + 2 * margin() + gutter());
            below += rowHeight(r) + (r < rows.size() - 1 || gapTracks.get(r) > 0 ? gap(r) : margin());
            height = below;
        }
    }

    /** Finds its place and that of everything inside, from outside to inside. */
    void place(double left, double top) {
        x = left;
        y = top;
        double rowTop = top + content.height() + gapAboveRows();
        for (int r = 0; r < rows.size(); r++) {
            double next = left + margin();
            double rowHeight = rowHeight(r);
            for (Frame frame : rows.get(r)) {
                if (frame.mayGrow() && frame.height * MOST_GROWTH >= rowHeight) {
                    frame.height = rowHeight;
                }
                if (isStack()) {
                    frame.width = width - 2 * margin() - gutter();
                }
                frame.place(next, rowTop);
                next += frame.width + GAP;
            }
            rowTop += rowHeight + (r < rows.size() - 1 ? gap(r) : 0);
        }
    }

    private double gapAboveRows() {
        return element == null ? 0 : 2;
    }

    private double margin() {
        return element == null ? 0 : ContentLayout.MARGIN;
    }

    private double rowHeight(int r) {
        return rows.get(r).stream().mapToDouble(f -> f.height).max().orElse(0);
    }

    private double gap(int r) {
        return gapTracks.get(r) == 0 ? GAP : GAP + TRACK * gapTracks.get(r);
    }

    private double gutter() {
        return gutterTracks == 0 ? 0 : TRACK * gutterTracks + ContentLayout.MARGIN - margin() + 4;
    }

    /** The height of a line in the gap below a row. */
    double trackY(int r, int track) {
        return rows.get(r).getFirst().y + rowHeight(r) + (GAP + TRACK) / 2 + TRACK * track;
    }

    /** Where a line runs in the gutter, from the right. */
    double gutterX(int track) {
        return x + width - ContentLayout.MARGIN - TRACK * track;
    }

    /** The small part of it with an id, if lines can reach it from below. */
    Optional<Rect> reachable(String partId) {
        return rows.isEmpty() ? content.chip(partId).map(chip -> chip.bounds().movedBy(x, y)) : Optional.empty();
    }
}
