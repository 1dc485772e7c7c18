// SPDX-License-Identifier: EPL-2.0
/** Colours: what a server calls a token becomes a colour of the theme, and where the word at the caret occurs is marked. */
package org.trapline.ui.lsp.highlight;
