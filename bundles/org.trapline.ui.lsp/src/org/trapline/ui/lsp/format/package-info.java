// SPDX-License-Identifier: EPL-2.0
/** Laying a text out as its language wants it. */
package org.trapline.ui.lsp.format;
