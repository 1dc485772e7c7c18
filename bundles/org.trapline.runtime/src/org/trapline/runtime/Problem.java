// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.List;
import java.util.Locale;

import org.trapline.asm.Diagnostic;

/**
 * Something that the author of a file should know, whatever language the file is in.
 *
 * @param file     the file as the user named it
 * @param line     from 1; 0 if it concerns the file as a whole
 * @param column   from 1; 0 if it concerns the line or file as a whole
 * @param length   in characters, 0 if unknown
 * @param severity whether the file can be used all the same
 * @param message  what is wrong
 * @param expected what would have been right; empty if the message says it
 * @param notes    other places that explain it
 */
public record Problem(String file, int line, int column, int length, Severity severity, String message, String expected, List<Note> notes) {

    /** Whether a file can be used all the same. */
    public enum Severity {
        ERROR, WARNING, INFO;

        /** Returns the word shown to people. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A place that explains a problem. */
    public record Note(String file, int line, int column, String message) {
        @Override
        public String toString() {
            return place(file, line, column) + ": note: " + message;
        }
    }

    /** Copies the list. */
    public Problem {
        notes = List.copyOf(notes);
    }

    /** Returns an error about a line, or with line 0 about a file. */
    public static Problem error(String file, int line, String message) {
        return new Problem(file, line, 0, 0, Severity.ERROR, message, "", List.of());
    }

    /** Returns a warning about a line. */
    public static Problem warning(String file, int line, String message) {
        return new Problem(file, line, 0, 0, Severity.WARNING, message, "", List.of());
    }

    /** Returns what the assembler or linker has said. */
    public static Problem of(Diagnostic said) {
        List<Note> notes = said.notes().stream()
            .map(note -> new Note(note.location().file(), note.location().line(), note.location().column(), note.message())).toList();
        return new Problem(said.file(), said.line(), said.column(), said.length(), Severity.valueOf(said.severity().name()), said.message(),
            said.expected(), notes);
    }

    /** Returns what the configuration language has said. */
    public static Problem of(org.trapline.lang.topology.Diagnostic said) {
        return new Problem(said.file().toString(), said.line(), said.column(), said.length(), Severity.valueOf(said.severity().name()),
            said.message(), "", List.of());
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** Returns the first line of it as compilers print it: {@code file:line:column: error: message (expected …)}. */
    @Override
    public String toString() {
        return place(file, line, column) + ": " + severity.label() + ": " + message + (expected.isEmpty() ? "" : " (expected " + expected + ")");
    }

    private static String place(String file, int line, int column) {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
