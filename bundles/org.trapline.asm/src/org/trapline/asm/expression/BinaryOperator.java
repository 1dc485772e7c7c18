// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.expression;

/**
 * Operators between two operands, with GNU {@code as} precedence: multiplication and shifts bind most, then the bit operators, then addition,
 * comparison, and the logical operators. Comparisons give -1 for true, logical operators 1.
 */
public enum BinaryOperator {
    // An operator that begins with another comes before it.
    SHIFT_LEFT("<<", 6),
    SHIFT_RIGHT(">>", 6),
    UNEQUAL_BASIC("<>", 3),
    AT_MOST("<=", 3),
    LESS("<", 3),
    AT_LEAST(">=", 3),
    GREATER(">", 3),
    EQUAL("==", 3),
    UNEQUAL("!=", 3),
    OR_NOT("!", 5),
    LOGICAL_AND("&&", 2),
    AND("&", 5),
    LOGICAL_OR("||", 1),
    OR("|", 5),
    XOR("^", 5),
    MULTIPLY("*", 6),
    DIVIDE("/", 6),
    REMAINDER("%", 6),
    ADD("+", 4),
    SUBTRACT("-", 4);

    private final String text;
    private final int precedence;

    BinaryOperator(String text, int precedence) {
        this.text = text;
        this.precedence = precedence;
    }

    /** Returns the operator as it is written. */
    public String text() {
        return text;
    }

    /** Returns how strongly the operator binds; more is stronger. */
    public int precedence() {
        return precedence;
    }

    /** Tells whether the operator compares its operands by their difference. */
    public boolean isComparison() {
        return precedence == 3;
    }

    /** Tells whether the operator fails for a right operand of zero. */
    public boolean dividesByRight() {
        return this == DIVIDE || this == REMAINDER;
    }

    /** Applies the operator to two numbers; the right one is not zero if {@link #dividesByRight()}. */
    public long apply(long left, long right) {
        return switch (this) {
            case SHIFT_LEFT -> right < 0 || right > 63 ? 0 : left << right;
            case SHIFT_RIGHT -> right < 0 || right > 63 ? 0 : left >>> right;
            case UNEQUAL_BASIC, UNEQUAL -> truth(left != right);
            case AT_MOST -> truth(left <= right);
            case LESS -> truth(left < right);
            case AT_LEAST -> truth(left >= right);
            case GREATER -> truth(left > right);
            case EQUAL -> truth(left == right);
            case OR_NOT -> left | ~right;
            case LOGICAL_AND -> left != 0 && right != 0 ? 1 : 0;
            case AND -> left & right;
            case LOGICAL_OR -> left != 0 || right != 0 ? 1 : 0;
            case OR -> left | right;
            case XOR -> left ^ right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case REMAINDER -> left % right;
            case ADD -> left + right;
            case SUBTRACT -> left - right;
        };
    }

    private static long truth(boolean isTrue) {
        return isTrue ? -1 : 0;
    }
}
