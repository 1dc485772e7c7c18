// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.assist;

import org.trapline.lang.asm.syntax.Label;
import org.trapline.lang.asm.syntax.NumericLabel;
import org.trapline.lang.asm.syntax.TemplateLabel;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Clause.Slot;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.Token.Kind;
import org.trapline.lang.asm.text.Tokens;

/**
 * Where the caret is: what has been typed of a word, and which statement the word belongs to.
 *
 * @param offset      the caret
 * @param start       where the word begins
 * @param prefix      what has been typed of it
 * @param place       what sort of word goes here
 * @param clause      the statement whose operand goes here; null at the start of a statement
 * @param slot        which operand
 */
record Caret(int offset, int start, String prefix, Place place, Clause clause, Slot slot) {

    /** What sort of word goes somewhere. */
    enum Place {
        /** A mnemonic, directive or macro. */
        HEAD,
        OPERAND,
        /** Behind a percent sign. */
        FUNCTION,
        /** Behind a backslash. */
        PARAMETER,
        /** Comments and strings. */
        NONE
    }

    static Caret at(Tokens tokens, String text, int offset) {
        int start = offset;
        while (start > 0 && Token.continuesName(text.charAt(start - 1))) {
            start--;
        }
        char before = start > 0 ? text.charAt(start - 1) : ' ';
        String prefix = text.substring(start, offset);
        if (isInComment(tokens, offset)) {
            return new Caret(offset, start, prefix, Place.NONE, null, null);
        }
        if (before == '@') {
            start--;
            prefix = '@' + prefix;
        }
        if (before == '\\' || before == '%') {
            return new Caret(offset, start - 1, text.substring(start - 1, offset), before == '%' ? Place.FUNCTION : Place.PARAMETER, null, null);
        }
        Token token = start > 0 ? tokens.at(start - 1) : null;
        Token current = tokens.at(start);
        boolean inString = token != null && (token.kind() == Kind.STRING || token.kind() == Kind.CHARACTER) && (token == current || isOpen(token) && token.end() == start);
        Clause clause = inString || start == 0 ? null : clauseBefore(tokens, start);
        Place place = inString ? Place.NONE : clause == null ? Place.HEAD : Place.OPERAND;
        return new Caret(offset, start, prefix, place, clause, clause == null ? null : clause.slot(start));
    }

    private static boolean isOpen(Token token) {
        return token.kind() == Kind.STRING && (token.length() == 1 || !token.text().endsWith("\""));
    }

    private static boolean isInComment(Tokens tokens, int offset) {
        Token token = offset > 0 ? tokens.at(offset - 1) : null;
        return token != null && (token.kind() == Kind.LINE_COMMENT || token.kind() == Kind.BLOCK_COMMENT && offset < token.end());
    }

    /** Returns the statement that a word starting at {@code start} would be an operand of, or null. */
    private static Clause clauseBefore(Tokens tokens, int start) {
        Clause clause = tokens.clauseAt(start - 1);
        if (clause == null || clause.offset() >= start || clause.statement() instanceof Label || clause.statement() instanceof NumericLabel
                || clause.statement() instanceof TemplateLabel) {
            return null;
        }
        return clause.head().end() < start ? clause : null;
    }
}
