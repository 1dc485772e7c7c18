// SPDX-License-Identifier: EPL-2.0
/**
 * The Registers view: what a guest believes its registers hold beside what the hart really holds. {@link
 * org.trapline.ui.registers.RegisterTable} lines both up and knows no widget.
 */
package org.trapline.ui.registers;
