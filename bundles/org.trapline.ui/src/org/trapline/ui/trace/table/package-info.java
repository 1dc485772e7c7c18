// SPDX-License-Identifier: EPL-2.0
/**
 * A table over millions of rows that are still becoming more. It knows only the rows on the screen: {@link
 * org.trapline.ui.trace.table.EventTable} takes input, {@link org.trapline.ui.trace.table.Columns} lays out, {@link
 * org.trapline.ui.trace.table.Painter} paints.
 */
package org.trapline.ui.trace.table;
