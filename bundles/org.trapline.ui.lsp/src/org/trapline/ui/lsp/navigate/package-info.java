// SPDX-License-Identifier: EPL-2.0
/** Going from a name to what it stands for, and to where it is used. */
package org.trapline.ui.lsp.navigate;
