// SPDX-License-Identifier: EPL-2.0
/**
 * Holds the parts of the connector together for as long as the workbench runs: servers, documents, diagnostics, and the end that
 * servers talk to.
 */
package org.trapline.ui.lsp.connector;
