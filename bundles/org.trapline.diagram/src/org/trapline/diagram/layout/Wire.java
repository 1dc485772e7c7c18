// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.List;
import org.trapline.diagram.scene.Link;

/**
 * A link with its way.
 * @param link what it means
 * @param points its ends and bends, at least two
 */
public record Wire(Link link, List<Point> points) {

    /** Copies the list. */
    public Wire {
        points = List.copyOf(points);
    }
}
