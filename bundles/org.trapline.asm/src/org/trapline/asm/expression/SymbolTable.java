// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.expression;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.asm.Location;

/** The symbols of one source, numeric labels included. */
public final class SymbolTable {
    private final Map<String, SourceSymbol> named = new LinkedHashMap<>();
    private final Map<Integer, SourceSymbol> latest = new HashMap<>();
    private final Map<Integer, SourceSymbol> awaited = new LinkedHashMap<>();
    private final Map<Integer, Integer> counts = new HashMap<>();
    private final List<SourceSymbol> unnamed = new ArrayList<>();

    /** Returns the symbol of a name, made if need be. */
    public SourceSymbol get(String name) {
        return named.computeIfAbsent(name, SourceSymbol::new);
    }

    /** Returns the symbol of a name if there is one, or null. */
    public SourceSymbol find(String name) {
        return named.get(name);
    }

    /** Makes a symbol for a place that has no name in the source; the assembler calls it {@code .L0} and a space, as GNU as does. */
    public SourceSymbol unnamed(Point point, Location where) {
        SourceSymbol symbol = new SourceSymbol(".L0 ");
        symbol.defineLabel(point, where);
        unnamed.add(symbol);
        return symbol;
    }

    /** Defines numeric label {@code number} here. */
    public SourceSymbol defineNumeric(int number, Point point, Location where) {
        SourceSymbol symbol = awaited.remove(number);
        if (symbol == null) {
            symbol = new SourceSymbol(numericName(number));
            unnamed.add(symbol);
        }
        symbol.defineLabel(point, where);
        counts.merge(number, 1, Integer::sum);
        latest.put(number, symbol);
        return symbol;
    }

    /** Returns the last numeric label {@code number} before here, or null. */
    public SourceSymbol backward(int number) {
        return latest.get(number);
    }

    /** Returns the next numeric label {@code number} after here. */
    public SourceSymbol forward(int number) {
        return awaited.computeIfAbsent(number, wanted -> {
            SourceSymbol symbol = new SourceSymbol(numericName(wanted));
            unnamed.add(symbol);
            return symbol;
        });
    }

    /** Returns the numeric labels that are used and never defined. */
    public Map<Integer, SourceSymbol> awaited() {
        return awaited;
    }

    private String numericName(int number) {
        return ".L" + number + '\u0002' + (counts.getOrDefault(number, 0) + 1);
    }

    /** Returns the symbols that have names, in the order of first mention. */
    public Collection<SourceSymbol> named() {
        return named.values();
    }

    /** Returns all symbols: those with names, then the others. */
    public List<SourceSymbol> all() {
        List<SourceSymbol> result = new ArrayList<>(named.values());
        result.addAll(unnamed);
        return result;
    }
}
