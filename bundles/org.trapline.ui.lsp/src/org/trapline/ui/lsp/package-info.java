// SPDX-License-Identifier: EPL-2.0
/**
 * Connects the workbench's Generic Editor to language servers; knows no language.
 *
 * <p>A language names its server in the extension point {@code org.trapline.ui.lsp.servers} and gives its content type the base type
 * {@code org.trapline.ui.lsp.text}; everything else (problems, completion, hover, colours, outline, ...) follows from that. Here
 * stands what such a language implements. Start reading at {@link org.trapline.ui.lsp.connector.Connector}; each of the other
 * packages is one concern of the editor and asks the server through a
 * {@link org.trapline.ui.lsp.document.ConnectedDocument}.
 */
package org.trapline.ui.lsp;
