// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.parser;

import java.util.ArrayDeque;
import java.util.Deque;
import org.antlr.runtime.Token;
import org.antlr.runtime.TokenStream;

/** Which braces are open at the parser's position. */
final class Braces {

    private Braces() {
    }

    /** The brace that the block around the parser's position was opened with, {@code null} outside of any. */
    static Token innermostOpen(TokenStream tokens) {
        Deque<Token> open = new ArrayDeque<>();
        for (int i = 0; i < Math.min(tokens.index(), tokens.size()); i++) {
            Token token = tokens.get(i);
            if ("{".equals(token.getText())) {
                open.push(token);
            } else if ("}".equals(token.getText()) && !open.isEmpty()) {
                open.pop();
            }
        }
        return open.peek();
    }

    /** Whether the next token, by where it stands, belongs to a block further out: it starts its line no further right than the block did. */
    static boolean closingBraceIsMissingBefore(TokenStream tokens) {
        Token open = innermostOpen(tokens);
        Token next = tokens.LT(1);
        return open != null && startsLine(tokens, next) && next.getLine() > open.getLine()
                && next.getCharPositionInLine() <= indentation(tokens, open.getLine());
    }

    private static boolean startsLine(TokenStream tokens, Token token) {
        return firstVisible(tokens, token.getLine()) == token;
    }

    private static int indentation(TokenStream tokens, int line) {
        Token first = firstVisible(tokens, line);
        return first == null ? 0 : first.getCharPositionInLine();
    }

    private static Token firstVisible(TokenStream tokens, int line) {
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.getLine() == line && token.getChannel() == Token.DEFAULT_CHANNEL) {
                return token;
            }
        }
        return null;
    }
}
