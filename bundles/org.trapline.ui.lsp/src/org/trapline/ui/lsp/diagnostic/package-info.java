// SPDX-License-Identifier: EPL-2.0
/** What servers find wrong, as markers: the Problems view lists them, the editor underlines them. */
package org.trapline.ui.lsp.diagnostic;
