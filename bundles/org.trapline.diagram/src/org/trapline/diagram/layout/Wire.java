// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

import java.util.List;
import java.util.Optional;
import org.trapline.diagram.scene.Link;

/**
 * A link with its way.
 * @param link what it means
 * @param points its ends and bends, at least two
 * @param label what stands beside it
 */
public record Wire(Link link, List<Point> points, Optional<Text> label) {

    /** Copies the list. */
    public Wire {
        points = List.copyOf(points);
    }
}
