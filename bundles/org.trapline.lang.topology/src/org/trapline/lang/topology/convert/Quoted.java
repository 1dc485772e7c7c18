// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.convert;

/** Texts in double quotes, with the escapes {@code \n \r \t \" \\}. */
final class Quoted {

    private Quoted() {
    }

    static String read(String text) {
        if (text.length() < 2 || !text.endsWith("\"") || endsInEscape(text)) {
            throw new IllegalArgumentException("this text is not closed: a \" is missing at its end");
        }
        StringBuilder value = new StringBuilder(text.length());
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            value.append(c == '\\' ? escape(text.charAt(++i)) : c);
        }
        return value.toString();
    }

    static String write(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + '"';
    }

    private static char escape(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case '"', '\\' -> c;
            default -> throw new IllegalArgumentException("'\\%c' is no escape: expected \\n, \\r, \\t, \\\" or \\\\".formatted(c));
        };
    }

    private static boolean endsInEscape(String text) {
        int backslashes = 0;
        while (text.charAt(text.length() - 2 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }
}
