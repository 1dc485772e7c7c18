// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.instruction;

import org.trapline.asm.Location;
import org.trapline.asm.Modifier;
import org.trapline.asm.expression.Expression;

/**
 * An operand as it was written, read for one purpose.
 *
 * @param value      its number: a register, an immediate, a CSR; 0 if an expression gives it
 * @param expression the address that it depends on, or null
 * @param modifier   which part of the address, or null for the address itself
 * @param location   its place
 */
record Argument(long value, Expression expression, Modifier modifier, Location location) {

    static Argument number(long value, Location location) {
        return new Argument(value, null, null, location);
    }

    static Argument address(Expression expression, Modifier modifier, Location location) {
        return new Argument(0, expression, modifier, location);
    }
}
