// SPDX-License-Identifier: EPL-2.0
/**
 * A small language with a real server: lines {@code name = other}, where {@code other} must be a name or a number, and blocks in braces.
 * It keeps its texts by the edits it is told, so that a wrong edit shows.
 */
package org.trapline.ui.lsp.toy;
