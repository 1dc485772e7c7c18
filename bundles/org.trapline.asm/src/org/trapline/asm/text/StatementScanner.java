// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.text;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.trapline.asm.Diagnostic.Severity;
import org.trapline.asm.Hint;
import org.trapline.asm.Location;
import org.trapline.asm.SourceFile;

/**
 * Cuts a source text into statements: takes comments away and ends a statement at a line's end or a semicolon. Line markers that a C
 * preprocessor leaves behind set the file and line of what follows.
 */
final class StatementScanner {
    private static final Pattern LINE_MARKER = Pattern.compile("#\\s*(?:line\\s+)?(\\d+)\\s+\"((?:[^\"\\\\]|\\\\.)*)\"[\\s\\d]*");
    private static final Pattern PREPROCESSOR = Pattern.compile("#(include\\s*[<\"]|define\\s+\\w|ifdef\\s+\\w|ifndef\\s+\\w|undef\\s+\\w).*");

    private final String text;
    private final Diagnostics diagnostics;
    private final List<Hint> hints;
    private String file;
    private int at;
    private int line = 1;
    private int lineStart;
    private boolean lineIsFresh = true;
    private boolean warnedOfSlashes;
    private StringBuilder patched;
    private int patchedFrom;

    StatementScanner(SourceFile source, Diagnostics diagnostics, List<Hint> hints) {
        this.text = source.text();
        this.file = source.name();
        this.diagnostics = diagnostics;
        this.hints = hints;
    }

    /** Returns the next statement, or null at the end. */
    Statement next() {
        while (at < text.length()) {
            Statement statement = scan();
            if (statement != null) {
                return statement;
            }
        }
        return null;
    }

    private Statement scan() {
        skipBlanks();
        int start = at;
        int column = start - lineStart + 1;
        int startLine = line;
        patched = null;
        patchedFrom = start;
        int end = findEnd();
        String found = patched == null ? text.substring(start, end) : patched.append(text, patchedFrom, end).toString();
        step();
        String statement = found.stripTrailing();
        return statement.isEmpty() ? null : new Statement(statement, file, startLine, column, null, null);
    }

    private void skipBlanks() {
        while (at < text.length() && Characters.isBlank(text.charAt(at))) {
            at++;
        }
    }

    /** Moves to the character that ends the statement and returns where the statement's own text ends. */
    private int findEnd() {
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case '\n', ';' -> {
                    return at;
                }
                case '#' -> {
                    int end = at;
                    lineComment();
                    return end;
                }
                case '/' -> {
                    int end = at;
                    if (slash()) {
                        return end;
                    }
                }
                case '"' -> string();
                case '\'' -> character();
                default -> at++;
            }
            lineIsFresh &= Characters.isBlank(c);
        }
        return at;
    }

    /** Passes the character that ended the statement. */
    private void step() {
        if (at < text.length()) {
            if (text.charAt(at) == '\n') {
                line++;
                lineStart = at + 1;
                lineIsFresh = true;
            }
            at++;
        }
    }

    private void lineComment() {
        int start = at;
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
        String comment = text.substring(start, at).stripTrailing();
        if (comment.startsWith("#@")) {
            hints.add(new Hint(place(start, comment.length()), comment.substring(2).strip()));
        } else if (lineIsFresh) {
            directiveOfPreprocessor(start, comment);
        }
    }

    private void directiveOfPreprocessor(int start, String comment) {
        Matcher marker = LINE_MARKER.matcher(comment);
        if (marker.matches() && marker.group(1).length() < 9) {
            file = marker.group(2).replaceAll("\\\\(.)", "$1");
            line = Integer.parseInt(marker.group(1)) - 1;
        } else if (PREPROCESSOR.matcher(comment).matches()) {
            diagnostics.report(Severity.WARNING, null, place(start, comment.length()),
                "this C preprocessor line is read as a comment", "a file that has been through the preprocessor, or .include, .equ, .ifdef");
        }
    }

    /** Passes a slash; true if it began a comment that ends the statement. */
    private boolean slash() {
        char next = at + 1 < text.length() ? text.charAt(at + 1) : 0;
        if (next == '/') {
            if (!warnedOfSlashes) {
                warnedOfSlashes = true;
                diagnostics.report(Severity.WARNING, null, place(at, 2), "GNU as for RISC-V does not know // comments", "#");
            }
            lineComment();
            return true;
        }
        if (next == '*') {
            blockComment();
        } else {
            at++;
        }
        return false;
    }

    /** Puts blanks in the place of the comment, so that columns stay right. */
    private void blockComment() {
        int start = at;
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
            diagnostics.error(null, place(start, 2), "this comment is never closed");
        }
        at = end < 0 ? text.length() : end + 2;
        if (patched == null) {
            patched = new StringBuilder();
        }
        patched.append(text, patchedFrom, start).append(" ".repeat(Math.min(at - start, 200)));
        patchedFrom = at;
        for (int i = start; i < at; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
    }

    /** Passes a string; one that is not closed ends with its line, and whoever reads it says so. */
    private void string() {
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\n') {
                return;
            }
            at += text.charAt(at) == '\\' && at + 1 < text.length() && text.charAt(at + 1) != '\n' ? 2 : 1;
        }
        at = Math.min(at + 1, text.length());
    }

    /** Passes a character constant, so that {@code '#'}, {@code ';'} and {@code '"'} do not act. */
    private void character() {
        at++;
        if (at < text.length() && text.charAt(at) == '\\') {
            at++;
        }
        if (at < text.length() && text.charAt(at) != '\n') {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '\'') {
            at++;
        }
    }

    private Location place(int start, int length) {
        return new Location(file, line, start - lineStart + 1, Math.max(1, length));
    }
}
