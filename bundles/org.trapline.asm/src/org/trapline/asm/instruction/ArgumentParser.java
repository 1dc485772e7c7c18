// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.instruction;

import java.util.Arrays;
import java.util.List;

import org.trapline.asm.Modifier;
import org.trapline.asm.Suggestions;
import org.trapline.asm.expression.Expression;
import org.trapline.asm.expression.Expression.Constant;
import org.trapline.asm.expression.Expression.Reference;
import org.trapline.asm.expression.SourceSymbol;
import org.trapline.asm.expression.Value;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.SyntaxException;
import org.trapline.asm.unit.Unit;
import org.trapline.isa.CsrNames;
import org.trapline.isa.Operand;
import org.trapline.isa.Registers;
import org.trapline.isa.RoundingMode;

/** Reads operands. */
final class ArgumentParser {
    private static final String FENCE_LETTERS = "iorw";

    private final Unit unit;

    ArgumentParser(Unit unit) {
        this.unit = unit;
    }

    /**
     * Returns the operand that comes next, read as {@code operand} wants it.
     * @param label what messages call it
     */
    Argument parse(Cursor cursor, Operand operand, String label) {
        return switch (operand.kind()) {
            case REGISTER -> register(cursor, label);
            case FREGISTER -> floatRegister(cursor, label);
            case IMMEDIATE, UPPER -> immediate(cursor, operand);
            case DISPLACEMENT -> isBaseOnly(cursor) ? Argument.number(0, cursor.here()) : immediate(cursor, operand);
            case SHAMT, ZIMM -> number(cursor, operand);
            case OFFSET -> address(cursor, "a label");
            case CSR -> csr(cursor);
            case FENCE_SET -> fenceSet(cursor);
            case ROUNDING -> roundingMode(cursor, operand);
            case ORDERING -> throw new IllegalArgumentException(operand + " is part of the mnemonic");
        };
    }

    /** Returns the integer register that comes next. */
    Argument register(Cursor cursor, String label) {
        return register(cursor, Registers.number(cursor.peekName()), "a register for " + label, Registers.abiNames());
    }

    private static Argument floatRegister(Cursor cursor, String label) {
        return register(cursor, Registers.floatNumber(cursor.peekName()), "a floating-point register for " + label, Registers.floatAbiNames());
    }

    private static Argument register(Cursor cursor, int number, String expected, List<String> names) {
        int start = cursor.skipBlanks().position();
        String name = cursor.peekName();
        if (number < 0) {
            SyntaxException plain = cursor.unexpected(expected);
            if (name.isEmpty()) {
                throw plain;
            }
            String nearest = Suggestions.nearest(name, names);
            String message = "'" + name + "' is not " + expected.substring(0, expected.indexOf(" for "))
                + (nearest == null ? "" : ", did you mean '" + nearest + "'?");
            throw new SyntaxException(plain.location(), message, expected, start);
        }
        cursor.name();
        return Argument.number(number, cursor.placeSince(start));
    }

    private static Argument roundingMode(Cursor cursor, Operand operand) {
        int start = cursor.skipBlanks().position();
        String name = cursor.name();
        for (RoundingMode mode : RoundingMode.values()) {
            if (mode.sourceName().equals(name)) {
                return Argument.number(mode.code(), cursor.placeSince(start));
            }
        }
        if (name.isEmpty()) {
            throw cursor.unexpected("a rounding mode: rne, rtz, rdn, rup, rmm or dyn");
        }
        throw cursor.errorSince(start, "unknown rounding mode '" + name + "'", "rne, rtz, rdn, rup, rmm or dyn");
    }

    /** Tells whether an offset has been left out before a base register in parentheses. */
    private static boolean isBaseOnly(Cursor cursor) {
        if (cursor.peekSolid() != '(') {
            return false;
        }
        int start = cursor.position();
        cursor.advance();
        boolean result = Registers.number(cursor.name()) >= 0 && cursor.accept(')');
        cursor.moveTo(start);
        return result;
    }

    private Argument immediate(Cursor cursor, Operand operand) {
        if (cursor.peekSolid() == '%') {
            return modified(cursor, operand);
        }
        return number(cursor, operand);
    }

    private Argument number(Cursor cursor, Operand operand) {
        int start = cursor.skipBlanks().position();
        long value = constant(cursor, operand.label());
        String complaint = operand.complaint(value);
        if (complaint != null) {
            throw cursor.errorSince(start, complaint, operand.kind() == Operand.Kind.OFFSET ? "" : "a number in " + operand.min() + ".." + operand.max());
        }
        return Argument.number(value, cursor.placeSince(start));
    }

    /** Returns the number that comes next; it must be known here. */
    long constant(Cursor cursor, String label) {
        int start = cursor.skipBlanks().position();
        String name = cursor.peekName();
        if (Registers.number(name) >= 0 && unit.symbols().find(name) == null) {
            cursor.name();
            throw cursor.errorSince(start, "'" + name + "' is a register", "a number for " + label);
        }
        Expression expression = unit.expression(cursor);
        Value value = unit.evaluator().reduce(expression);
        if (!value.isConstant()) {
            throw notConstant(cursor, start, value, label);
        }
        if (!(expression instanceof Constant) && mayStillChange(expression)) {
            throw cursor.errorSince(start, "the linker may shorten the code between these labels, so their distance is not known here",
                ".option norelax before the code, or .word for the distance");
        }
        return value.constant();
    }

    private SyntaxException notConstant(Cursor cursor, int start, Value value, String label) {
        SourceSymbol symbol = value.plus() != null ? value.plus() : value.minus();
        if (!symbol.isDefined()) {
            return cursor.errorSince(start, "symbol '" + symbol.name() + "' has no value here", "a number for " + label + " that is known above");
        }
        return cursor.errorSince(start, value.minus() != null ? "the distance is not known here" : "'" + symbol.name() + "' is an address",
            "a number for " + label + ", or a part of the address such as %lo(" + symbol.name() + ')');
    }

    private boolean mayStillChange(Expression expression) {
        return switch (expression) {
            case Constant ignored -> false;
            case Reference reference -> reference.symbol().equate() != null && mayStillChange(reference.symbol().equate());
            case Expression.Settled settled -> mayStillChange(settled.value());
            case Expression.Unary unary -> mayStillChange(unary.operand());
            case Expression.Binary binary -> isMovable(binary) || mayStillChange(binary.left()) || mayStillChange(binary.right());
        };
    }

    private boolean isMovable(Expression.Binary binary) {
        SourceSymbol left = symbolOf(binary.left());
        SourceSymbol right = symbolOf(binary.right());
        return left != null && right != null && left.label().mayMoveAgainst(right.label());
    }

    private SourceSymbol symbolOf(Expression expression) {
        Value value = unit.evaluator().evaluate(expression);
        return value.isAddress() && value.plus().label() != null ? value.plus() : null;
    }

    private Argument modified(Cursor cursor, Operand operand) {
        int start = cursor.position();
        cursor.advance();
        String name = cursor.name();
        Modifier modifier = Modifier.named(name);
        if (modifier == null) {
            String nearest = Suggestions.nearest(name, Arrays.stream(Modifier.values()).map(m -> m.text().substring(1)).toList());
            throw cursor.errorSince(start, "unknown operator %" + name + (nearest == null ? "" : ", did you mean %" + nearest + "?"),
                "%hi, %lo, %pcrel_hi or %pcrel_lo");
        }
        if (!modifier.isSupported()) {
            throw cursor.errorSince(start, modifier.text() + " is not supported: there is no dynamic linking and no thread-local storage here", "");
        }
        if (!modifier.fits(operand)) {
            throw cursor.errorSince(start, modifier.text() + " does not fit here",
                operand.kind() == Operand.Kind.UPPER ? "%hi or %pcrel_hi" : "%lo or %pcrel_lo");
        }
        cursor.expect('(');
        Expression expression = unit.expression(cursor);
        cursor.expect(')');
        return Argument.address(expression, modifier, cursor.placeSince(start));
    }

    /** Returns the address that comes next, which may be unknown yet. */
    Argument address(Cursor cursor, String what) {
        int start = cursor.skipBlanks().position();
        if (cursor.peek() == '%') {
            throw cursor.unexpected(what);
        }
        Expression expression = unit.expression(cursor);
        return Argument.address(expression, null, cursor.placeSince(start));
    }

    private Argument csr(Cursor cursor) {
        int start = cursor.skipBlanks().position();
        String name = cursor.peekName();
        int number = CsrNames.number(name);
        if (number >= 0) {
            cursor.name();
            return Argument.number(number, cursor.placeSince(start));
        }
        if (!name.isEmpty() && unit.symbols().find(name) == null) {
            cursor.name();
            String nearest = Suggestions.nearest(name, CsrNames.all().keySet());
            throw cursor.errorSince(start, "unknown CSR '" + name + "'" + (nearest == null ? "" : ", did you mean '" + nearest + "'?"),
                "the name or number of a CSR");
        }
        return number(cursor, Operand.CSR);
    }

    private Argument fenceSet(Cursor cursor) {
        int start = cursor.skipBlanks().position();
        String letters = cursor.name();
        int set = 0;
        int last = -1;
        for (char letter : letters.toCharArray()) {
            int index = FENCE_LETTERS.indexOf(letter);
            if (index <= last) {
                set = 0;
                break;
            }
            set |= 8 >> index;
            last = index;
        }
        if (set == 0) {
            throw letters.isEmpty() ? cursor.unexpected("letters out of iorw, in this order")
                : cursor.errorSince(start, "'" + letters + "' is no set of accesses", "letters out of iorw, in this order");
        }
        return Argument.number(set, cursor.placeSince(start));
    }

    /** Passes a zero offset that may stand before a base register in parentheses. */
    void passZeroOffset(Cursor cursor) {
        if (cursor.peekSolid() != '(') {
            int start = cursor.position();
            long value = constant(cursor, "the offset");
            if (value != 0) {
                throw cursor.errorSince(start, "atomic instructions take no offset", "0 or nothing before (");
            }
        }
    }

}
