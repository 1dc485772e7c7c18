// SPDX-License-Identifier: EPL-2.0
/** Folding what a server says belongs together. */
package org.trapline.ui.lsp.fold;
