// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.expression;

import java.util.OptionalLong;

import org.trapline.asm.Location;
import org.trapline.asm.text.SyntaxException;

/**
 * Works out expressions. Before layout the distance of two labels is known only where every size between them is; after layout it is known
 * everywhere in a section.
 */
public final class Evaluator {
    private static final int DEEPEST = 1200;

    private boolean laidOut;
    private int depth;

    /** From now on offsets of labels are final. */
    public void layoutIsDone() {
        laidOut = true;
    }

    /** Tells whether offsets of labels are final. */
    public boolean isLaidOut() {
        return laidOut;
    }

    /**
     * Returns what an expression comes to, differences of two labels left as they are.
     * @throws SyntaxException if it is not a number, a symbol plus a number, or a difference of symbols plus a number
     */
    public Value evaluate(Expression expression) {
        if (expression instanceof Expression.Constant(long number)) {
            return Value.of(number);
        }
        if (depth >= DEEPEST) {
            throw new SyntaxException(Value.locationOf(expression), "this depends on too long a chain of symbols and operators");
        }
        depth++;
        try {
            return switch (expression) {
                case Expression.Constant constant -> Value.of(constant.value());
                case Expression.Reference reference -> reference(reference);
                case Expression.Settled settled -> fold(evaluate(settled.value()));
                case Expression.Unary unary -> unary(unary);
                case Expression.Binary binary -> binary(binary);
            };
        } finally {
            depth--;
        }
    }

    /**
     * Returns what an expression comes to, differences of labels worked out where they are known.
     * @throws SyntaxException as {@link #evaluate}
     */
    public Value reduce(Expression expression) {
        return fold(evaluate(expression));
    }

    /**
     * Returns the expression, or its value if that is a number already. What is wrong with it shows when its value is needed.
     * @param fold whether a difference of labels that is known already counts as a number
     */
    public Expression settle(Expression expression, boolean fold) {
        if (expression instanceof Expression.Constant) {
            return expression;
        }
        try {
            Value value = fold ? reduce(expression) : evaluate(expression);
            return value.isConstant() ? new Expression.Constant(value.constant()) : expression;
        } catch (SyntaxException notYet) {
            return expression;
        }
    }

    /**
     * Returns the number that an expression comes to.
     * @param place where to complain if the expression itself does not say
     * @throws SyntaxException if it does not come to a number
     */
    public long number(Expression expression, Location place) {
        Value value = reduce(expression);
        if (!value.isConstant()) {
            throw notANumber(value, expression, place);
        }
        return value.constant();
    }

    private SyntaxException notANumber(Value value, Expression expression, Location place) {
        Location where = Value.locationOf(expression);
        SourceSymbol culprit = value.plus() != null && !value.plus().isDefined() ? value.plus() : value.minus();
        if (culprit != null && !culprit.isDefined()) {
            return new SyntaxException(where != null ? where : place, "symbol '" + culprit.name() + "' has no value here",
                "a number that is known at this point", 0);
        }
        return new SyntaxException(where != null ? where : place, "this depends on an address that is not known here",
            "a number that is known at this point", 0);
    }

    /** Works out the difference of two labels of a value if it is known. */
    public Value fold(Value value) {
        if (value.plus() == null || value.minus() == null) {
            return value;
        }
        OptionalLong distance = distance(value.plus(), value.minus());
        return distance.isEmpty() ? value : Value.of(value.constant() + distance.getAsLong());
    }

    private OptionalLong distance(SourceSymbol plus, SourceSymbol minus) {
        Point to = plus.label();
        Point from = minus.label();
        if (to == null || from == null || to.section() != from.section()) {
            return OptionalLong.empty();
        }
        return laidOut ? OptionalLong.of(to.offset() - from.offset()) : to.distanceFrom(from);
    }

    private Value reference(Expression.Reference reference) {
        SourceSymbol symbol = reference.symbol();
        if (symbol.equate() == null) {
            return Value.of(symbol);
        }
        if (!symbol.enter()) {
            throw new SyntaxException(reference.location(), "symbol '" + symbol.name() + "' is defined by itself");
        }
        try {
            return reduce(symbol.equate());
        } finally {
            symbol.leave();
        }
    }

    private Value unary(Expression.Unary unary) {
        Value operand = reduce(unary.operand());
        if (unary.operator() == UnaryOperator.NEGATE) {
            Value result = Value.of(0).subtract(operand);
            return result;
        }
        if (!operand.isConstant()) {
            throw notANumber(operand, unary.operand(), unary.location());
        }
        return Value.of(unary.operator().apply(operand.constant()));
    }

    private Value binary(Expression.Binary binary) {
        Value left = evaluate(binary.left());
        Value right = evaluate(binary.right());
        return switch (binary.operator()) {
            case ADD -> orComplain(sum(left, right), binary, left, right);
            case SUBTRACT -> orComplain(difference(left, right), binary, left, right);
            default -> {
                if (binary.operator().isComparison()) {
                    Value difference = difference(left, right);
                    if (difference != null && fold(difference).isConstant() && !fold(left).isConstant()) {
                        yield Value.of(binary.operator().apply(fold(difference).constant(), 0));
                    }
                }
                yield isEquality(binary.operator()) && areSurelyApart(fold(left), fold(right))
                    ? Value.of(binary.operator().apply(0, 1))
                    : arithmetic(binary, fold(left), fold(right));
            }
        };
    }

    private static boolean isEquality(BinaryOperator operator) {
        return operator == BinaryOperator.EQUAL || operator == BinaryOperator.UNEQUAL || operator == BinaryOperator.UNEQUAL_BASIC;
    }

    /** Anything may be asked whether it is equal: different symbols are not, unless they are places of one section. */
    private static boolean areSurelyApart(Value left, Value right) {
        if (left.isConstant() && right.isConstant() || left.minus() != null || right.minus() != null) {
            return false;
        }
        Point a = left.plus() == null ? null : left.plus().label();
        Point b = right.plus() == null ? null : right.plus().label();
        return left.plus() != right.plus() && (a == null || b == null || a.section() != b.section());
    }

    private Value sum(Value left, Value right) {
        Value direct = left.add(right);
        return direct != null ? direct : fold(left).add(fold(right));
    }

    private Value difference(Value left, Value right) {
        Value direct = left.subtract(right);
        return direct != null ? direct : fold(left).subtract(fold(right));
    }

    private Value orComplain(Value result, Expression.Binary binary, Value left, Value right) {
        return result != null ? result : arithmetic(binary, fold(left), fold(right));
    }

    private Value arithmetic(Expression.Binary binary, Value left, Value right) {
        Value open = left.isConstant() ? right : left;
        if (!open.isConstant()) {
            SourceSymbol symbol = open.plus() != null ? open.plus() : open.minus();
            String problem = symbol.isDefined() ? "an address is no number here" : "symbol '" + symbol.name() + "' has no value here";
            throw new SyntaxException(binary.location(), "operator " + binary.operator().text() + " needs numbers: " + problem);
        }
        if (binary.operator().dividesByRight() && right.constant() == 0) {
            throw new SyntaxException(binary.location(), "division by zero");
        }
        return Value.of(binary.operator().apply(left.constant(), right.constant()));
    }
}
