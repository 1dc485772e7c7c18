// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.expression;

import org.trapline.asm.Location;

/**
 * What an expression comes to: {@code plus - minus + constant}.
 *
 * @param plus     a symbol to add, or null
 * @param minus    a symbol to subtract, or null
 * @param constant a number
 */
public record Value(SourceSymbol plus, SourceSymbol minus, long constant) {

    /** Makes a number. */
    public static Value of(long constant) {
        return new Value(null, null, constant);
    }

    /** Makes the value of a symbol. */
    public static Value of(SourceSymbol symbol) {
        return new Value(symbol, null, 0);
    }

    /** Tells whether the value is a number. */
    public boolean isConstant() {
        return plus == null && minus == null;
    }

    /** Tells whether the value is a symbol's address with a number added. */
    public boolean isAddress() {
        return plus != null && minus == null;
    }

    /** Returns the sum of two values, or null if it would need two symbols on one side. */
    Value add(Value other) {
        return combine(plus, minus, other.plus, other.minus, constant + other.constant);
    }

    /** Returns the difference of two values, or null if it would need two symbols on one side. */
    Value subtract(Value other) {
        return combine(plus, minus, other.minus, other.plus, constant - other.constant);
    }

    private static Value combine(SourceSymbol plus1, SourceSymbol minus1, SourceSymbol plus2, SourceSymbol minus2, long constant) {
        SourceSymbol firstPlus = plus1 == minus2 ? null : plus1;
        SourceSymbol secondMinus = plus1 == minus2 ? null : minus2;
        SourceSymbol secondPlus = plus2 == minus1 ? null : plus2;
        SourceSymbol firstMinus = plus2 == minus1 ? null : minus1;
        if (firstPlus != null && secondPlus != null || firstMinus != null && secondMinus != null) {
            return null;
        }
        return new Value(firstPlus != null ? firstPlus : secondPlus, firstMinus != null ? firstMinus : secondMinus, constant);
    }

    /** Returns the location to complain about: where {@code expression} uses a symbol first. */
    public static Location locationOf(Expression expression) {
        return switch (expression) {
            case Expression.Constant ignored -> null;
            case Expression.Reference reference -> reference.location();
            case Expression.Settled settled -> locationOf(settled.value());
            case Expression.Unary unary -> unary.location();
            case Expression.Binary binary -> binary.location();
        };
    }
}
