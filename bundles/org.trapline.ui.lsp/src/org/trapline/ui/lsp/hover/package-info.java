// SPDX-License-Identifier: EPL-2.0
/** What a server says about the word under the mouse. */
package org.trapline.ui.lsp.hover;
