// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.hover;

import java.util.List;
import java.util.Locale;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Help;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.Tokens;

/** Pages about numbers: in other bases, and as the cause of a trap where a cause register is being looked at. */
final class NumberPage {
    private static final int NEAR = 8;

    private NumberPage() {
    }

    static String of(Tokens tokens, Clause clause, Token token, String role) {
        Long value = value(token);
        if (value == null) {
            return null;
        }
        StringBuilder page = new StringBuilder("**" + value + "** · `0x" + Long.toHexString(value) + '`');
        if (value > 1 && value <= 0xffff) {
            page.append(" · `0b").append(Long.toBinaryString(value)).append('`');
        }
        if (value > ' ' && value < 0x7f) {
            page.append(" · `").append((char) value.longValue()).append('`');
        }
        Cause cause = followsCause(tokens, clause) ? Cause.of(value) : null;
        return page + role + (cause == null ? "" : "\n\n---\n\n" + Help.of(cause));
    }

    /** Tells whether one of the last few statements reads a cause register. */
    static boolean followsCause(Tokens tokens, Clause clause) {
        int index = tokens.clauses().indexOf(clause);
        List<Clause> before = tokens.clauses().subList(Math.max(0, index - NEAR), Math.max(0, index));
        return before.stream().anyMatch(earlier -> earlier.word().startsWith("csr")
            && earlier.operands().stream().anyMatch(token -> isCause(Csr.named(token.text()))));
    }

    private static boolean isCause(Csr csr) {
        return csr == Csr.MCAUSE || csr == Csr.SCAUSE;
    }

    /** Returns the number that a token is, or null. */
    static Long value(Token token) {
        String text = token.text().toLowerCase(Locale.ROOT);
        try {
            if (token.kind() == Token.Kind.CHARACTER) {
                return text.length() >= 2 && text.charAt(1) != '\\' ? (long) token.text().charAt(1) : null;
            }
            if (text.startsWith("0x")) {
                return Long.parseUnsignedLong(text.substring(2), 16);
            }
            if (text.startsWith("0b")) {
                return Long.parseUnsignedLong(text.substring(2), 2);
            }
            return text.length() > 1 && text.startsWith("0") ? Long.parseUnsignedLong(text, 8) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException noInteger) {
            return null;
        }
    }
}
