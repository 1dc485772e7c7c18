// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram.paint;

/**
 * What a box looks like.
 * @param fill its ground
 * @param border its edge
 * @param text the colour of its title and its state
 * @param softText the colour of its other lines
 */
public record BoxStyle(Colour fill, Stroke border, Colour text, Colour softText) {
}
