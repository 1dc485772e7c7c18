// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.expression;

import org.trapline.asm.Location;

/** A value that may depend on symbols. */
public sealed interface Expression {

    /** Zero. */
    Expression ZERO = new Constant(0);

    /**
     * A number.
     *
     * @param value the number, 64 bits
     */
    record Constant(long value) implements Expression {
    }

    /**
     * The value of a symbol.
     *
     * @param symbol   the symbol
     * @param location where it is used
     */
    record Reference(SourceSymbol symbol, Location location) implements Expression {
    }

    /**
     * The value that a symbol had when it was used; the symbol may have been set anew since.
     *
     * @param value the expression that the symbol stood for
     */
    record Settled(Expression value) implements Expression {
    }

    /**
     * An operator applied to one operand.
     *
     * @param operator the operator
     * @param operand  its operand
     * @param location the operator's place
     */
    record Unary(UnaryOperator operator, Expression operand, Location location) implements Expression {
    }

    /**
     * An operator applied to two operands.
     *
     * @param operator the operator
     * @param left     the first operand
     * @param right    the second operand
     * @param location the operator's place
     */
    record Binary(BinaryOperator operator, Expression left, Expression right, Location location) implements Expression {
    }
}
