// SPDX-License-Identifier: EPL-2.0
/** What an editor does by itself while one types, from the few facts in {@link org.trapline.ui.lsp.server.Language}. */
package org.trapline.ui.lsp.edit;
