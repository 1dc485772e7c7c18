// SPDX-License-Identifier: EPL-2.0
/** Renaming a thing everywhere, with a preview and an undo. */
package org.trapline.ui.lsp.refactor;
