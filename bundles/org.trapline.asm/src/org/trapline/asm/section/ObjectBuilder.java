// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.section;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.asm.expression.Evaluator;
import org.trapline.asm.expression.SourceSymbol;
import org.trapline.asm.expression.SymbolTable;
import org.trapline.asm.expression.Value;
import org.trapline.asm.object.LineMark;
import org.trapline.asm.object.Relocation;
import org.trapline.asm.object.Section;
import org.trapline.asm.object.Symbol;
import org.trapline.asm.object.Symbol.Binding;
import org.trapline.asm.section.SectionWriter.Pending;
import org.trapline.asm.text.Diagnostics;
import org.trapline.asm.text.SyntaxException;

/** Makes sections and symbols of an object out of what statements emitted. */
public final class ObjectBuilder {
    private final Evaluator evaluator;
    private final Diagnostics diagnostics;
    private final Map<SectionBuilder, Integer> sectionIndex = new IdentityHashMap<>();
    private final Map<SourceSymbol, Integer> symbolIndex = new IdentityHashMap<>();
    private final List<Section> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();

    /** @param evaluator is told when layout is done */
    public ObjectBuilder(Evaluator evaluator, Diagnostics diagnostics) {
        this.evaluator = evaluator;
        this.diagnostics = diagnostics;
    }

    /**
     * Lays out the sections and makes the object's parts; problems are reported.
     * @param relaxing whether the linker may shorten code
     */
    public void build(List<SectionBuilder> builders, SymbolTable table, boolean relaxing) {
        builders.forEach(builder -> builder.padEnd(relaxing));
        Map<SectionBuilder, List<Fragment>> fragments = Layout.newResult(builders);
        if (!new Layout(evaluator, diagnostics).run(builders, fragments)) {
            return;
        }
        builders.forEach(builder -> sectionIndex.put(builder, sectionIndex.size()));
        Map<SectionBuilder, SectionWriter> writers = new HashMap<>();
        for (SectionBuilder builder : builders) {
            writers.put(builder, write(builder, fragments.get(builder)));
        }
        addSymbols(table);
        for (SectionBuilder builder : builders) {
            sections.add(section(builder, fragments.get(builder), writers.get(builder)));
        }
    }

    private SectionWriter write(SectionBuilder builder, List<Fragment> fragments) {
        SectionWriter writer = new SectionWriter(builder, sizeOf(fragments), evaluator, diagnostics);
        for (Fragment fragment : fragments) {
            try {
                fragment.write(writer);
            } catch (SyntaxException problem) {
                diagnostics.error(null, problem);
            }
        }
        return writer;
    }

    private static long sizeOf(List<Fragment> fragments) {
        Fragment last = fragments.getLast();
        return last.start() + last.size();
    }

    private Section section(SectionBuilder builder, List<Fragment> fragments, SectionWriter writer) {
        List<Relocation> relocations = new ArrayList<>();
        for (Pending pending : writer.relocations()) {
            // A symbol that could not be made has been reported, and the object will not be used.
            int symbol = symbolIndex.getOrDefault(pending.symbol(), Relocation.NO_SYMBOL);
            relocations.add(new Relocation(pending.offset(), pending.type(), symbol, pending.addend(), pending.location()));
        }
        List<LineMark> marks = new ArrayList<>();
        for (SectionBuilder.Mark mark : builder.marks()) {
            long start = mark.start().offset();
            marks.add(new LineMark(start, mark.end().offset() - start, mark.statement().location(), mark.statement().outermost().location(),
                mark.statement().text(), mark.isCode(), mark.origin()));
        }
        return new Section(builder.name(), builder.type(), builder.flags(), builder.alignment(), builder.entrySize(), sizeOf(fragments),
            writer.bytes(), relocations, marks);
    }

    /** Local symbols come first. */
    private void addSymbols(SymbolTable table) {
        List<SourceSymbol> wanted = table.all().stream().filter(ObjectBuilder::isWanted).toList();
        wanted.stream().filter(symbol -> bindingOf(symbol) == Binding.LOCAL).forEach(this::addSymbol);
        wanted.stream().filter(symbol -> bindingOf(symbol) != Binding.LOCAL).forEach(this::addSymbol);
    }

    private static boolean isWanted(SourceSymbol symbol) {
        return symbol.isInUse() || symbol.isDefined() && !symbol.isTemporary() || symbol.declaredBinding() == Binding.GLOBAL;
    }

    private static Binding bindingOf(SourceSymbol symbol) {
        if (symbol.declaredBinding() != null) {
            return symbol.declaredBinding();
        }
        return symbol.isDefined() && !symbol.isCommon() ? Binding.LOCAL : Binding.GLOBAL;
    }

    private void addSymbol(SourceSymbol symbol) {
        try {
            Symbol made = symbolOf(symbol);
            if (made != null) {
                symbolIndex.put(symbol, symbols.size());
                symbols.add(made);
            }
        } catch (SyntaxException problem) {
            diagnostics.error(null, problem);
        }
    }

    private Symbol symbolOf(SourceSymbol symbol) {
        if (symbol.isCommon()) {
            return make(symbol, symbol.commonAlignment(), symbol.commonSize(), Symbol.COMMON);
        }
        if (!symbol.isDefined()) {
            return make(symbol, 0, 0, Symbol.UNDEFINED);
        }
        long size = symbol.size() == null ? 0 : evaluator.number(symbol.size(), symbol.definition());
        Value value = symbol.label() != null ? Value.of(symbol) : evaluator.reduce(symbol.equate());
        if (value.isConstant()) {
            return make(symbol, value.constant(), size, Symbol.ABSOLUTE);
        }
        if (!value.isAddress()) {
            throw new SyntaxException(symbol.definition(), "the value of '" + symbol + "' is neither a number nor an address");
        }
        // An alias of a symbol of another object is replaced by that symbol wherever it is used.
        return value.plus().label() instanceof Place place
            ? make(symbol, place.offset() + value.constant(), size, sectionIndex.get(place.owner())) : null;
    }

    private static Symbol make(SourceSymbol symbol, long value, long size, int section) {
        Symbol.Type type = symbol.isCommon() ? Symbol.Type.OBJECT : symbol.type();
        return new Symbol(symbol.name(), value, size, type, bindingOf(symbol), symbol.visibility(), section);
    }

    /** Returns the sections made. */
    public List<Section> sections() {
        return sections;
    }

    /** Returns the symbols made. */
    public List<Symbol> symbols() {
        return symbols;
    }
}
