// SPDX-License-Identifier: EPL-2.0
/** Shows a project's page, written in Markdown, as it is meant to be read. */
package org.trapline.ui.page;
