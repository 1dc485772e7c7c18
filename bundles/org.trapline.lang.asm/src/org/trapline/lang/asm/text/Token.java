// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.text;

/**
 * A stretch of source as the lexer cut it.
 *
 * @param kind   what it is
 * @param offset first character, from the start of the source
 * @param text   the characters
 */
public record Token(Kind kind, int offset, String text) {

    /** What a token is. */
    public enum Kind {
        /** A mnemonic, a directive, a register, a symbol. */
        WORD,
        /** A reference to a numeric label, such as {@code 1f}. */
        LOCAL,
        NUMBER,
        STRING,
        CHARACTER,
        /** A word with holes for macro parameters. */
        TEMPLATE,
        /** A comma, a parenthesis, an operator. */
        SIGN,
        /** The semicolon between statements of one line. */
        SEPARATOR,
        NEWLINE,
        BLANK,
        LINE_COMMENT,
        BLOCK_COMMENT;

        /** Tells whether such a token says something to the assembler within a statement. */
        public boolean isVisible() {
            return ordinal() < SEPARATOR.ordinal();
        }

        /** Tells whether this is a comment. */
        public boolean isComment() {
            return this == LINE_COMMENT || this == BLOCK_COMMENT;
        }
    }

    /** Returns the offset behind the last character. */
    public int end() {
        return offset + text.length();
    }

    /** Returns the number of characters. */
    public int length() {
        return text.length();
    }

    /** Tells whether this is the sign {@code sign}. */
    public boolean is(String sign) {
        return kind == Kind.SIGN && text.equals(sign);
    }

    /** Tells whether the caret before the character at {@code place} touches the token. */
    public boolean touches(int place) {
        return offset <= place && place <= end();
    }

    /** Tells whether a name may start with {@code c}. */
    public static boolean startsName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '.' || c == '$' || c >= 0x80;
    }

    /** Tells whether a name may contain {@code c}. */
    public static boolean continuesName(char c) {
        return startsName(c) || c >= '0' && c <= '9';
    }
}
