// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.directive;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;

import org.trapline.asm.Directive;
import org.trapline.asm.Location;
import org.trapline.asm.macro.Macro;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.unit.Unit;

/** All directives of a unit, with the state that belongs to them. */
public final class Directives {
    private final Map<Directive, Handler> handlers = new EnumMap<>(Directive.class);
    private final Conditions conditions;
    private final MacroDirectives macros;
    private final SymbolDirectives symbols;
    private final LocationDirectives locations;

    /**
     * @param insn carries out {@code .insn}
     */
    public Directives(Unit unit, Consumer<Cursor> insn) {
        conditions = new Conditions(unit.diagnostics());
        macros = new MacroDirectives(unit, conditions);
        symbols = new SymbolDirectives(unit);
        locations = new LocationDirectives(unit);
        new SectionDirectives(unit).register(handlers);
        new DataDirectives(unit).register(handlers);
        locations.register(handlers);
        symbols.register(handlers);
        macros.register(handlers);
        new ConditionDirectives(unit, conditions).register(handlers);
        new FileDirectives(unit, conditions).register(handlers);
        new TargetDirectives(unit).register(handlers);
        new DebugDirectives(unit).register(handlers);
        handlers.put(Directive.INSN, insn::accept);
    }

    /** Tells whether lines are taken, or left because of a condition. */
    public boolean isTaking() {
        return conditions.isTaking();
    }

    /** Tells whether a directive must run even while lines are left. */
    public static boolean isCondition(Directive directive) {
        return directive.group() == Directive.Group.CONDITIONS;
    }

    /** Carries out a directive. */
    public void run(Directive directive, Cursor operands) {
        handlers.get(directive).run(operands);
    }

    /** Gives a symbol the value of the expression that comes next. */
    public void assign(Cursor operands, String name, Location place) {
        symbols.assign(operands, name, place, false);
    }

    /** Moves the location counter to the expression that comes next. */
    public void assignLocation(Unit unit, Cursor operands) {
        int start = operands.skipBlanks().position();
        var target = unit.expression(operands);
        Location place = operands.placeSince(start);
        operands.expectEnd();
        locations.moveTo(operands, target, (byte) 0, place);
    }

    /** Returns the macro with a name, or null. */
    public Macro macro(String name) {
        return macros.find(name);
    }

    /** Returns the names of all macros. */
    public Iterable<String> macroNames() {
        return macros.names();
    }

    /** Expands a call of a macro. */
    public void call(Macro macro, Cursor operands) {
        macros.call(macro, operands);
    }

    /** Does what is left to do at the end of the source, and reports what is left open. */
    public void finish() {
        symbols.finish();
        conditions.closeTo(0, true);
    }
}
