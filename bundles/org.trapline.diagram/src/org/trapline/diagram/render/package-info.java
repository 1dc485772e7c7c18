// SPDX-License-Identifier: EPL-2.0
/**
 * Diagrams as files: SVG and PNG from a picture; Mermaid and dot from a scene, because those tools do their own layout.
 *
 * <p>Start reading at {@link org.trapline.diagram.render.DiagramFormat}, which does it all in one call. Opens no window.
 */
package org.trapline.diagram.render;
