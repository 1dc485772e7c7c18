// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.ArrayList;
import java.util.List;
import org.trapline.diagram.scene.Link;

/** The part of a line that runs on the page. It always goes on downwards from its last point. */
final class Strand {

    final Link link;
    final List<Point> points = new ArrayList<>();

    Strand(Link link, Point start) {
        this.link = link;
        points.add(start);
    }

    double x() {
        return points.getLast().x();
    }

    void along(double y, double toX) {
        points.add(new Point(x(), y));
        points.add(new Point(toX, y));
    }
}
