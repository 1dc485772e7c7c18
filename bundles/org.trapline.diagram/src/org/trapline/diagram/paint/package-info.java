// SPDX-License-Identifier: EPL-2.0
/**
 * What a picture looks like: palettes, strokes, and the one place that says what is painted in which order.
 *
 * <p>{@link org.trapline.diagram.paint.Painter} walks a picture and calls a {@link org.trapline.diagram.paint.Canvas}; SVG, PNG and a window
 * differ only in the canvas. Knows no output format and no widget toolkit.
 */
package org.trapline.diagram.paint;
