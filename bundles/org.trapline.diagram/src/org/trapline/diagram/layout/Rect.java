// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

/**
 * An upright rectangle in a picture.
 * @param x left edge
 * @param y upper edge
 * @param width not negative
 * @param height not negative
 */
public record Rect(double x, double y, double width, double height) {

    /** The right edge. */
    public double right() {
        return x + width;
    }

    /** The lower edge. */
    public double bottom() {
        return y + height;
    }

    /** Whether a point lies in it; of two rectangles side by side only one contains the edge. */
    public boolean contains(double px, double py) {
        return px >= x && px < right() && py >= y && py < bottom();
    }

    /** Whether the other lies wholly inside it. */
    public boolean contains(Rect other) {
        return other.x >= x && other.y >= y && other.right() <= right() && other.bottom() <= bottom();
    }

    /** Whether they have more than an edge in common. */
    public boolean overlaps(Rect other) {
        return x < other.right() && other.x < right() && y < other.bottom() && other.y < bottom();
    }

    /** The same rectangle somewhere else. */
    public Rect movedBy(double dx, double dy) {
        return new Rect(x + dx, y + dy, width, height);
    }
}
