// SPDX-License-Identifier: EPL-2.0
/**
 * Formatting: columns for labels, mnemonics, operands and comments. Knows tokens only; what it must leave alone it is told.
 */
package org.trapline.lang.asm.format;
