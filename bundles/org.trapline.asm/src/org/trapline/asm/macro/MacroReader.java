// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.macro;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.trapline.asm.macro.Macro.Kind;
import org.trapline.asm.macro.Macro.Parameter;
import org.trapline.asm.text.Characters;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.SourceStack;
import org.trapline.asm.text.Statement;
import org.trapline.asm.text.SyntaxException;

/** Reads definitions of macros and bodies of blocks. */
public final class MacroReader {
    private static final Map<String, Set<String>> OPENERS = Map.of(
        ".endm", Set.of(".macro"),
        ".endr", Set.of(".rept", ".rep", ".irp", ".irpc", ".irep", ".irepc"));

    private MacroReader() {
    }

    /**
     * Takes statements up to the one that ends a block.
     * @param opening the statement that began the block
     * @param end     the directive that ends it, {@code .endm} or {@code .endr}
     * @return the statements between; all that is left if there is no end, after an exception has been prepared
     * @throws SyntaxException if the file or expansion ends before the block
     */
    public static List<Statement> body(SourceStack sources, Statement opening, String end) {
        List<Statement> body = new ArrayList<>();
        int depth = 1;
        for (Statement next = sources.nextHere(); next != null; next = sources.nextHere()) {
            String word = firstWord(next.text());
            if (word.equals(end)) {
                depth--;
            } else if (OPENERS.get(end).contains(word)) {
                depth++;
            }
            if (depth == 0) {
                return body;
            }
            body.add(next);
        }
        throw new SyntaxException(opening.location(), firstWord(opening.text()) + " without " + end, end, 0);
    }

    /** Returns the first word after labels, in lower case. */
    static String firstWord(String text) {
        int at = 0;
        while (true) {
            int end = Characters.endOfName(text, at);
            int next = end;
            while (next < text.length() && Characters.isBlank(text.charAt(next))) {
                next++;
            }
            if (end == at || next >= text.length() || text.charAt(next) != ':') {
                return text.substring(at, end).toLowerCase(Locale.ROOT);
            }
            at = next + 1;
            while (at < text.length() && Characters.isBlank(text.charAt(at))) {
                at++;
            }
        }
    }

    /** Reads the name and parameters of a macro. */
    public static Macro header(Cursor cursor) {
        cursor.skipBlanks();
        int start = cursor.position();
        String name = cursor.name();
        if (name.isEmpty()) {
            throw cursor.unexpected("the name of the macro");
        }
        var place = cursor.placeSince(start);
        boolean inParentheses = cursor.accept('(');
        cursor.accept(',');
        List<Parameter> parameters = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (!cursor.atEnd() && cursor.peek() != ')') {
            if (!parameters.isEmpty() && parameters.getLast().kind() == Kind.VARIABLE) {
                throw cursor.error(cursor.position(), cursor.position() + 1, "nothing may follow a vararg parameter", "");
            }
            Parameter parameter = parameter(cursor);
            if (!names.add(parameter.name())) {
                throw cursor.errorSince(start, "parameter '" + parameter.name() + "' appears twice", "");
            }
            parameters.add(parameter);
            cursor.accept(',');
        }
        if (inParentheses) {
            cursor.expect(')');
        }
        cursor.expectEnd();
        return new Macro(name, parameters, List.of(), place);
    }

    private static Parameter parameter(Cursor cursor) {
        String name = cursor.name();
        if (name.isEmpty()) {
            throw cursor.unexpected("a parameter name");
        }
        Kind kind = Kind.OPTIONAL;
        if (cursor.accept(':')) {
            cursor.skipBlanks();
            int start = cursor.position();
            String qualifier = cursor.name();
            kind = switch (qualifier) {
                case "req" -> Kind.REQUIRED;
                case "vararg" -> Kind.VARIABLE;
                default -> throw cursor.errorSince(start, "unknown parameter qualifier '" + qualifier + "'", "req or vararg");
            };
        }
        String value = "";
        if (cursor.accept('=')) {
            int from = cursor.skipBlanks().position();
            String text = cursor.statement().text().substring(from);
            value = defaultValue(cursor, text);
        }
        return new Parameter(name, kind, value);
    }

    private static String defaultValue(Cursor cursor, String text) {
        int end = 0;
        boolean quoted = text.startsWith("\"");
        if (quoted) {
            end = 1;
            while (end < text.length() && text.charAt(end) != '"') {
                end += text.charAt(end) == '\\' ? 2 : 1;
            }
            end = Math.min(end + 1, text.length());
        } else {
            int depth = 0;
            while (end < text.length() && (depth > 0 || !Characters.isBlank(text.charAt(end))) && text.charAt(end) != ','
                && !(depth == 0 && text.charAt(end) == ')')) {
                depth += text.charAt(end) == '(' ? 1 : text.charAt(end) == ')' ? -1 : 0;
                end++;
            }
        }
        cursor.advance(end);
        return quoted ? text.substring(1, Math.max(1, end - 1)) : text.substring(0, end);
    }
}
