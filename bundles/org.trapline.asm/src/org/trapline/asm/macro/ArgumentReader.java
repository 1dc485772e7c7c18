// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.macro;

import java.util.ArrayDeque;
import java.util.Deque;

import org.trapline.asm.text.Characters;

/** Reads the arguments of a macro call: texts separated by commas, or by blanks where these separate words. */
final class ArgumentReader {
    private final String text;
    private int at;

    /** @param raw the arguments as written */
    ArgumentReader(String raw) {
        this.text = squeeze(raw);
    }

    /** Takes blanks away outside strings, except one between two words. */
    static String squeeze(String raw) {
        StringBuilder result = new StringBuilder(raw.length());
        boolean blank = false;
        char quote = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (quote == 0 && Characters.isBlank(c)) {
                blank = true;
                continue;
            }
            if (blank && !result.isEmpty() && joinsWords(result.charAt(result.length() - 1)) && joinsWords(c)) {
                result.append(' ');
            }
            blank = false;
            int end = quote == 0 && c == '\'' ? endOfCharacter(raw, i) : quote != 0 && c == '\\' ? Math.min(i + 2, raw.length()) : i + 1;
            result.append(raw, i, end);
            i = end - 1;
            if (c == '"') {
                quote = quote == 0 ? c : 0;
            }
        }
        return result.toString();
    }

    /** Returns the index after the character constant that starts at {@code at}, closing quote included. */
    private static int endOfCharacter(String text, int at) {
        int end = at + (at + 1 < text.length() && text.charAt(at + 1) == '\\' ? 3 : 2);
        return Math.min(end < text.length() && text.charAt(end) == '\'' ? end + 1 : end, text.length());
    }

    private static boolean joinsWords(char c) {
        return Characters.continuesName(c) || c == '\\';
    }

    boolean atEnd() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at >= text.length();
    }

    int position() {
        return at;
    }

    void moveTo(int position) {
        at = position;
    }

    String rest() {
        String rest = text.substring(at);
        at = text.length();
        return rest;
    }

    boolean accept(char c) {
        if (!atEnd() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    String name() {
        int end = Characters.endOfName(text, at);
        String name = text.substring(at, end);
        at = end;
        return name;
    }

    boolean isAt(char c, int ahead) {
        return at + ahead < text.length() && text.charAt(at + ahead) == c;
    }

    /** Returns the next argument, quotes of a string taken away, and passes it and a comma after it. */
    String argument() {
        String value = atEnd() ? "" : text.charAt(at) == '"' ? string() : plain();
        accept(',');
        return value;
    }

    private String string() {
        int start = ++at;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at, text.length());
        String value = text.substring(start, at);
        at = Math.min(at + 1, text.length());
        return value;
    }

    /** Brackets hold blanks together, but not commas. */
    private String plain() {
        int start = at;
        Deque<Character> open = new ArrayDeque<>();
        while (at < text.length() && text.charAt(at) != ',' && (text.charAt(at) != ' ' || !open.isEmpty())) {
            char c = text.charAt(at);
            switch (c) {
                case '"' -> passString();
                case '\'' -> at = endOfCharacter(text, at);
                case '(' -> open.push(')');
                case '[' -> open.push(']');
                default -> {
                    if (!open.isEmpty() && open.peek() == c) {
                        open.pop();
                    }
                }
            }
            if (c != '"' && c != '\'') {
                at++;
            }
        }
        return text.substring(start, at);
    }

    private void passString() {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(at + 1, text.length());
    }
}
