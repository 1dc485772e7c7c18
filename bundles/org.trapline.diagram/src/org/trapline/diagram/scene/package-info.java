// SPDX-License-Identifier: EPL-2.0
/**
 * What a diagram shows, without saying where: elements inside elements, and links between them.
 *
 * <p>A scene knows names, words and states, and which object of the model each element stands for. It knows no coordinates,
 * no colours and no output format. Start reading at {@link org.trapline.diagram.scene.Scene}.
 */
package org.trapline.diagram.scene;
