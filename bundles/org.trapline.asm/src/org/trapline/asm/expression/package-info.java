// SPDX-License-Identifier: EPL-2.0
/** Expressions over numbers and symbols: parsing with GNU precedence, symbols and their table, evaluation before and after layout. */
package org.trapline.asm.expression;
