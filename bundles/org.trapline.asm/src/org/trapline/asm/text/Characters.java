// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.text;

/** The character classes of the language. */
public final class Characters {

    private Characters() {
    }

    /** Tells whether a symbol may start with {@code c}. */
    public static boolean startsName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '.' || c == '$' || c >= 0x80;
    }

    /** Tells whether a symbol may contain {@code c}. */
    public static boolean continuesName(char c) {
        return startsName(c) || isDigit(c);
    }

    /** Tells whether {@code c} is a decimal digit. */
    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Tells whether {@code c} is a blank within a line. */
    public static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == 0x0b;
    }

    /** Returns the index after the name that starts at {@code from}, or {@code from} if none does. */
    public static int endOfName(CharSequence text, int from) {
        if (from >= text.length() || !startsName(text.charAt(from))) {
            return from;
        }
        int at = from + 1;
        while (at < text.length() && continuesName(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
