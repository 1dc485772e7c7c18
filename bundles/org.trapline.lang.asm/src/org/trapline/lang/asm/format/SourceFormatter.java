// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.format;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Tokens;

/**
 * Lines source up in columns: labels, mnemonics, operands, comments. It changes blanks only, and only where the assembler does not
 * look at them: between the operands of macros and of directives that compare text they stay as they are.
 */
public final class SourceFormatter {
    private static final int FAR_RIGHT = 72;

    private final Tokens tokens;
    private final List<SourceLine> lines;

    private SourceFormatter(Tokens tokens, Predicate<Clause> spacingIsFree) {
        this.tokens = tokens;
        this.lines = SourceLine.of(tokens, spacingIsFree);
    }

    /**
     * Formats a source.
     * @param tokens        the source
     * @param spacingIsFree tells of a statement whether blanks between its operands may change
     * @return the changes, in order; none if nothing is to be done
     */
    public static List<Edit> format(Tokens tokens, Predicate<Clause> spacingIsFree) {
        SourceFormatter formatter = new SourceFormatter(tokens, spacingIsFree);
        formatter.align(SourceLine::isDefinition, SourceLine::naturalValueColumn, SourceLine::valueColumn);
        formatter.align(SourceLine::isLabelledStatement, SourceLine::naturalStatementColumn, SourceLine::statementColumn);
        return formatter.edits();
    }

    /** Moves what follows in lines that stand together to the same column. */
    private void align(Predicate<SourceLine> member, ToIntFunction<SourceLine> natural, ObjIntConsumer<SourceLine> mover) {
        int from = 0;
        while (from < lines.size()) {
            int to = from;
            int column = 0;
            while (to < lines.size() && member.test(lines.get(to))) {
                column = Math.max(column, natural.applyAsInt(lines.get(to)));
                to++;
            }
            for (SourceLine line : lines.subList(from, to)) {
                mover.accept(line, column);
            }
            from = to + 1;
        }
    }

    private List<Edit> edits() {
        List<Edit> result = new ArrayList<>();
        int from = 0;
        while (from < lines.size()) {
            int to = from;
            int column = SourceLine.COMMENT_COLUMN;
            while (to < lines.size() && !lines.get(to).isBlank()) {
                SourceLine line = lines.get(to);
                if (line.hasTrailingComment() && line.codeWidth() < FAR_RIGHT) {
                    column = Math.max(column, SourceLine.nextStop(line.codeWidth()));
                }
                to++;
            }
            int end = Math.min(to + 1, lines.size());
            for (SourceLine line : lines.subList(from, end)) {
                line.addEdits(column, tokens, result);
            }
            from = end;
        }
        return result;
    }
}
