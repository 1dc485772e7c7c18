// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import java.util.List;

/**
 * Something to say about the source.
 *
 * @param file     name of the file
 * @param line     line number from 1
 * @param column   column of the first character concerned, from 1
 * @param length   number of characters concerned, at least 1
 * @param severity how bad it is
 * @param message  what is wrong, in one sentence
 * @param expected what would have been right; empty if the message says it all
 * @param notes    other places that explain it: the macro calls that led here, innermost first, or a first definition
 */
public record Diagnostic(String file, int line, int column, int length, Severity severity, String message, String expected,
        List<Note> notes) {

    /** How bad a diagnostic is. */
    public enum Severity {
        /** No output can be made. */
        ERROR,
        /** The output is probably not what was meant. */
        WARNING,
        /** Worth knowing. */
        INFO;

        /** Returns the word shown to people. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A place that explains a diagnostic.
     *
     * @param location the place
     * @param message  what it has to do with the diagnostic
     */
    public record Note(Location location, String message) {
    }

    /** Copies the list of notes. */
    public Diagnostic {
        notes = List.copyOf(notes);
    }

    /** Makes a diagnostic for a place. */
    public static Diagnostic at(Location place, Severity severity, String message, String expected, List<Note> notes) {
        return new Diagnostic(place.file(), place.line(), place.column(), place.length(), severity, message, expected, notes);
    }

    /** Returns the place. */
    public Location location() {
        return new Location(file, line, column, length);
    }

    /** Tells whether this is an error. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** Returns the diagnostic as compilers print it, notes on lines of their own. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(location()).append(": ").append(severity.label()).append(": ").append(message);
        if (!expected.isEmpty()) {
            text.append(" (expected ").append(expected).append(')');
        }
        for (Note note : notes) {
            text.append('\n').append(note.location()).append(": note: ").append(note.message());
        }
        return text.toString();
    }
}
