// SPDX-License-Identifier: EPL-2.0
/**
 * The Topology view: draws the machine configuration that is being edited, with the state of what runs on it. What is drawn and where
 * is the business of {@code org.trapline.diagram}; here a text becomes a model ({@link org.trapline.ui.topology.Drawing}), a session
 * becomes a live state ({@link org.trapline.ui.topology.RunActivity}), and a picture becomes pixels ({@link
 * org.trapline.ui.topology.PictureCanvas}).
 */
package org.trapline.ui.topology;
