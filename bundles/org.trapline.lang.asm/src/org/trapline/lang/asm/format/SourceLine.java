// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

import org.trapline.lang.asm.syntax.Constant;
import org.trapline.lang.asm.syntax.Label;
import org.trapline.lang.asm.syntax.NumericLabel;
import org.trapline.lang.asm.syntax.TemplateLabel;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.Token.Kind;
import org.trapline.lang.asm.text.Tokens;

/** One line that is being formatted: its tokens other than blanks, and the column at which each is to stand. */
final class SourceLine {
    static final int COMMENT_COLUMN = 40;
    private static final int STOP = 8;
    /** A comment on a line of its own that starts further right continues the comments behind code. */
    private static final int CONTINUATION = 24;

    private final List<Token> tokens = new ArrayList<>();
    private final int start;
    private final int originalColumn;
    private final boolean frozen;
    private int[] columns;
    private int valueToken = -1;
    private int labelledToken = -1;

    private SourceLine(List<Token> all, int start) {
        this.start = start;
        all.stream().filter(token -> token.kind() != Kind.BLANK).forEach(tokens::add);
        this.originalColumn = tokens.isEmpty() ? 0 : tokens.getFirst().offset() - start;
        this.frozen = tokens.stream().anyMatch(token -> token.text().indexOf('\n') >= 0)
            || tokens.stream().limit(Math.max(0, tokens.size() - 1)).anyMatch(token -> token.kind().isComment());
    }

    /** Returns the lines of a source with their columns; those of trailing comments are not known yet. */
    static List<SourceLine> of(Tokens source, Predicate<Clause> spacingIsFree) {
        List<SourceLine> result = new ArrayList<>();
        List<Token> line = new ArrayList<>();
        int start = 0;
        int clause = 0;
        for (Token token : source.all()) {
            if (token.kind() == Kind.NEWLINE) {
                SourceLine made = new SourceLine(line, start);
                clause = made.place(source.clauses(), clause, spacingIsFree);
                result.add(made);
                line.clear();
                start = token.end();
            } else {
                line.add(token);
            }
        }
        SourceLine last = new SourceLine(line, start);
        last.place(source.clauses(), clause, spacingIsFree);
        result.add(last);
        return result;
    }

    /** Returns the next column behind {@code width} at which text may start, leaving a blank. */
    static int nextStop(int width) {
        return (width / STOP + 1) * STOP;
    }

    /** Gives the tokens their columns; returns the first clause that belongs to a later line. */
    private int place(List<Clause> clauses, int first, Predicate<Clause> spacingIsFree) {
        columns = new int[tokens.size()];
        int token = 0;
        int width = 0;
        int next = first;
        int end = tokens.isEmpty() ? start : tokens.getLast().end();
        while (next < clauses.size() && clauses.get(next).offset() < end) {
            Clause clause = clauses.get(next++);
            while (token < tokens.size() && tokens.get(token).offset() < clause.offset()) {
                columns[token] = width;
                width += tokens.get(token++).length();
            }
            width = place(clause, token, width, spacingIsFree);
            while (token < tokens.size() && tokens.get(token).offset() < clause.end()) {
                token++;
            }
        }
        for (; token < tokens.size(); token++) {
            columns[token] = width;
            width += tokens.get(token).length();
        }
        return next;
    }

    private int place(Clause clause, int from, int width, Predicate<Clause> spacingIsFree) {
        boolean label = clause.statement() instanceof Label || clause.statement() instanceof NumericLabel
            || clause.statement() instanceof TemplateLabel;
        columns[from] = headColumn(clause, from, width, label);
        if (!label && from > 0 && labelledToken < 0 && tokens.get(from - 1).kind() != Kind.SEPARATOR) {
            labelledToken = from;
        }
        int end = columns[from] + tokens.get(from).length();
        boolean free = label || spacingIsFree.test(clause);
        boolean assignment = isAssignment(clause);
        for (int i = from + 1; i < tokens.size() && tokens.get(i).offset() < clause.end(); i++) {
            if (i == from + 1 && !label && !assignment) {
                columns[i] = Math.max(columns[from] + STOP, end + 1);
            } else if (i == from + 1 && assignment) {
                columns[i] = end + 1;
            } else {
                columns[i] = end + gap(tokens.get(i - 1), tokens.get(i), free, assignment && i == from + 2);
            }
            if (clause.statement() instanceof Constant && !assignment && i == from + 3 && tokens.get(i - 1).is(",")) {
                valueToken = i;
            }
            end = columns[i] + tokens.get(i).length();
        }
        return end;
    }

    private int headColumn(Clause clause, int from, int width, boolean label) {
        if (from > 0) {
            return tokens.get(from - 1).kind() == Kind.SEPARATOR ? width + 1 : label ? width + 1 : nextStop(width);
        }
        return label || isAssignment(clause) && originalColumn == 0 ? 0 : STOP;
    }

    private static boolean isAssignment(Clause clause) {
        return clause.statement() instanceof Constant && !clause.operands().isEmpty() && clause.operands().getFirst().is("=");
    }

    /** Returns the number of blanks between two tokens of a statement. */
    private static int gap(Token left, Token right, boolean free, boolean behindAssignment) {
        int original = right.offset() - left.end();
        if (behindAssignment && !right.is("=")) {
            return 1;
        }
        if (!free) {
            return original;
        }
        if (right.is(",") || right.is(":")) {
            return 0;
        }
        return left.is(",") ? 1 : Math.min(original, 1);
    }

    /** Tells whether nothing stands here. */
    boolean isBlank() {
        return tokens.isEmpty();
    }

    /** Tells whether the line defines a constant by a directive. */
    boolean isDefinition() {
        return valueToken >= 0 && !frozen;
    }

    /** Returns the first column at which the constant's value can stand. */
    int naturalValueColumn() {
        return columns[valueToken];
    }

    /** Moves the constant's value, and all behind it, to a column. */
    void valueColumn(int column) {
        move(valueToken, column);
    }

    /** Tells whether a statement follows a label. */
    boolean isLabelledStatement() {
        return labelledToken >= 0 && !frozen;
    }

    /** Returns the first column at which the statement behind the label can stand. */
    int naturalStatementColumn() {
        return columns[labelledToken];
    }

    /** Moves the statement behind the label, and all behind it, to a column. */
    void statementColumn(int column) {
        move(labelledToken, column);
    }

    private void move(int from, int column) {
        int shift = column - columns[from];
        for (int i = from; i < columns.length; i++) {
            columns[i] += shift;
        }
    }

    /** Tells whether a comment follows code. */
    boolean hasTrailingComment() {
        return tokens.size() > 1 && tokens.getLast().kind().isComment() && !frozen;
    }

    /** Returns the number of columns that the line takes up, a trailing comment not counted. */
    int codeWidth() {
        int last = tokens.size() - (hasTrailingComment() ? 2 : 1);
        return last < 0 ? 0 : columns[last] + tokens.get(last).length();
    }

    /** Adds the changes that bring the tokens to their columns. */
    void addEdits(int commentColumn, Tokens source, List<Edit> edits) {
        int end = start;
        int column = 0;
        for (int i = 0; i < tokens.size() && !frozen; i++) {
            Token token = tokens.get(i);
            int wanted = token.kind().isComment() && i == tokens.size() - 1 ? commentColumn(i, commentColumn) : columns[i];
            replace(end, token.offset(), " ".repeat(wanted - column), source, edits);
            end = token.end();
            column = wanted + token.length();
        }
        if (frozen) {
            end = tokens.getLast().end();
        }
        stripEnd(end, source, edits);
    }

    private int commentColumn(int index, int column) {
        if (index == 0) {
            return originalColumn == 0 ? 0 : originalColumn < CONTINUATION ? STOP : column;
        }
        return Math.max(column, codeWidth() + 1);
    }

    private static void replace(int from, int to, String blanks, Tokens source, List<Edit> edits) {
        StringBuilder present = new StringBuilder();
        for (int i = source.index(from); i < source.all().size() && source.all().get(i).offset() < to; i++) {
            present.append(source.all().get(i).text());
        }
        if (!present.toString().equals(blanks)) {
            edits.add(new Edit(from, to - from, blanks));
        }
    }

    /** Removes blanks at the end of the line, but not the carriage return of a line that ends with one. */
    private void stripEnd(int end, Tokens source, List<Edit> edits) {
        Token last = tokens.isEmpty() ? null : tokens.getLast();
        int from = last != null && last.kind() == Kind.LINE_COMMENT ? last.offset() + last.text().stripTrailing().length() : end;
        StringBuilder blanks = new StringBuilder(last == null ? "" : last.text().substring(Math.min(last.length(), from - last.offset())));
        int index = source.index(end);
        if (index < source.all().size() && source.all().get(index).kind() == Kind.BLANK) {
            blanks.append(source.all().get(index).text());
        }
        String kept = blanks.indexOf("\r") >= 0 ? "\r" : "";
        if (!blanks.toString().equals(kept)) {
            edits.add(new Edit(from, blanks.length(), kept));
        }
    }
}
