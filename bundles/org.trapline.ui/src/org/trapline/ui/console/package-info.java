// SPDX-License-Identifier: EPL-2.0
/**
 * The Guest Console view: what guests print on their serial lines, and typing to them. {@link
 * org.trapline.ui.console.TerminalText} turns bytes into text and knows no widget.
 */
package org.trapline.ui.console;
