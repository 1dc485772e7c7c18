// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.trapline.asm.directive.Directives;
import org.trapline.asm.expression.Point;
import org.trapline.asm.instruction.InsnDirective;
import org.trapline.asm.instruction.InstructionAssembler;
import org.trapline.asm.macro.Macro;
import org.trapline.asm.section.SectionBuilder;
import org.trapline.asm.text.Characters;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.Statement;
import org.trapline.asm.text.SyntaxException;
import org.trapline.asm.unit.Unit;

/** Carries out statements one by one; a mistake in one does not keep the next from being carried out. */
final class StatementRunner {
    private final Unit unit;
    private final Directives directives;
    private final InstructionAssembler instructions;

    StatementRunner(Unit unit) {
        this.unit = unit;
        this.directives = new Directives(unit, new InsnDirective(unit)::run);
        this.instructions = new InstructionAssembler(unit);
    }

    /** Carries out all statements of the open sources. */
    void runAll() {
        for (Statement statement = unit.sources().next(); statement != null && !unit.isEnded(); statement = unit.sources().next()) {
            try {
                run(statement);
            } catch (SyntaxException problem) {
                unit.diagnostics().error(statement, problem);
            }
        }
        directives.finish();
    }

    private void run(Statement statement) {
        Cursor cursor = new Cursor(statement, 0);
        if (!directives.isTaking()) {
            skip(cursor);
            return;
        }
        Point start = unit.section().here();
        SectionBuilder section = unit.section();
        boolean labelled = false;
        boolean isCode = false;
        try {
            while (label(cursor)) {
                labelled = true;
            }
            isCode = !cursor.atEnd() && action(cursor);
        } finally {
            boolean emitted = section == unit.section() && hasMoved(start, section.here());
            if (emitted || labelled) {
                section.mark(start, statement, isCode, unit.origin());
            }
        }
    }

    private static boolean hasMoved(Point start, Point end) {
        var distance = end.distanceFrom(start);
        return distance.isEmpty() || distance.getAsLong() != 0;
    }

    /** In lines that are not taken only conditions matter. */
    private void skip(Cursor cursor) {
        String name = cursor.name();
        while (!name.isEmpty() && cursor.accept(':')) {
            cursor.skipBlanks();
            name = cursor.name();
        }
        Directive directive = name.startsWith(".") ? Directive.named(name) : null;
        if (directive != null && Directives.isCondition(directive)) {
            directives.run(directive, cursor);
        }
    }

    /** Defines the label that comes next, if one does. */
    private boolean label(Cursor cursor) {
        int start = cursor.skipBlanks().position();
        if (Characters.isDigit(cursor.peek())) {
            return numericLabel(cursor, start);
        }
        boolean quoted = cursor.peek() == '"';
        String name = quoted ? cursor.symbolName() : cursor.name();
        if (name.isEmpty() || !cursor.accept(':')) {
            cursor.moveTo(start);
            return false;
        }
        int end = cursor.position();
        cursor.moveTo(start + name.length() + (quoted ? 2 : 0));
        unit.defineLabel(name, cursor, start);
        cursor.moveTo(end);
        return true;
    }

    private boolean numericLabel(Cursor cursor, int start) {
        while (Characters.isDigit(cursor.peek())) {
            cursor.advance();
        }
        String digits = cursor.since(start);
        if (!cursor.accept(':')) {
            cursor.moveTo(start);
            return false;
        }
        if (digits.length() > 9) {
            throw cursor.error(start, start + digits.length(), "the label number " + digits + " is too large", "at most 999999999");
        }
        unit.symbols().defineNumeric(Integer.parseInt(digits), unit.section().here(), cursor.placeSince(start));
        return true;
    }

    /** Carries out what follows labels; tells whether it emitted instructions. */
    private boolean action(Cursor cursor) {
        int start = cursor.position();
        boolean quoted = cursor.peek() == '"';
        String name = quoted ? cursor.symbolName() : cursor.name();
        if (name.isEmpty()) {
            throw cursor.unexpected("a label, an instruction or a directive");
        }
        Location place = cursor.placeSince(start);
        if (cursor.peekSolid() == '=' && isAssignment(cursor)) {
            assign(cursor, name, place);
            return false;
        }
        Macro macro = directives.macro(name);
        if (macro != null) {
            directives.call(macro, cursor);
            return false;
        }
        if (name.startsWith(".")) {
            return directive(cursor, name, place);
        }
        String mnemonic = name.toLowerCase(Locale.ROOT);
        if (quoted || !instructions.isKnown(mnemonic)) {
            throw unknown(name, place);
        }
        instructions.assemble(mnemonic, cursor);
        return true;
    }

    /** Passes {@code =} or {@code ==}. */
    private static boolean isAssignment(Cursor cursor) {
        cursor.advance();
        if (cursor.peek() == '=') {
            cursor.advance();
        }
        return true;
    }

    private void assign(Cursor cursor, String name, Location place) {
        if (name.equals(".")) {
            directives.assignLocation(unit, cursor);
        } else {
            directives.assign(cursor, name, place);
        }
    }

    private boolean directive(Cursor cursor, String name, Location place) {
        Directive directive = Directive.named(name);
        if (directive == null) {
            List<String> names = new ArrayList<>();
            for (Directive candidate : Directive.values()) {
                names.addAll(candidate.names());
            }
            throw new SyntaxException(place, "unknown directive '" + name + "'" + suggestion(name.toLowerCase(Locale.ROOT), names));
        }
        directives.run(directive, cursor);
        boolean aligns = directive.group() == Directive.Group.LOCATION && directive != Directive.ORG;
        return directive == Directive.INSN || aligns && unit.section().isCode();
    }

    private SyntaxException unknown(String name, Location place) {
        String lower = name.toLowerCase(Locale.ROOT);
        List<String> candidates = new ArrayList<>();
        instructions.mnemonics().forEach(candidates::add);
        directives.macroNames().forEach(candidates::add);
        if (Directive.named('.' + name) != null) {
            return new SyntaxException(place, "unknown instruction '" + name + "', did you mean '." + lower + "'?");
        }
        return new SyntaxException(place, "unknown instruction '" + name + "'" + suggestion(lower, candidates));
    }

    private static String suggestion(String name, List<String> candidates) {
        String nearest = Suggestions.nearest(name, candidates);
        return nearest == null ? "" : ", did you mean '" + nearest + "'?";
    }
}
