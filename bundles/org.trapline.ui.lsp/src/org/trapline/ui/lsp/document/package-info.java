// SPDX-License-Identifier: EPL-2.0
/**
 * Open documents and their counterparts in a server: kept in step edit by edit, asked from here, and changed by the edits a server
 * answers with.
 */
package org.trapline.ui.lsp.document;
