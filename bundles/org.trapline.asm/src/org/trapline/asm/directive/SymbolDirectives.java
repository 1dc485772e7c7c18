// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.directive;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.trapline.asm.Directive;
import org.trapline.asm.Location;
import org.trapline.asm.expression.Expression;
import org.trapline.asm.expression.Expression.Constant;
import org.trapline.asm.expression.SourceSymbol;
import org.trapline.asm.expression.Value;
import org.trapline.asm.object.Symbol.Binding;
import org.trapline.asm.object.Symbol.Type;
import org.trapline.asm.object.Symbol.Visibility;
import org.trapline.asm.section.SectionBuilder;
import org.trapline.asm.text.Cursor;
import org.trapline.asm.text.Statement;
import org.trapline.asm.text.StringReader;
import org.trapline.asm.text.SyntaxException;
import org.trapline.asm.unit.Unit;

/** Directives that define and describe symbols. */
final class SymbolDirectives {
    private static final long LARGEST_BLOCK = 1L << 40;

    private final Unit unit;
    private final Map<SourceSymbol, Statement> blocksToReserve = new LinkedHashMap<>();

    SymbolDirectives(Unit unit) {
        this.unit = unit;
    }

    void register(Map<Directive, Handler> handlers) {
        handlers.put(Directive.EQU, operands -> equ(operands, false));
        handlers.put(Directive.EQUIV, operands -> equ(operands, true));
        handlers.put(Directive.GLOBL, operands -> each(operands, this::makeGlobal));
        handlers.put(Directive.LOCAL, operands -> each(operands, symbol -> symbol.bind(Binding.LOCAL)));
        handlers.put(Directive.WEAK, operands -> each(operands, symbol -> symbol.bind(Binding.WEAK)));
        handlers.put(Directive.HIDDEN, operands -> each(operands, symbol -> symbol.visibility(Visibility.HIDDEN)));
        handlers.put(Directive.INTERNAL, operands -> each(operands, symbol -> symbol.visibility(Visibility.INTERNAL)));
        handlers.put(Directive.PROTECTED, operands -> each(operands, symbol -> symbol.visibility(Visibility.PROTECTED)));
        handlers.put(Directive.EXTERN, operands -> each(operands, symbol -> { }));
        handlers.put(Directive.COMM, operands -> block(operands, false));
        handlers.put(Directive.LCOMM, operands -> block(operands, true));
        handlers.put(Directive.TYPE, this::type);
        handlers.put(Directive.SIZE, this::size);
    }

    private void makeGlobal(SourceSymbol symbol) {
        if (symbol.declaredBinding() != Binding.WEAK) {
            symbol.bind(Binding.GLOBAL);
        }
    }

    private void each(Cursor operands, Consumer<SourceSymbol> action) {
        do {
            action.accept(symbol(operands));
        } while (operands.acceptComma());
        operands.expectEnd();
    }

    private SourceSymbol symbol(Cursor operands) {
        int start = operands.skipBlanks().position();
        SourceSymbol symbol = unit.symbols().get(operands.symbolName());
        symbol.addReference(operands.placeSince(start));
        return symbol;
    }

    private void equ(Cursor operands, boolean isFinal) {
        int start = operands.skipBlanks().position();
        String name = operands.symbolName();
        Location place = operands.placeSince(start);
        operands.expect(',');
        assign(operands, name, place, isFinal);
    }

    /** Gives a symbol the value of the expression that comes next. */
    void assign(Cursor operands, String name, Location place, boolean isFinal) {
        Expression value = unit.expression(operands);
        operands.expectEnd();
        SourceSymbol symbol = unit.symbols().get(name);
        if (isFinal || !symbol.isRedefinable()) {
            Unit.requireUndefined(symbol, place);
        }
        symbol.defineEquate(settle(value, symbol), isFinal, place);
    }

    /** What is known now must not change when other symbols do. */
    private Expression settle(Expression value, SourceSymbol symbol) {
        if (mentions(value, symbol)) {
            throw new SyntaxException(Value.locationOf(value), "symbol '" + symbol.name() + "' is defined by itself");
        }
        return unit.evaluator().settle(value, true);
    }

    private static boolean mentions(Expression expression, SourceSymbol symbol) {
        return switch (expression) {
            case Constant ignored -> false;
            case Expression.Settled ignored -> false;
            case Expression.Reference reference -> reference.symbol() == symbol;
            case Expression.Unary unary -> mentions(unary.operand(), symbol);
            case Expression.Binary binary -> mentions(binary.left(), symbol) || mentions(binary.right(), symbol);
        };
    }

    private void block(Cursor operands, boolean isLocal) {
        int start = operands.skipBlanks().position();
        SourceSymbol symbol = symbol(operands);
        Location place = operands.placeSince(start);
        operands.expect(',');
        long size = unit.number(operands, 0, LARGEST_BLOCK, "size");
        long alignment = usualAlignment(size, isLocal);
        if (operands.acceptComma()) {
            int from = operands.skipBlanks().position();
            alignment = unit.number(operands, 1, 1 << 28, "alignment");
            if (Long.bitCount(alignment) != 1) {
                throw operands.errorSince(from, "the alignment " + alignment + " is not a power of two", "1, 2, 4, 8, ...");
            }
        }
        operands.expectEnd();
        if (symbol.isDefined() && !(symbol.isCommon() && !isLocal)) {
            Unit.requireUndefined(symbol, place);
        }
        if (isLocal) {
            reserve(operands.statement(), symbol, size, alignment, place);
        } else if (symbol.declaredBinding() == Binding.LOCAL) {
            // As GNU as does: such blocks follow everything else in .bss.
            symbol.defineCommon(size, alignment, place);
            blocksToReserve.put(symbol, operands.statement());
        } else {
            symbol.defineCommon(size, alignment, place);
        }
    }

    /** The largest power of two that is no more than the size, and no more than sixteen. */
    private static long usualAlignment(long size, boolean isLocal) {
        long largest = isLocal ? 8 : 16;
        return size == 0 ? 1 : Math.min(Long.highestOneBit(size), largest);
    }

    /** Reserves the memory of local blocks; the source is at its end. */
    void finish() {
        blocksToReserve.forEach((symbol, statement) -> {
            long size = symbol.commonSize();
            long alignment = symbol.commonAlignment();
            Location place = symbol.definition();
            symbol.withdrawCommon();
            reserve(statement, symbol, size, alignment, place);
        });
    }

    private void reserve(Statement statement, SourceSymbol symbol, long size, long alignment, Location place) {
        SectionBuilder bss = unit.sections().find(".bss");
        int subsection = bss.subsection();
        bss.select(0);
        if (alignment > 1) {
            bss.align(alignment, new byte[1], 0);
        }
        symbol.defineLabel(bss.here(), place);
        symbol.type(Type.OBJECT);
        symbol.size(new Constant(size));
        bss.appendSpace(new Constant(size), new byte[1], statement, place);
        bss.select(subsection);
    }

    private void type(Cursor operands) {
        SourceSymbol symbol = symbol(operands);
        if (operands.peekSolid() == ',') {
            operands.advance();
        }
        int start = operands.skipBlanks().position();
        if (operands.peek() == '@' || operands.peek() == '%' || operands.peek() == '#') {
            operands.advance();
        }
        String name = operands.peek() == '"' ? StringReader.text(operands) : operands.name();
        symbol.type(switch (name) {
            case "function", "STT_FUNC" -> Type.FUNCTION;
            case "object", "STT_OBJECT" -> Type.OBJECT;
            case "notype", "STT_NOTYPE" -> Type.NONE;
            case "common", "STT_COMMON" -> Type.COMMON;
            case "tls_object", "STT_TLS" -> throw operands.errorSince(start, "thread-local symbols are not supported", "");
            default -> throw operands.errorSince(start, "unknown symbol type '" + name + "'", "@function, @object or @notype");
        });
        operands.expectEnd();
    }

    private void size(Cursor operands) {
        SourceSymbol symbol = symbol(operands);
        operands.expect(',');
        symbol.size(unit.expression(operands));
        operands.expectEnd();
    }
}
