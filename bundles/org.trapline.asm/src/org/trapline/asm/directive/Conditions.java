// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.directive;

import java.util.ArrayDeque;
import java.util.Deque;

import org.trapline.asm.text.Diagnostics;
import org.trapline.asm.text.Statement;
import org.trapline.asm.text.SyntaxException;

/** The conditions that are open, and whether lines are taken. */
final class Conditions {
    private final Diagnostics diagnostics;
    private final Deque<Level> levels = new ArrayDeque<>();

    /** One open condition. */
    private static final class Level {
        private final Statement statement;
        private final boolean outerTaken;
        private boolean taken;
        private boolean anyTaken;
        private boolean elseSeen;

        Level(Statement statement, boolean outerTaken, boolean taken) {
            this.statement = statement;
            this.outerTaken = outerTaken;
            this.taken = taken;
            this.anyTaken = taken;
        }
    }

    Conditions(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** Tells whether lines are taken. */
    boolean isTaking() {
        return levels.isEmpty() || levels.peek().taken;
    }

    /** Tells whether the condition of an {@code .elseif} matters. */
    boolean isOpenForElse() {
        return !levels.isEmpty() && levels.peek().outerTaken && !levels.peek().anyTaken;
    }

    int depth() {
        return levels.size();
    }

    void begin(Statement statement, boolean holds) {
        boolean outer = isTaking();
        levels.push(new Level(statement, outer, outer && holds));
    }

    void elseIf(Statement statement, boolean holds) {
        Level level = levelForElse(statement);
        level.taken = level.outerTaken && !level.anyTaken && holds;
        level.anyTaken |= level.taken;
    }

    void otherwise(Statement statement) {
        elseIf(statement, true);
        levels.peek().elseSeen = true;
    }

    private Level levelForElse(Statement statement) {
        if (levels.isEmpty()) {
            throw new SyntaxException(statement.location(), "there is no .if for this");
        }
        if (levels.peek().elseSeen) {
            throw new SyntaxException(statement.location(), "the .if at " + levels.peek().statement.location() + " has an .else already");
        }
        return levels.peek();
    }

    void end(Statement statement) {
        if (levels.isEmpty()) {
            throw new SyntaxException(statement.location(), "there is no .if for this");
        }
        levels.pop();
    }

    /** Closes conditions that were opened after there were {@code depth}, reporting each. */
    void closeTo(int depth, boolean report) {
        while (levels.size() > depth) {
            Statement open = levels.pop().statement;
            if (report) {
                diagnostics.report(org.trapline.asm.Diagnostic.Severity.ERROR, open, open.location(), "this condition has no end", ".endif");
            }
        }
    }
}
