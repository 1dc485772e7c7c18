// SPDX-License-Identifier: EPL-2.0
/** Names: the outline, going to a definition, renaming. */
package org.trapline.lang.topology.ide.symbols;
