// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.directive;

import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

import org.trapline.asm.Directive;
import org.trapline.asm.expression.SourceSymbol;
import org.trapline.asm.macro.MacroExpander;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.StringReader;
import org.trapline.asm.text.SyntaxException;
import org.trapline.asm.unit.Unit;

/** Directives that take or leave lines. They also run while lines are left, to find the end. */
final class ConditionDirectives {
    private final Unit unit;
    private final Conditions conditions;

    ConditionDirectives(Unit unit, Conditions conditions) {
        this.unit = unit;
        this.conditions = conditions;
    }

    void register(Map<Directive, Handler> handlers) {
        handlers.put(Directive.IF, number(value -> value != 0));
        handlers.put(Directive.IFNE, number(value -> value != 0));
        handlers.put(Directive.IFEQ, number(value -> value == 0));
        handlers.put(Directive.IFGE, number(value -> value >= 0));
        handlers.put(Directive.IFGT, number(value -> value > 0));
        handlers.put(Directive.IFLE, number(value -> value <= 0));
        handlers.put(Directive.IFLT, number(value -> value < 0));
        handlers.put(Directive.IFDEF, begin(this::isDefined));
        handlers.put(Directive.IFNDEF, begin(operands -> !isDefined(operands)));
        handlers.put(Directive.IFB, begin(operands -> isBlank(operands)));
        handlers.put(Directive.IFNB, begin(operands -> !isBlank(operands)));
        handlers.put(Directive.IFC, begin(ConditionDirectives::areSameTexts));
        handlers.put(Directive.IFNC, begin(operands -> !areSameTexts(operands)));
        handlers.put(Directive.IFEQS, begin(ConditionDirectives::areSameStrings));
        handlers.put(Directive.IFNES, begin(operands -> !areSameStrings(operands)));
        handlers.put(Directive.ELSEIF, this::elseIf);
        handlers.put(Directive.ELSE, operands -> conditions.otherwise(operands.statement()));
        handlers.put(Directive.ENDIF, operands -> conditions.end(operands.statement()));
    }

    private Handler number(LongPredicate test) {
        return begin(operands -> {
            long value = unit.number(operands);
            operands.expectEnd();
            return test.test(value);
        });
    }

    /** Opens a condition whatever happens, so that its end is not taken for a mistake too. */
    private Handler begin(Predicate<Cursor> test) {
        return operands -> {
            boolean holds = false;
            try {
                holds = conditions.isTaking() && test.test(operands);
            } finally {
                conditions.begin(operands.statement(), holds);
            }
        };
    }

    private void elseIf(Cursor operands) {
        boolean holds = false;
        try {
            if (conditions.isOpenForElse()) {
                holds = unit.number(operands) != 0;
                operands.expectEnd();
            }
        } finally {
            conditions.elseIf(operands.statement(), holds);
        }
    }

    private boolean isDefined(Cursor operands) {
        String name = operands.symbolName();
        operands.expectEnd();
        SourceSymbol symbol = unit.symbols().find(name);
        return symbol != null && symbol.isDefined();
    }

    private static boolean isBlank(Cursor operands) {
        String rest = operands.rest();
        return rest.isEmpty() || rest.equals("\"\"");
    }

    private static boolean areSameTexts(Cursor operands) {
        String rest = operands.rest();
        int comma = MacroExpander.endOfFirst(rest);
        if (comma < 0) {
            throw new SyntaxException(operands.statement().location(), "two texts are needed", "text1, text2", 0);
        }
        return MacroExpander.plain(rest.substring(0, comma)).equals(MacroExpander.plain(rest.substring(comma + 1)));
    }

    private static boolean areSameStrings(Cursor operands) {
        String first = StringReader.text(operands);
        operands.expect(',');
        String second = StringReader.text(operands);
        operands.expectEnd();
        return first.equals(second);
    }
}
