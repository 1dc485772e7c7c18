// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.layout;

/**
 * A place in a picture, in pixels at scale 1, from the top left corner.
 * @param x to the right
 * @param y downwards
 */
public record Point(double x, double y) {
}
