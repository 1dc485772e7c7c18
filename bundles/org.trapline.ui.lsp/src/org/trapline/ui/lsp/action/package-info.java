// SPDX-License-Identifier: EPL-2.0
/** What a server offers to do about a problem: in the editor with Ctrl+1, in the Problems view as Quick Fix. */
package org.trapline.ui.lsp.action;
