// SPDX-License-Identifier: EPL-2.0
/**
 * Where everything in a scene stands: sizes of texts, boxes around them, lines between them.
 *
 * <p>The result is the same on every machine, bit for bit: text is measured by a table, not by the fonts that happen to be installed,
 * and Eclipse Layout Kernel's layered algorithm is started from a fixed seed. The algorithm is called directly: no Eclipse has to run.
 * Start reading at {@link org.trapline.diagram.layout.LayeredLayout}; what it makes is a
 * {@link org.trapline.diagram.layout.Picture}.
 */
package org.trapline.diagram.layout;
