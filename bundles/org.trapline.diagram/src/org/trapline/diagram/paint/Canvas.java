// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.paint;

import java.util.List;
import java.util.Optional;
import org.trapline.diagram.layout.Box;
import org.trapline.diagram.layout.Point;
import org.trapline.diagram.layout.Rect;
import org.trapline.diagram.layout.Text;
import org.trapline.diagram.layout.Wire;

/** Something to paint a picture on. Coordinates are pixels at scale 1 from the top left corner, y downwards. */
public interface Canvas {

    /** What follows belongs to a box, up to {@link #end}. Boxes are not nested here: what is inside another comes after it. */
    default void begin(Box box) {
    }

    /** What follows belongs to a wire, up to {@link #end}. */
    default void begin(Wire wire) {
    }

    /** Ends what the last {@code begin} began. */
    default void end() {
    }

    /** A filled rectangle with round corners and a border. */
    void rectangle(Rect bounds, double radius, Colour fill, Stroke border);

    /** A line with bends. */
    void line(List<Point> points, Stroke stroke);

    /** A filled polygon. */
    void polygon(List<Point> corners, Colour fill);

    /** A disc, or without a fill a ring. */
    void circle(Point centre, double radius, Optional<Colour> fill, Stroke border);

    /** A text. If it comes out wider than its width, it is to be squeezed. */
    void text(Text text, Colour colour);
}
