// SPDX-License-Identifier: EPL-2.0
/** The Outline view's page: what a text declares, as a tree that goes along with the caret. */
package org.trapline.ui.lsp.outline;
