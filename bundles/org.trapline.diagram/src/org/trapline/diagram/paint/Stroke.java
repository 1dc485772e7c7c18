// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.paint;

import java.util.List;

/**
 * How a line is drawn.
 * @param colour its colour
 * @param width in pixels at scale 1
 * @param dashes lengths of dash and gap in turn; empty for an unbroken line
 */
public record Stroke(Colour colour, double width, List<Double> dashes) {

    /** Copies the list. */
    public Stroke {
        dashes = List.copyOf(dashes);
    }
}
