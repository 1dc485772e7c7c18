// SPDX-License-Identifier: EPL-2.0
/** Completion: asking a server, filtering what it offers while the user types on, inserting it, with places to fill in. */
package org.trapline.ui.lsp.completion;
