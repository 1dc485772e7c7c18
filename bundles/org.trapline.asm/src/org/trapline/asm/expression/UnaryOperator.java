// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.expression;

/** Operators before an operand. */
public enum UnaryOperator {
    /** {@code -} */
    NEGATE,
    /** {@code ~} */
    COMPLEMENT,
    /** {@code !}, 1 for zero and 0 for everything else. */
    NOT;

    /** Applies the operator to a number. */
    public long apply(long value) {
        return switch (this) {
            case NEGATE -> -value;
            case COMPLEMENT -> ~value;
            case NOT -> value == 0 ? 1 : 0;
        };
    }
}
