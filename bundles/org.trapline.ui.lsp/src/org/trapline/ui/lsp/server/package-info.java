// SPDX-License-Identifier: EPL-2.0
/**
 * A language server's life: what is contributed, how one is started and told about the workspace, how it is asked. Knows no editor and
 * no document.
 */
package org.trapline.ui.lsp.server;
