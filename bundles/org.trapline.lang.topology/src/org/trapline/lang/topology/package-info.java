// SPDX-License-Identifier: EPL-2.0
/**
 * The language of machine configurations, {@code .tln}.
 *
 * <p>{@code Topology.xtext} is the grammar; Xtext generates the parser from it in the build, on the model of
 * {@code org.trapline.topology}. Programs read a file through {@link org.trapline.lang.topology.TopologyLoader}. The language
 * checks a configuration against itself, not against what the engine can already execute: that is for whoever starts it.
 */
package org.trapline.lang.topology;
