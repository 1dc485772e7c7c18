// SPDX-License-Identifier: EPL-2.0
/**
 * The Live Trace view: follows a running machine, filters, searches, counts, explains and exports. What it shows stands in
 * {@code model}, how it is drawn in {@code table}; here both meet the workbench.
 */
package org.trapline.ui.trace;
