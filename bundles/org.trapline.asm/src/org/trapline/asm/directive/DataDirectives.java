// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.directive;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.regex.Pattern;

import org.trapline.asm.Directive;
import org.trapline.asm.Location;
import org.trapline.asm.expression.Expression;
import org.trapline.asm.expression.Expression.Constant;
import org.trapline.asm.expression.NumberReader;
import org.trapline.asm.object.Section;
import org.trapline.asm.section.SectionBuilder;
import org.trapline.asm.text.Characters;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.StringReader;
import org.trapline.asm.text.SyntaxException;
import org.trapline.asm.unit.Unit;

/** Directives that emit data. */
final class DataDirectives {
    private static final Pattern DECIMAL = Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?");

    private final Unit unit;

    DataDirectives(Unit unit) {
        this.unit = unit;
    }

    void register(Map<Directive, Handler> handlers) {
        handlers.put(Directive.BYTE, operands -> numbers(operands, 1));
        handlers.put(Directive.HALF, operands -> numbers(operands, 2));
        handlers.put(Directive.WORD, operands -> numbers(operands, 4));
        handlers.put(Directive.DWORD, operands -> numbers(operands, 8));
        handlers.put(Directive.OCTA, this::octa);
        handlers.put(Directive.ULEB128, operands -> leb128(operands, false));
        handlers.put(Directive.SLEB128, operands -> leb128(operands, true));
        handlers.put(Directive.FLOAT, operands -> floats(operands, 4));
        handlers.put(Directive.DOUBLE, operands -> floats(operands, 8));
        handlers.put(Directive.ASCII, operands -> strings(operands, false));
        handlers.put(Directive.ASCIZ, operands -> strings(operands, true));
        handlers.put(Directive.ZERO, this::space);
        handlers.put(Directive.SKIP, this::space);
        handlers.put(Directive.FILL, this::fill);
    }

    private void numbers(Cursor operands, int size) {
        if (operands.atEnd()) {
            return;
        }
        do {
            operands.skipBlanks();
            int start = operands.position();
            if (operands.atEnd() || operands.peek() == ',') {
                unit.diagnostics().warning(operands.statement(), operands.here(), "a missing number is taken as zero");
                emit(operands, start, Expression.ZERO, size);
                continue;
            }
            emit(operands, start, unit.expression(operands), size);
        } while (operands.acceptComma());
    }

    private void emit(Cursor operands, int start, Expression expression, int size) {
        Location place = operands.placeSince(start);
        // A difference of labels is left to the end, or to the linker, which may shorten code between them.
        Expression now = unit.evaluator().settle(expression, false);
        if (unit.section().type() == Section.NOBITS && !(now instanceof Constant(long zero) && zero == 0)) {
            unit.requireContents(operands);
        }
        if (now instanceof Constant(long number)) {
            warnIfCut(operands, place, number, size);
        }
        unit.section().appendData(now, size, operands.statement(), place);
    }

    private void warnIfCut(Cursor operands, Location place, long number, int size) {
        if (size < 8 && (number < -(1L << 8 * size - 1) || number >= 1L << 8 * size)) {
            long kept = number & (1L << 8 * size) - 1;
            unit.diagnostics().warning(operands.statement(), place,
                "the value 0x" + Long.toHexString(number) + " is cut to 0x" + Long.toHexString(kept));
        }
    }

    private void octa(Cursor operands) {
        do {
            operands.skipBlanks();
            int start = operands.position();
            boolean negative = operands.accept('-');
            operands.skipBlanks();
            if (!Characters.isDigit(operands.peek())) {
                throw operands.unexpected("a number");
            }
            BigInteger value = NumberReader.read(operands);
            if (value.bitLength() > 128) {
                throw operands.errorSince(start, "the number needs more than 128 bits", "");
            }
            BigInteger stored = negative ? value.negate() : value;
            unit.requireContents(operands);
            unit.section().append(stored.longValue(), 8);
            unit.section().append(stored.shiftRight(64).longValue(), 8);
        } while (operands.acceptComma());
        operands.expectEnd();
    }

    private void leb128(Cursor operands, boolean signed) {
        do {
            int start = operands.skipBlanks().position();
            Expression expression = unit.evaluator().settle(unit.expression(operands), true);
            unit.requireContents(operands);
            unit.section().appendLeb128(expression, signed, operands.statement(), operands.placeSince(start));
        } while (operands.acceptComma());
        operands.expectEnd();
    }

    private void floats(Cursor operands, int size) {
        do {
            int start = operands.skipBlanks().position();
            String text = decimal(operands);
            unit.requireContents(operands);
            if (!text.endsWith("Infinity") && Double.isInfinite(size == 4 ? Float.parseFloat(text) : Double.parseDouble(text))) {
                throw operands.errorSince(start, "the number " + text + " is too large for " + size + " bytes", "");
            }
            unit.section().append(bits(text, size), size);
        } while (operands.acceptComma());
        operands.expectEnd();
    }

    private static long bits(String text, int size) {
        if (text.endsWith("NaN")) {
            // GNU as sets all bits of a NaN but the sign.
            return text.startsWith("-") ? -1 : -1L >>> 65 - 8 * size;
        }
        if (text.endsWith("Infinity")) {
            return size == 4 ? Float.floatToRawIntBits(Float.parseFloat(text)) : Double.doubleToRawLongBits(Double.parseDouble(text));
        }
        return size == 4 ? floatBits(text) : doubleBits(text);
    }

    /** GNU as rounds what lies in the middle of two numbers away from zero, where Java takes the even one. */
    private static long floatBits(String text) {
        int bits = Float.floatToRawIntBits(Float.parseFloat(text));
        BigDecimal here = new BigDecimal(Float.intBitsToFloat(bits)).abs();
        float next = Float.intBitsToFloat(bits + 1);
        boolean tie = Float.isFinite(next) && isMiddle(text, here, new BigDecimal(next).abs());
        return tie ? bits + 1 : bits;
    }

    private static long doubleBits(String text) {
        long bits = Double.doubleToRawLongBits(Double.parseDouble(text));
        BigDecimal here = new BigDecimal(Double.longBitsToDouble(bits)).abs();
        double next = Double.longBitsToDouble(bits + 1);
        boolean tie = Double.isFinite(next) && isMiddle(text, here, new BigDecimal(next).abs());
        return tie ? bits + 1 : bits;
    }

    private static boolean isMiddle(String text, BigDecimal low, BigDecimal high) {
        return new BigDecimal(text).abs().multiply(BigDecimal.TWO).compareTo(low.add(high)) == 0;
    }

    /** Returns the decimal number that comes next, of a form that Java reads too. */
    private static String decimal(Cursor operands) {
        int start = operands.skipBlanks().position();
        if (operands.peek() == '0' && operands.peek(1) != 0 && "fFdDrR".indexOf(operands.peek(1)) >= 0) {
            // 0f1.5 and 0d1.5: the letter says that a floating-point number follows.
            operands.advance(2);
        }
        int from = operands.position();
        passSign(operands);
        String special = operands.peekName();
        if (special.equalsIgnoreCase("inf") || special.equalsIgnoreCase("infinity") || special.equalsIgnoreCase("nan")) {
            operands.advance(special.length());
            String sign = operands.since(from).startsWith("-") ? "-" : "";
            return sign + (special.equalsIgnoreCase("nan") ? "NaN" : "Infinity");
        }
        while (Characters.isDigit(operands.peek()) || operands.peek() == '.') {
            operands.advance();
        }
        if (operands.peek() == 'e' || operands.peek() == 'E') {
            operands.advance();
            passSign(operands);
            while (Characters.isDigit(operands.peek())) {
                operands.advance();
            }
        }
        String text = operands.since(from);
        if (text.isEmpty()) {
            throw operands.unexpected("a floating-point number such as 1.5 or 2e10");
        }
        if (!DECIMAL.matcher(text).matches()) {
            throw operands.errorSince(start, "'" + text + "' is not a floating-point number", "a number such as 1.5 or 2e10");
        }
        return text;
    }

    private static void passSign(Cursor operands) {
        if (operands.peek() == '-' || operands.peek() == '+') {
            operands.advance();
        }
    }

    private void strings(Cursor operands, boolean terminated) {
        if (operands.atEnd()) {
            return;
        }
        do {
            byte[] bytes = StringReader.bytes(operands);
            unit.requireContents(operands);
            unit.section().append(bytes);
            // Strings that follow each other without a comma are one string.
            while (operands.peekSolid() == '"') {
                unit.section().append(StringReader.bytes(operands));
            }
            if (terminated) {
                unit.section().append(0, 1);
            }
        } while (operands.acceptComma());
        operands.expectEnd();
    }

    private void space(Cursor operands) {
        int start = operands.skipBlanks().position();
        Expression count = unit.evaluator().settle(unit.expression(operands), true);
        Location place = operands.placeSince(start);
        long fill = operands.acceptComma() ? unit.number(operands) : 0;
        operands.expectEnd();
        if (fill != 0) {
            unit.requireContents(operands);
        }
        append(operands, count, new byte[] {(byte) fill}, place);
    }

    private void fill(Cursor operands) {
        int start = operands.skipBlanks().position();
        Expression count = unit.evaluator().settle(unit.expression(operands), true);
        Location place = operands.placeSince(start);
        long size = 1;
        long value = 0;
        if (operands.acceptComma()) {
            size = unit.number(operands, 0, Long.MAX_VALUE, "size");
            if (operands.acceptComma()) {
                value = unit.number(operands);
            }
        }
        operands.expectEnd();
        if (value != 0) {
            unit.requireContents(operands);
        }
        byte[] pattern = new byte[(int) Math.min(size, 8)];
        for (int i = 0; i < Math.min(pattern.length, 4); i++) {
            pattern[i] = (byte) (value >> 8 * i);
        }
        if (pattern.length > 0) {
            append(operands, count, pattern, place);
        }
    }

    private void append(Cursor operands, Expression count, byte[] pattern, Location place) {
        if (count instanceof Constant(long number)) {
            if (number < 0) {
                unit.diagnostics().warning(operands.statement(), place, "the count " + number + " is negative; nothing is emitted");
                return;
            }
            if (number > SectionBuilder.LARGEST && unit.section().type() != Section.NOBITS) {
                throw new SyntaxException(place, "the count " + number + " is too large for a section with contents", "at most " + SectionBuilder.LARGEST, 0);
            }
        }
        unit.section().appendSpace(count, pattern, operands.statement(), place);
    }
}
