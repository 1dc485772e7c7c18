// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.section;

import org.trapline.asm.Location;
import org.trapline.asm.expression.Expression;
import org.trapline.asm.object.RelocationType;
import org.trapline.asm.text.Statement;

/**
 * Bytes that depend on an expression which could not be worked out when they were emitted.
 *
 * @param at        first byte, from the start of the fragment
 * @param dataSize  number of bytes if they are data, or 0 for an instruction
 * @param type      the relocation of an instruction, or null for data
 * @param value     the expression
 * @param relax     whether the linker may shorten the instruction
 * @param statement the statement that emitted the bytes
 * @param location  the expression's place
 */
record Fixup(int at, int dataSize, RelocationType type, Expression value, boolean relax, Statement statement, Location location) {
}
