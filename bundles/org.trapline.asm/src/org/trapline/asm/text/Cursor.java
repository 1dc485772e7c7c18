// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.text;

import org.trapline.asm.Location;

/** Reads a statement from left to right. */
public final class Cursor {
    private final Statement statement;
    private final String text;
    private int at;

    /** Starts reading at index {@code from}. */
    public Cursor(Statement statement, int from) {
        this.statement = statement;
        this.text = statement.text();
        this.at = from;
    }

    /** Returns the statement being read. */
    public Statement statement() {
        return statement;
    }

    /** Returns the index of the next character. */
    public int position() {
        return at;
    }

    /** Goes on reading at index {@code position}. */
    public void moveTo(int position) {
        at = position;
    }

    /** Passes blanks; returns this. */
    public Cursor skipBlanks() {
        while (at < text.length() && Characters.isBlank(text.charAt(at))) {
            at++;
        }
        return this;
    }

    /** Returns the next character, or 0 at the end. */
    public char peek() {
        return peek(0);
    }

    /** Returns the character {@code ahead} of the next one, or 0 past the end. */
    public char peek(int ahead) {
        int index = at + ahead;
        return index < text.length() ? text.charAt(index) : 0;
    }

    /** Returns the next character that is not blank, or 0 at the end, having passed the blanks. */
    public char peekSolid() {
        return skipBlanks().peek();
    }

    /** Tells whether only blanks are left. */
    public boolean atEnd() {
        return skipBlanks().at >= text.length();
    }

    /** Passes one character. */
    public void advance() {
        at++;
    }

    /** Passes {@code count} characters. */
    public void advance(int count) {
        at += count;
    }

    /** Passes blanks and then {@code wanted}, if it comes next; tells whether it did. */
    public boolean accept(char wanted) {
        if (peekSolid() != wanted) {
            return false;
        }
        at++;
        return true;
    }

    /** Passes {@code wanted}, which must come next. */
    public void expect(char wanted) {
        if (!accept(wanted)) {
            throw unexpected("'" + wanted + "'");
        }
    }

    /** Passes a comma if one comes next; fails if something else does. Returns false at the end. */
    public boolean acceptComma() {
        if (atEnd()) {
            return false;
        }
        expect(',');
        return true;
    }

    /** Fails unless only blanks are left. */
    public void expectEnd() {
        if (!atEnd()) {
            throw error(at, text.length(), "unexpected '" + abbreviate(text.substring(at).strip()) + "' at the end of the statement", "");
        }
    }

    /** Returns the name that comes next and passes it; empty if none does. */
    public String name() {
        skipBlanks();
        int end = Characters.endOfName(text, at);
        String name = text.substring(at, end);
        at = end;
        return name;
    }

    /** Returns the name that comes next without passing it; empty if none does. */
    public String peekName() {
        skipBlanks();
        return text.substring(at, Characters.endOfName(text, at));
    }

    /** Returns the symbol name that comes next, in quotes or not. */
    public String symbolName() {
        if (peekSolid() == '"') {
            return quoted();
        }
        String name = name();
        if (name.isEmpty()) {
            throw unexpected("a symbol name");
        }
        return name;
    }

    private String quoted() {
        int start = at;
        int end = text.indexOf('"', at + 1);
        if (end < 0 || end == at + 1) {
            throw error(start, text.length(), end < 0 ? "this name is not closed" : "this name is empty", "\"name\"");
        }
        at = end + 1;
        return text.substring(start + 1, end);
    }

    /** Returns all that is left, without outer blanks, and passes it. */
    public String rest() {
        skipBlanks();
        String rest = text.substring(Math.min(at, text.length()));
        at = text.length();
        return rest.stripTrailing();
    }

    /** Returns the characters from index {@code from} to here. */
    public String since(int from) {
        return text.substring(from, Math.min(at, text.length()));
    }

    /** Returns the place of the characters from index {@code from} to here. */
    public Location placeSince(int from) {
        return statement.location(from, at);
    }

    /** Returns the place of the next character, or of the end. */
    public Location here() {
        return statement.location(at, at + 1);
    }

    /** Returns an exception that says what was expected instead of what comes next. */
    public SyntaxException unexpected(String expected) {
        if (atEnd()) {
            return error(at, at + 1, "the statement ends too early", expected);
        }
        int end = Math.max(Characters.endOfName(text, at), at + 1);
        while (end < text.length() && Characters.continuesName(text.charAt(end)) && Characters.continuesName(text.charAt(at))) {
            end++;
        }
        return error(at, end, "unexpected '" + text.substring(at, end) + "'", expected);
    }

    /** Returns an exception about the characters {@code from} to {@code to}. */
    public SyntaxException error(int from, int to, String message, String expected) {
        return new SyntaxException(statement.location(from, to), message, expected, at);
    }

    /** Returns an exception about the characters from index {@code from} to here. */
    public SyntaxException errorSince(int from, String message, String expected) {
        return error(from, Math.max(at, from + 1), message, expected);
    }

    private static String abbreviate(String text) {
        return text.length() > 40 ? text.substring(0, 37) + "..." : text;
    }
}
