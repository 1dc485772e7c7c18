// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.text;

import java.util.List;
import java.util.Locale;

import org.trapline.asm.Directive;
import org.trapline.lang.asm.syntax.Statement;

/**
 * One statement as its tokens: what it does, and what it does it to. Labels are clauses without operands.
 *
 * @param statement the statement
 * @param head      its first token: a mnemonic, a directive, a macro's name, a label, or the name that is assigned to
 * @param operands  the visible tokens behind the head
 */
public record Clause(Statement statement, Token head, List<Token> operands) {

    /**
     * A place among the operands.
     *
     * @param commas number of commas before it that are not in parentheses
     * @param inside whether it is in parentheses
     */
    public record Slot(int commas, boolean inside) {
    }

    /** Returns the head in lower case, as mnemonics, directives and macros are looked up. */
    public String word() {
        return head.text().toLowerCase(Locale.ROOT);
    }

    /** Returns the directive that the statement is, or null. */
    public Directive directive() {
        return head.kind() == Token.Kind.WORD && head.text().startsWith(".") ? Directive.named(head.text()) : null;
    }

    /** Returns the offset of the first character. */
    public int offset() {
        return head.offset();
    }

    /** Returns the offset behind the last visible token. */
    public int end() {
        return operands.isEmpty() ? head.end() : operands.getLast().end();
    }

    /** Returns which operand a token or caret at {@code offset} belongs to. */
    public Slot slot(int offset) {
        int commas = 0;
        int depth = 0;
        for (Token token : operands) {
            if (token.offset() >= offset) {
                break;
            }
            if (token.is("(")) {
                depth++;
            } else if (token.is(")")) {
                depth--;
            } else if (token.is(",") && depth <= 0) {
                commas++;
            }
        }
        return new Slot(commas, depth > 0);
    }

    /** Returns the tokens of the operand behind the given number of commas. */
    public List<Token> operand(int commas) {
        return operands.stream().filter(token -> !(token.is(",") && !slot(token.offset()).inside()))
            .filter(token -> slot(token.offset()).commas() == commas).toList();
    }
}
