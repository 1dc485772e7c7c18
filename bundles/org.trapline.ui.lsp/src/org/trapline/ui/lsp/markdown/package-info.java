// SPDX-License-Identifier: EPL-2.0
/**
 * Markdown in a text widget: what hovers, completion and pages need of it, without a browser. {@link Markdown} reads, {@link
 * MarkdownText} lays out, {@link MarkdownControl} shows.
 */
package org.trapline.ui.lsp.markdown;
