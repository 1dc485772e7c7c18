// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.topology;

import org.trapline.diagram.layout.Rect;

/**
 * Which part of a picture is seen, and how large.
 *
 * @param scale pixels on the screen for one of the picture
 * @param x where the picture's left edge is on the screen
 * @param y where its upper edge is
 */
record Viewport(double scale, double x, double y) {
    private static final double MIN = 0.15;
    private static final double MAX = 4;
    private static final double STEP = 1.2;
    private static final double MARGIN = 12;

    /**
     * Returns what shows a whole picture, centred, not larger than it is.
     * @param least scale at which the picture is still good for something; below that only its upper part is shown, as wide as it can be
     */
    static Viewport fitting(final double width, final double height, final double areaWidth, final double areaHeight, final double least) {
        final double whole = Math.min(areaWidth / width, areaHeight / height);
        final double scale = Math.clamp(whole < least ? areaWidth / width : whole, Math.max(MIN, least), 1);
        return new Viewport(scale, Math.max(0, (areaWidth - width * scale) / 2), Math.max(0, (areaHeight - height * scale) / 2));
    }

    /** Returns the same enlarged or made smaller by some steps; the place at that point of the screen stays where it is. */
    Viewport zoomed(final int steps, final double atX, final double atY) {
        final double target = Math.clamp(scale * Math.pow(STEP, steps), MIN, MAX);
        final double factor = target / scale;
        return new Viewport(target, atX - (atX - x) * factor, atY - (atY - y) * factor);
    }

    /** Returns the same moved by some pixels of the screen. */
    Viewport moved(final double dx, final double dy) {
        return new Viewport(scale, x + dx, y + dy);
    }

    /** Returns the same moved no further than it takes to have a part of the picture in an area; of one that is larger, its upper left corner. */
    Viewport showing(final Rect part, final double areaWidth, final double areaHeight) {
        return moved(shift(toScreenX(part.x()), part.width() * scale, areaWidth), shift(toScreenY(part.y()), part.height() * scale, areaHeight));
    }

    private static double shift(final double from, final double length, final double room) {
        if (length + 2 * MARGIN > room) {
            // All the room is taken by it already, or its beginning is there.
            final boolean isSeen = from <= 0 && from + length >= room || from >= 0 && from < room / 2;
            return isSeen ? 0 : MARGIN - from;
        }
        return from < 0 ? MARGIN - from : from + length > room ? room - MARGIN - from - length : 0;
    }

    double toScreenX(final double pictureX) {
        return x + pictureX * scale;
    }

    double toScreenY(final double pictureY) {
        return y + pictureY * scale;
    }

    double toPictureX(final double screenX) {
        return (screenX - x) / scale;
    }

    double toPictureY(final double screenY) {
        return (screenY - y) / scale;
    }
}
