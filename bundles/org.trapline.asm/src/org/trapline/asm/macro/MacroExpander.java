// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.macro;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.trapline.asm.macro.Macro.Kind;
import org.trapline.asm.macro.Macro.Parameter;
import org.trapline.asm.text.Characters;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.Diagnostics;
import org.trapline.asm.text.Expansion;
import org.trapline.asm.text.SourceStack;
import org.trapline.asm.text.Statement;

/** Puts arguments into the bodies of macros and repeat blocks. */
public final class MacroExpander {
    private final Diagnostics diagnostics;
    private int count;

    /** Makes an expander that has expanded nothing yet. */
    public MacroExpander(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Returns the number of the next macro expansion. */
    public int nextNumber() {
        return count++;
    }

    /**
     * Matches the arguments of a call with a macro's parameters.
     * @param cursor stands after the macro's name
     */
    public static Map<String, String> arguments(Macro macro, Cursor cursor) {
        int start = cursor.skipBlanks().position();
        ArgumentReader reader = new ArgumentReader(cursor.rest());
        Map<String, String> values = new HashMap<>();
        Set<String> given = new HashSet<>();
        macro.parameters().forEach(parameter -> values.put(parameter.name(), parameter.defaultValue()));
        int next = 0;
        while (!reader.atEnd()) {
            Parameter named = keyword(macro, reader, cursor, start);
            if (named == null && next >= macro.parameters().size()) {
                throw cursor.errorSince(start, "too many arguments for macro '" + macro.name() + "'", usage(macro));
            }
            Parameter parameter = named != null ? named : macro.parameters().get(next++);
            String value = parameter.kind() == Kind.VARIABLE ? reader.rest() : reader.argument();
            if (!value.isEmpty()) {
                values.put(parameter.name(), value);
                given.add(parameter.name());
            }
        }
        for (Parameter parameter : macro.parameters()) {
            if (parameter.kind() == Kind.REQUIRED && !given.contains(parameter.name())) {
                throw cursor.errorSince(start, "macro '" + macro.name() + "' needs a value for '" + parameter.name() + "'", usage(macro));
            }
        }
        return values;
    }

    /** Returns the parameter that the argument names, {@code name=value}, having passed name and sign; or null. */
    private static Parameter keyword(Macro macro, ArgumentReader reader, Cursor cursor, int start) {
        int from = reader.position();
        String name = reader.name();
        if (name.isEmpty() || !reader.isAt('=', 0) || reader.isAt('=', 1)) {
            reader.moveTo(from);
            return null;
        }
        for (Parameter parameter : macro.parameters()) {
            if (parameter.name().equals(name)) {
                reader.accept('=');
                return parameter;
            }
        }
        throw cursor.errorSince(start, "macro '" + macro.name() + "' has no parameter '" + name + "'", usage(macro));
    }

    private static String usage(Macro macro) {
        StringBuilder text = new StringBuilder(macro.name());
        String separator = " ";
        for (Parameter parameter : macro.parameters()) {
            text.append(separator).append(parameter.name());
            separator = ", ";
        }
        return text.toString();
    }

    /** Returns the values of an {@code .irp}, at least one. */
    public static List<String> values(String rest) {
        ArgumentReader reader = new ArgumentReader(rest);
        List<String> values = new ArrayList<>();
        while (!reader.atEnd()) {
            values.add(reader.argument());
        }
        return values.isEmpty() ? List.of("") : values;
    }

    /** Returns the characters of an {@code .irpc}, at least one value. */
    public static List<String> characters(String rest) {
        List<String> values = new ArrayList<>();
        for (String argument : values(rest)) {
            argument.codePoints().forEach(c -> values.add(Character.toString(c)));
        }
        return values.isEmpty() ? List.of("") : values;
    }

    /** Returns the index of the comma after the first of several texts, or -1. */
    public static int endOfFirst(String texts) {
        boolean quoted = false;
        for (int i = 0; i < texts.length(); i++) {
            char c = texts.charAt(i);
            quoted ^= c == '"' || c == '\'';
            if (c == ',' && !quoted) {
                return i;
            }
        }
        return -1;
    }

    /** Returns a text without blanks that do not matter, and without quotes around it. */
    public static String plain(String text) {
        String squeezed = ArgumentReader.squeeze(text);
        boolean quoted = squeezed.length() >= 2 && squeezed.startsWith("'") && squeezed.endsWith("'");
        return quoted ? squeezed.substring(1, squeezed.length() - 1) : squeezed;
    }

    /** Returns the statements of a body with values in the place of names. */
    public List<Statement> expand(List<Statement> body, Map<String, String> values, Expansion expansion) {
        List<Statement> lines = new ArrayList<>(body.size());
        for (Statement statement : body) {
            lines.add(substitute(statement, values, expansion));
        }
        return SourceStack.statements(lines, diagnostics);
    }

    /** Returns the statements of a body as they are, as part of an expansion. */
    public static Iterator<Statement> repeat(List<Statement> body, long times, Expansion expansion) {
        return new Iterator<>() {
            private long round;
            private int next;

            @Override
            public boolean hasNext() {
                return !body.isEmpty() && round < times;
            }

            @Override
            public Statement next() {
                Statement s = body.get(next++);
                if (next == body.size()) {
                    next = 0;
                    round++;
                }
                return new Statement(s.text(), s.file(), s.line(), s.column(), expansion, s.columns());
            }
        };
    }

    private static Statement substitute(Statement line, Map<String, String> values, Expansion expansion) {
        String text = line.text();
        if (text.indexOf('\\') < 0) {
            return new Statement(text, line.file(), line.line(), line.column(), expansion, line.columns());
        }
        Substitution result = new Substitution(line);
        int at = 0;
        while (at < text.length()) {
            at = text.charAt(at) == '\\' ? afterBackslash(text, at, values, expansion, result) : result.copy(at);
        }
        return new Statement(result.text.toString().stripTrailing(), line.file(), line.line(), line.column(), expansion, result.columns());
    }

    /** Deals with a backslash at {@code at} and returns where to go on. */
    private static int afterBackslash(String text, int at, Map<String, String> values, Expansion expansion, Substitution result) {
        char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        if (next == '@') {
            result.insert(Integer.toString(expansion.number()), at);
            return at + 2;
        }
        if (next == '(') {
            int close = text.indexOf(')', at);
            int end = close < 0 ? text.length() : close;
            for (int i = at + 2; i < end; i++) {
                result.copy(i);
            }
            return Math.min(end + 1, text.length());
        }
        int end = Characters.endOfName(text, at + 1);
        String value = values.get(text.substring(at + 1, end));
        if (value == null) {
            return result.copy(at);
        }
        result.insert(value, at);
        return end;
    }

    /** A line being made, and the original column of each of its characters. */
    private static final class Substitution {
        private final Statement line;
        private final StringBuilder text = new StringBuilder();
        private int[] columns = new int[64];

        Substitution(Statement line) {
            this.line = line;
        }

        int copy(int at) {
            add(line.text().charAt(at), at);
            return at + 1;
        }

        void insert(String value, int at) {
            for (int i = 0; i < value.length(); i++) {
                add(value.charAt(i), at);
            }
        }

        private void add(char c, int at) {
            if (text.length() == columns.length) {
                columns = java.util.Arrays.copyOf(columns, columns.length * 2);
            }
            columns[text.length()] = line.location(at, at + 1).column();
            text.append(c);
        }

        int[] columns() {
            return java.util.Arrays.copyOf(columns, text.length());
        }
    }
}
