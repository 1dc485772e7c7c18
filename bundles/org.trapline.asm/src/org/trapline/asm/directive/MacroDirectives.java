// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.directive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.trapline.asm.Directive;
import org.trapline.asm.macro.Macro;
import org.trapline.asm.macro.MacroExpander;
import org.trapline.asm.macro.MacroReader;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.Expansion;
import org.trapline.asm.text.Statement;
import org.trapline.asm.text.SyntaxException;
import org.trapline.asm.unit.Unit;

/** Directives that define macros and repeat lines, and the calls of macros. */
final class MacroDirectives {
    /** More statements than this out of macros and repetitions are taken for a mistake. */
    private static final long MOST_EXPANDED = 4_000_000;

    private final Unit unit;
    private final Conditions conditions;
    private final Map<String, Macro> macros = new HashMap<>();
    private boolean leaving;
    private long expanded;

    MacroDirectives(Unit unit, Conditions conditions) {
        this.unit = unit;
        this.conditions = conditions;
    }

    void register(Map<Directive, Handler> handlers) {
        handlers.put(Directive.MACRO, this::define);
        handlers.put(Directive.ENDM, operands -> stray(operands, ".macro"));
        handlers.put(Directive.EXITM, this::exit);
        handlers.put(Directive.PURGEM, this::purge);
        handlers.put(Directive.REPT, this::repeat);
        handlers.put(Directive.IRP, operands -> each(operands, false));
        handlers.put(Directive.IRPC, operands -> each(operands, true));
        handlers.put(Directive.ENDR, operands -> stray(operands, ".rept, .irp or .irpc"));
    }

    /** Returns the macro with a name, in any case, or null. */
    Macro find(String name) {
        return macros.get(name.toLowerCase(Locale.ROOT));
    }

    /** Returns the names of all macros. */
    Iterable<String> names() {
        return macros.values().stream().map(Macro::name).toList();
    }

    private void define(Cursor operands) {
        Macro header = null;
        try {
            header = MacroReader.header(operands);
        } finally {
            // The body is taken even if the first line is wrong: it is no code.
            List<Statement> body = MacroReader.body(unit.sources(), operands.statement(), ".endm");
            if (header != null) {
                add(operands, new Macro(header.name(), header.parameters(), body, header.definition()));
            }
        }
    }

    private void add(Cursor operands, Macro macro) {
        String key = macro.name().toLowerCase(Locale.ROOT);
        if (Directive.named(key) != null) {
            throw new SyntaxException(macro.definition(), "macro '" + macro.name() + "' would hide a directive", "another name", 0);
        }
        Macro earlier = macros.putIfAbsent(key, macro);
        if (earlier != null) {
            throw new SyntaxException(macro.definition(), "macro '" + macro.name() + "' is already defined at " + earlier.definition(),
                ".purgem " + macro.name() + " before it", 0);
        }
    }

    private static void stray(Cursor operands, String opener) {
        throw operands.errorSince(0, "there is no " + opener + " for this", "");
    }

    private void purge(Cursor operands) {
        do {
            int start = operands.skipBlanks().position();
            String name = operands.symbolName();
            if (macros.remove(name.toLowerCase(Locale.ROOT)) == null) {
                throw operands.errorSince(start, "there is no macro '" + name + "'", "");
            }
        } while (operands.acceptComma());
        operands.expectEnd();
    }

    private void exit(Cursor operands) {
        operands.expectEnd();
        leaving = true;
        boolean left = unit.sources().leaveMacro();
        leaving = false;
        if (!left) {
            throw operands.errorSince(0, ".exitm outside a macro", "");
        }
    }

    private void repeat(Cursor operands) {
        Statement call = operands.statement();
        long count = 0;
        try {
            count = unit.number(operands);
            operands.expectEnd();
            if (count < 0) {
                unit.diagnostics().warning(call, call.location(), "the count " + count + " is negative; nothing is repeated");
            }
        } finally {
            List<Statement> body = MacroReader.body(unit.sources(), call, ".endr");
            Expansion expansion = new Expansion(".rept", call, 0);
            count(call, Math.max(0, count) * Math.max(1, body.size()), count);
            open(expansion, MacroExpander.repeat(body, count, expansion));
        }
    }

    private void each(Cursor operands, boolean characters) {
        Statement call = operands.statement();
        List<Statement> expandedBody = new ArrayList<>();
        String what = characters ? ".irpc" : ".irp";
        Expansion expansion = new Expansion(what, call, 0);
        String name = "";
        String rest = "";
        try {
            name = operands.symbolName();
            operands.accept(',');
            rest = operands.rest();
        } finally {
            List<Statement> body = MacroReader.body(unit.sources(), call, ".endr");
            if (!name.isEmpty()) {
                for (String value : characters ? MacroExpander.characters(rest) : MacroExpander.values(rest)) {
                    expandedBody.addAll(unit.expander().expand(body, Map.of(name, value), expansion));
                }
            }
            count(call, expandedBody.size(), 1);
            open(expansion, expandedBody.iterator());
        }
    }

    /** Expands a call of a macro. */
    void call(Macro macro, Cursor operands) {
        Map<String, String> arguments = MacroExpander.arguments(macro, operands);
        Expansion expansion = new Expansion(macro.name(), operands.statement(), unit.expander().nextNumber());
        List<Statement> body = unit.expander().expand(macro.body(), arguments, expansion);
        count(operands.statement(), body.size(), 1);
        open(expansion, body.iterator());
    }

    private void count(Statement call, long statements, long factor) {
        expanded += statements;
        if (expanded > MOST_EXPANDED || factor > MOST_EXPANDED) {
            expanded = 0;
            unit.sources().leaveAll();
            throw new SyntaxException(call.location(), "macros and repetitions make more than " + MOST_EXPANDED + " statements");
        }
    }

    private void open(Expansion expansion, Iterator<Statement> statements) {
        int depth = conditions.depth();
        if (!unit.sources().open(expansion, statements, () -> conditions.closeTo(depth, !leaving))) {
            unit.sources().leaveAll();
            throw new SyntaxException(expansion.location(), "macros call each other too deeply; does " + expansion.name() + " call itself?");
        }
    }
}
