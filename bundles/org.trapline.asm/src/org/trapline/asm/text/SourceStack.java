// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.text;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

import org.trapline.asm.Hint;
import org.trapline.asm.SourceFile;

/** Delivers statements from the innermost open file or expansion, and returns to the outer one at its end. */
public final class SourceStack {
    private static final int DEEPEST = 200;

    private final Diagnostics diagnostics;
    private final List<Hint> hints = new ArrayList<>();
    private final Deque<Level> levels = new ArrayDeque<>();
    private final List<SourceFile> files = new ArrayList<>();

    /** One open file or expansion. */
    private record Level(Supplier<Statement> statements, Expansion expansion, Runnable atEnd) {
    }

    /** Makes an empty stack. */
    public SourceStack(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /**
     * Opens a file.
     * @param atEnd called when its last statement has been taken
     * @return false if too many are open already
     */
    public boolean open(SourceFile file, Runnable atEnd) {
        files.add(file);
        return push(new Level(new StatementScanner(file, diagnostics, hints)::next, null, atEnd));
    }

    /**
     * Opens an expansion.
     * @param atEnd called when its last statement has been taken, or it has been left early
     * @return false if too many are open already
     */
    public boolean open(Expansion expansion, Iterator<Statement> statements, Runnable atEnd) {
        return push(new Level(() -> statements.hasNext() ? statements.next() : null, expansion, atEnd));
    }

    private boolean push(Level level) {
        if (levels.size() >= DEEPEST) {
            return false;
        }
        levels.push(level);
        return true;
    }

    /** Returns the next statement, or null when all is read. */
    public Statement next() {
        while (!levels.isEmpty()) {
            Statement statement = levels.peek().statements().get();
            if (statement != null) {
                return statement;
            }
            levels.pop().atEnd().run();
        }
        return null;
    }

    /** Returns the next statement of the file or expansion that is open now, or null at its end. */
    public Statement nextHere() {
        return levels.isEmpty() ? null : levels.peek().statements().get();
    }

    /** Leaves expansions up to and including the innermost macro; false if none is open. */
    public boolean leaveMacro() {
        if (levels.isEmpty() || levels.peek().expansion() == null) {
            return false;
        }
        Level left;
        do {
            left = levels.pop();
            left.atEnd().run();
        } while (left.expansion().name().startsWith(".") && !levels.isEmpty() && levels.peek().expansion() != null);
        return true;
    }

    /** Leaves everything. */
    public void leaveAll() {
        while (!levels.isEmpty()) {
            levels.pop().atEnd().run();
        }
    }

    /** Returns the files opened so far. */
    public List<SourceFile> files() {
        return List.copyOf(files);
    }

    /** Returns the {@code #@} comments met so far. */
    public List<Hint> hints() {
        return List.copyOf(hints);
    }

    /** Cuts a line that an expansion made into its statements; most are one. */
    static List<Statement> statements(Statement line, Diagnostics diagnostics) {
        String text = line.text();
        if (text.indexOf(';') < 0 && text.indexOf('#') < 0 && text.indexOf('/') < 0 && text.indexOf('\n') < 0) {
            return text.isBlank() ? List.of() : List.of(line);
        }
        List<Statement> result = new ArrayList<>();
        StatementScanner scanner = new StatementScanner(new SourceFile(line.file(), text), diagnostics, new ArrayList<>());
        for (Statement piece = scanner.next(); piece != null; piece = scanner.next()) {
            result.add(part(line, piece));
        }
        return result;
    }

    private static Statement part(Statement line, Statement piece) {
        int from = piece.line() == 1 ? piece.column() - 1 : 0;
        int[] columns = new int[piece.text().length()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = line.location(from + i, from + i + 1).column();
        }
        return new Statement(piece.text(), line.file(), line.line(), line.column(), line.expansion(), columns);
    }

    /** Cuts lines that an expansion made into statements. */
    public static List<Statement> statements(List<Statement> lines, Diagnostics diagnostics) {
        List<Statement> result = new ArrayList<>(lines.size());
        for (Statement line : lines) {
            result.addAll(statements(line, diagnostics));
        }
        return result;
    }
}
