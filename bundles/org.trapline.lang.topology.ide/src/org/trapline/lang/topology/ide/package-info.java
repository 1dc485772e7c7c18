// SPDX-License-Identifier: EPL-2.0
/**
 * What an editor needs of the language of machine configurations, without any user interface: content assist, hover, symbols,
 * formatting, rename, code actions. Xtext's language server finds the language here by its
 * {@link org.trapline.lang.topology.ide.TopologyIdeSetup}.
 */
package org.trapline.lang.topology.ide;
