// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.expression;

import java.math.BigInteger;
import java.util.function.Supplier;

import org.trapline.asm.Location;
import org.trapline.asm.expression.Expression.Binary;
import org.trapline.asm.expression.Expression.Constant;
import org.trapline.asm.expression.Expression.Reference;
import org.trapline.asm.expression.Expression.Settled;
import org.trapline.asm.expression.Expression.Unary;
import org.trapline.asm.text.Characters;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.StringReader;

/** Reads expressions by precedence climbing, with the operators and literals of GNU {@code as}. */
public final class ExpressionParser {
    private static final int DEEPEST = 400;
    private static final int MOST_OPERATORS = 1000;

    private final SymbolTable symbols;
    private final Supplier<Point> here;
    private int depth;
    private int operators;

    /**
     * @param symbols where names are looked up
     * @param here    gives the location counter, for {@code .}
     */
    public ExpressionParser(SymbolTable symbols, Supplier<Point> here) {
        this.symbols = symbols;
        this.here = here;
    }

    /** Returns the expression that comes next and passes it. */
    public Expression parse(Cursor cursor) {
        depth = 0;
        operators = 0;
        return parse(cursor, 1);
    }

    private Expression parse(Cursor cursor, int weakest) {
        Expression left = operand(cursor);
        while (true) {
            int start = cursor.skipBlanks().position();
            BinaryOperator operator = operator(cursor);
            if (operator == null || operator.precedence() < weakest) {
                cursor.moveTo(start);
                return left;
            }
            Location place = cursor.placeSince(start);
            Expression right = parse(cursor, operator.precedence() + 1);
            left = combine(operator, left, right, place);
            if (left instanceof Binary && ++operators > MOST_OPERATORS) {
                throw cursor.errorSince(start, "this expression has too many operators", "at most " + MOST_OPERATORS);
            }
        }
    }

    private static BinaryOperator operator(Cursor cursor) {
        char first = cursor.peek();
        if (first == 0 || first == ',' || first == '(' || first == ')') {
            return null;
        }
        for (BinaryOperator operator : BinaryOperator.values()) {
            String text = operator.text();
            if (text.charAt(0) == first && (text.length() == 1 || cursor.peek(1) == text.charAt(1))) {
                cursor.advance(text.length());
                return operator;
            }
        }
        return null;
    }

    private static Expression combine(BinaryOperator operator, Expression left, Expression right, Location place) {
        if (left instanceof Constant(long a) && right instanceof Constant(long b) && !(operator.dividesByRight() && b == 0)) {
            return new Constant(operator.apply(a, b));
        }
        return new Binary(operator, left, right, place);
    }

    private Expression operand(Cursor cursor) {
        if (++depth > DEEPEST) {
            throw cursor.unexpected("an expression that is less deeply nested");
        }
        char c = cursor.peekSolid();
        int start = cursor.position();
        Expression result = switch (c) {
            case '(' -> parenthesized(cursor, ')');
            case '[' -> parenthesized(cursor, ']');
            case '-' -> unary(cursor, UnaryOperator.NEGATE);
            case '~' -> unary(cursor, UnaryOperator.COMPLEMENT);
            case '!' -> unary(cursor, UnaryOperator.NOT);
            case '+' -> {
                cursor.advance();
                yield operand(cursor);
            }
            case '\'' -> character(cursor);
            case '"' -> reference(cursor, cursor.symbolName(), start);
            default -> {
                if (Characters.isDigit(c)) {
                    yield numberOrLabel(cursor);
                }
                if (!Characters.startsName(c)) {
                    throw cursor.unexpected("a number or symbol");
                }
                yield reference(cursor, cursor.name(), start);
            }
        };
        depth--;
        return result;
    }

    private Expression parenthesized(Cursor cursor, char close) {
        cursor.advance();
        Expression inner = parse(cursor, 1);
        cursor.expect(close);
        return inner;
    }

    private Expression unary(Cursor cursor, UnaryOperator operator) {
        int start = cursor.position();
        cursor.advance();
        Location place = cursor.placeSince(start);
        Expression operand = operand(cursor);
        return operand instanceof Constant(long value) ? new Constant(operator.apply(value)) : new Unary(operator, operand, place);
    }

    private static Expression character(Cursor cursor) {
        int start = cursor.position();
        cursor.advance();
        if (cursor.peek() == 0) {
            throw cursor.errorSince(start, "a character is missing after '", "'a");
        }
        int value;
        if (cursor.peek() == '\\') {
            value = StringReader.escape(cursor);
        } else {
            value = cursor.peek();
            cursor.advance();
        }
        if (cursor.peek() == '\'') {
            cursor.advance();
        }
        return new Constant(value);
    }

    private Expression numberOrLabel(Cursor cursor) {
        int start = cursor.position();
        int end = 0;
        while (Characters.isDigit(cursor.peek(end))) {
            end++;
        }
        char suffix = cursor.peek(end);
        boolean isBinary = end == 1 && cursor.peek() == '0' && suffix == 'b' && (cursor.peek(2) == '0' || cursor.peek(2) == '1');
        if ((suffix == 'b' || suffix == 'f') && !isBinary && !Characters.continuesName(cursor.peek(end + 1))) {
            cursor.advance(end);
            return numericLabel(cursor, start, suffix);
        }
        BigInteger value = NumberReader.read(cursor);
        if (value.bitLength() > 64) {
            throw cursor.errorSince(start, "the number " + cursor.since(start) + " needs more than 64 bits", "");
        }
        return new Constant(value.longValue());
    }

    private Expression numericLabel(Cursor cursor, int start, char direction) {
        String digits = cursor.since(start);
        cursor.advance();
        if (digits.length() > 9) {
            throw cursor.errorSince(start, "the label number " + digits + " is too large", "at most 999999999");
        }
        int number = Integer.parseInt(digits);
        SourceSymbol symbol = direction == 'b' ? symbols.backward(number) : symbols.forward(number);
        if (symbol == null) {
            throw cursor.errorSince(start, "there is no label " + number + ": before this line", number + "f for a label after it");
        }
        symbol.addReference(cursor.placeSince(start));
        return new Reference(symbol, cursor.placeSince(start));
    }

    private Expression reference(Cursor cursor, String name, int start) {
        Location place = cursor.placeSince(start);
        if (name.equals(".")) {
            return new Reference(symbols.unnamed(here.get(), place), place);
        }
        SourceSymbol symbol = symbols.get(name);
        symbol.addReference(place);
        if (symbol.equate() != null && symbol.isRedefinable()) {
            return symbol.equate() instanceof Constant constant ? constant : new Settled(symbol.equate());
        }
        if (symbol.equate() instanceof Constant constant) {
            return constant;
        }
        return new Reference(symbol, place);
    }
}
