// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.text;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Reads quoted strings and their escapes as bytes. */
public final class StringReader {

    private StringReader() {
    }

    /** Returns the bytes of the string that comes next and passes it. */
    public static byte[] bytes(Cursor cursor) {
        if (cursor.peekSolid() != '"') {
            throw cursor.unexpected("a string in double quotes");
        }
        int start = cursor.position();
        cursor.advance();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (cursor.peek() != '"') {
            if (cursor.peek() == 0) {
                throw cursor.errorSince(start, "this string is not closed", "\" at its end");
            }
            next(cursor, bytes);
        }
        cursor.advance();
        return bytes.toByteArray();
    }

    /** Returns the string that comes next as text, and passes it. */
    public static String text(Cursor cursor) {
        return new String(bytes(cursor), StandardCharsets.UTF_8);
    }

    private static void next(Cursor cursor, ByteArrayOutputStream bytes) {
        if (cursor.peek() == '\\') {
            bytes.write(escape(cursor));
            return;
        }
        int length = Character.isHighSurrogate(cursor.peek()) && Character.isLowSurrogate(cursor.peek(1)) ? 2 : 1;
        int from = cursor.position();
        cursor.advance(length);
        bytes.writeBytes(cursor.since(from).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the byte that the escape sequence at the cursor stands for, and passes it. */
    public static int escape(Cursor cursor) {
        int start = cursor.position();
        cursor.advance();
        char c = cursor.peek();
        if (Characters.isDigit(c)) {
            return octal(cursor);
        }
        cursor.advance();
        switch (c) {
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'v':
                return 0x0b;
            case 'x', 'X':
                if (Character.digit(cursor.peek(), 16) < 0) {
                    throw cursor.errorSince(start, "\\x without hexadecimal digits", "\\x41");
                }
                return hexadecimal(cursor);
            default:
                // A backslash before anything else is passed over, as GNU as does.
                return c;
        }
    }

    /** GNU as lets 8 and 9 pass as octal digits. */
    private static int octal(Cursor cursor) {
        int value = 0;
        for (int i = 0; i < 3 && Characters.isDigit(cursor.peek()); i++) {
            value = value * 8 + cursor.peek() - '0' & 0xff;
            cursor.advance();
        }
        return value;
    }

    private static int hexadecimal(Cursor cursor) {
        int value = 0;
        while (Character.digit(cursor.peek(), 16) >= 0) {
            value = value * 16 + Character.digit(cursor.peek(), 16) & 0xff;
            cursor.advance();
        }
        return value;
    }
}
