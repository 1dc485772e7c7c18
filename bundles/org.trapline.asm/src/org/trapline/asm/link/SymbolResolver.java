// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.trapline.asm.Diagnostic;
import org.trapline.asm.Diagnostic.Severity;
import org.trapline.asm.Location;
import org.trapline.asm.link.OutputSection.CommonBlock;
import org.trapline.asm.Suggestions;
import org.trapline.asm.object.Relocation;
import org.trapline.asm.object.Symbol;
import org.trapline.asm.object.Symbol.Binding;

/** Finds what each symbol of each object means in the whole program. */
final class SymbolResolver {
    private final List<LinkedObject> objects;
    private final Map<String, Definition> globals = new LinkedHashMap<>();
    private final Map<String, CommonBlock> commons = new LinkedHashMap<>();
    private final Set<String> mentioned = new HashSet<>();
    private AddressAssignment addresses;

    /** The object and index that define a global symbol. */
    record Definition(LinkedObject object, int index) {
        Symbol symbol() {
            return object.symbol(index);
        }
    }

    /**
     * What a symbol comes to.
     *
     * @param address     its address, or number
     * @param section     the output section it lies in, or null for a number
     * @param input       the input section it lies in, or null
     * @param size        how many bytes belong to it
     * @param isFunction  whether it names code
     * @param isWeakZero  whether nothing defines it, which is allowed, so that it is zero
     * @param isUndefined whether nothing defines it, which is an error
     */
    record Target(long address, OutputSection section, InputSection input, long size, boolean isFunction, boolean isWeakZero,
            boolean isUndefined) {

        static Target number(long value) {
            return new Target(value, null, null, 0, false, false, false);
        }
    }

    SymbolResolver(List<LinkedObject> objects) {
        this.objects = objects;
    }

    /** Collects global symbols; two definitions of one are reported. */
    void collect(OutputSection bss, List<Diagnostic> diagnostics) {
        for (LinkedObject object : objects) {
            for (int i = 0; i < object.file().symbols().size(); i++) {
                Symbol symbol = object.symbol(i);
                mentioned.add(symbol.name());
                if (!symbol.isLocal() && !symbol.isUndefined()) {
                    define(new Definition(object, i), diagnostics);
                }
            }
        }
        globals.values().removeIf(definition -> definition.symbol().section() == Symbol.COMMON && addBlock(definition.symbol()));
        commons.values().forEach(bss::add);
    }

    private void define(Definition definition, List<Diagnostic> diagnostics) {
        Symbol symbol = definition.symbol();
        Definition earlier = globals.get(symbol.name());
        if (earlier == null || rank(symbol) > rank(earlier.symbol())) {
            globals.put(symbol.name(), definition);
        } else if (symbol.section() == Symbol.COMMON && earlier.symbol().section() == Symbol.COMMON) {
            addBlock(symbol);
        } else if (rank(symbol) == 3 && rank(earlier.symbol()) == 3) {
            diagnostics.add(Diagnostic.at(locate(definition), Severity.ERROR, "symbol '" + symbol.name() + "' is defined twice", "",
                List.of(new Diagnostic.Note(locate(earlier), "the other definition"))));
        }
    }

    /** A definition wins against a common block, that against a weak definition. */
    private static int rank(Symbol symbol) {
        return symbol.binding() == Binding.WEAK ? 1 : symbol.section() == Symbol.COMMON ? 2 : 3;
    }

    private boolean addBlock(Symbol symbol) {
        commons.merge(symbol.name(), new CommonBlock(symbol.name(), symbol.size(), symbol.value()),
            (a, b) -> new CommonBlock(a.symbol, Math.max(a.size, b.size), Math.max(a.alignment, b.alignment)));
        return true;
    }

    static Location locate(Definition definition) {
        InputSection section = definition.object().home(definition.index());
        long offset = definition.object().value(definition.index());
        return section == null ? new Location(definition.object().file().name(), 1, 1, 1) : section.locate(offset);
    }

    /** From now on addresses are known. */
    void placed(AddressAssignment assignment) {
        addresses = assignment;
    }

    /** Tells whether any object mentions a symbol. */
    boolean mentions(String name) {
        return mentioned.contains(name);
    }

    /** Returns what a relocation of a section is about, its addend not counted. */
    Target resolve(InputSection section, InputSection.Rel rel) {
        if (rel.symbol == Relocation.NO_SYMBOL) {
            return Target.number(0);
        }
        if (rel.place != null) {
            InputSection input = rel.place.section();
            return new Target(input.address() + rel.place.offset() - rel.addend, input.output, input, 0, false, false, false);
        }
        return resolve(section.object, rel.symbol);
    }

    /** Returns what a symbol of an object means. */
    private Target resolve(LinkedObject object, int index) {
        Symbol symbol = object.symbol(index);
        if (symbol.isLocal()) {
            return target(object, index);
        }
        return global(symbol.name(), symbol.binding() == Binding.WEAK);
    }

    /** Returns what a global symbol means. */
    Target global(String name, boolean isWeak) {
        Definition definition = globals.get(name);
        if (definition != null) {
            return target(definition.object(), definition.index());
        }
        CommonBlock block = commons.get(name);
        if (block != null) {
            OutputSection bss = addresses.bss();
            return new Target(bss.address + block.offset, bss, null, block.size, false, false, false);
        }
        Long provided = addresses.provided(name);
        if (provided != null) {
            return new Target(provided, addresses.sectionAt(provided), null, 0, false, false, false);
        }
        return new Target(0, null, null, 0, false, isWeak, !isWeak);
    }

    private Target target(LinkedObject object, int index) {
        Symbol symbol = object.symbol(index);
        InputSection input = object.home(index);
        if (input == null || input.output == null) {
            return Target.number(object.value(index));
        }
        return new Target(input.address() + object.value(index), input.output, input, object.size(index),
            symbol.type() == Symbol.Type.FUNCTION, false, false);
    }

    /** Returns the name of a defined symbol that is like one that is not, or null. */
    String similar(String name) {
        Map<String, Boolean> candidates = new HashMap<>();
        globals.keySet().forEach(candidate -> candidates.put(candidate, true));
        for (LinkedObject object : objects) {
            object.file().symbols().stream().filter(s -> s.isLocal() && s.section() >= 0 && !s.name().startsWith("."))
                .forEach(s -> candidates.put(s.name(), true));
        }
        candidates.remove(name);
        return Suggestions.nearest(name, candidates.keySet());
    }

    /** Returns an object that has a local symbol of a name, or null. */
    LinkedObject objectWithLocal(String name) {
        for (LinkedObject object : objects) {
            if (object.file().symbols().stream().anyMatch(s -> s.isLocal() && s.section() >= 0 && s.name().equals(name))) {
                return object;
            }
        }
        return null;
    }

    Map<String, Definition> globals() {
        return globals;
    }

    Map<String, CommonBlock> commons() {
        return commons;
    }
}
