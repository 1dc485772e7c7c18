// SPDX-License-Identifier: EPL-2.0
/**
 * Draws a machine configuration, with or without the live state of a running session.
 *
 * <p>Three steps, each usable alone: {@link org.trapline.diagram.TopologyDiagram} says what there is to see (a scene),
 * {@link org.trapline.diagram.layout.LayeredLayout} says where (a picture), and the renderers write it down as SVG, PNG,
 * Mermaid or dot; {@link org.trapline.diagram.render.DiagramFormat} does all of it in one call. A window paints the picture itself,
 * through {@link org.trapline.diagram.paint.Painter}.
 *
 * <p>Works on incomplete models, such as an editor's while somebody types. Knows neither the language nor the engine.
 */
package org.trapline.diagram;
