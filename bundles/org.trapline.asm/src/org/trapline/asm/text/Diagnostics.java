// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.trapline.asm.Diagnostic;
import org.trapline.asm.Diagnostic.Note;
import org.trapline.asm.Diagnostic.Severity;
import org.trapline.asm.Location;

/** Collects what there is to say, each thing once, and bounds how much. */
public final class Diagnostics {
    private static final int MOST = 1000;

    private final Set<Diagnostic> found = new LinkedHashSet<>();
    private int errors;

    /** Reports a problem with a statement, naming the macro expansions it comes from. */
    public void report(Severity severity, Statement statement, Location location, String message, String expected) {
        add(Diagnostic.at(location, severity, message, expected, expansionsOf(statement)));
    }

    /** Reports an error in a statement. */
    public void error(Statement statement, SyntaxException problem) {
        report(Severity.ERROR, statement, problem.location(), problem.getMessage(), problem.expected());
    }

    /** Reports an error. */
    public void error(Statement statement, Location location, String message) {
        report(Severity.ERROR, statement, location, message, "");
    }

    /** Reports a warning. */
    public void warning(Statement statement, Location location, String message) {
        report(Severity.WARNING, statement, location, message, "");
    }

    /** Reports a diagnostic that is complete. */
    public void add(Diagnostic diagnostic) {
        if (found.size() < MOST) {
            found.add(diagnostic);
        } else if (found.size() == MOST) {
            found.add(Diagnostic.at(diagnostic.location(), Severity.ERROR, "too many diagnostics; the rest is not shown", "", List.of()));
        }
        if (diagnostic.isError()) {
            errors++;
        }
    }

    /** Returns the notes that name the expansions a statement comes from, innermost first. */
    public static List<Note> expansionsOf(Statement statement) {
        List<Note> notes = new ArrayList<>();
        for (Expansion e = statement == null ? null : statement.expansion(); e != null; e = e.call().expansion()) {
            String what = e.name().startsWith(".") ? e.name() : "macro '" + e.name() + "'";
            notes.add(new Note(e.location(), "in the expansion of " + what));
        }
        return notes;
    }

    /** Tells whether there was an error. */
    public boolean hasErrors() {
        return errors > 0;
    }

    /** Returns all that was reported, in the order of reporting. */
    public List<Diagnostic> all() {
        return List.copyOf(found);
    }
}
