// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.expression;

import java.math.BigInteger;

import org.trapline.asm.text.Characters;
import org.trapline.asm.text.Cursor;

/** Reads integer literals: decimal, octal ({@code 017}), hexadecimal ({@code 0x1f}), binary ({@code 0b11}), with C suffixes U and L. */
public final class NumberReader {

    private NumberReader() {
    }

    /** Returns the literal that comes next, which must start with a digit, and passes it. */
    public static BigInteger read(Cursor cursor) {
        int start = cursor.position();
        int base = base(cursor);
        int digits = cursor.position();
        while (Character.digit(cursor.peek(), base) >= 0 && cursor.peek() < 0x80) {
            cursor.advance();
        }
        String text = cursor.since(digits);
        if (text.isEmpty()) {
            throw cursor.errorSince(start, "'" + cursor.since(start) + "' has no digits", "a number");
        }
        suffix(cursor);
        if (Characters.continuesName(cursor.peek())) {
            while (Characters.continuesName(cursor.peek())) {
                cursor.advance();
            }
            throw cursor.errorSince(start, "'" + cursor.since(start) + "' is not a number", "a number");
        }
        return new BigInteger(text, base);
    }

    private static int base(Cursor cursor) {
        if (cursor.peek() != '0') {
            return 10;
        }
        switch (cursor.peek(1)) {
            case 'x', 'X':
                cursor.advance(2);
                return 16;
            case 'b', 'B':
                cursor.advance(2);
                return 2;
            default:
                return 8;
        }
    }

    private static void suffix(Cursor cursor) {
        if (cursor.peek() == 'u' || cursor.peek() == 'U') {
            cursor.advance();
        }
        while (cursor.peek() == 'l' || cursor.peek() == 'L') {
            cursor.advance();
        }
    }
}
