// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The symbols and the line table of one loaded program. Immutable. */
public final class ProgramNames {

    /**
     * A symbol of a program.
     * @param size bytes it covers; 0 if unknown, then it reaches to the next symbol
     */
    public record Symbol(String name, long address, long size) {
    }

    /** The code from {@code address} up to the next entry comes from that line; {@code line} 0 says that it has no source. */
    public record Line(long address, String file, int line) {
    }

    private final String name;
    private final long low;
    private final long high;
    private final List<Symbol> symbols;
    private final List<Line> lines;

    private ProgramNames(Builder builder) {
        name = builder.name;
        low = builder.low;
        high = builder.high;
        // Stable: of symbols at one address the one added first is found.
        symbols = builder.symbols.stream().sorted(Comparator.comparing(Symbol::address, Long::compareUnsigned)).toList();
        lines = builder.lines.stream().sorted(Comparator.comparing(Line::address, Long::compareUnsigned)).toList();
    }

    /**
     * Starts a program's names.
     * @param name such as its file's name
     * @param low first address it occupies
     * @param high address after the last
     */
    public static Builder of(String name, long low, long high) {
        return new Builder(name, low, high);
    }

    public String name() {
        return name;
    }

    public long low() {
        return low;
    }

    /** Returns the address after the last. */
    public long high() {
        return high;
    }

    /** Returns the symbols by rising address. */
    public List<Symbol> symbols() {
        return symbols;
    }

    /** Returns the line table by rising address. */
    public List<Line> lines() {
        return lines;
    }

    public boolean covers(long address) {
        return Long.compareUnsigned(address, low) >= 0 && Long.compareUnsigned(address, high) < 0;
    }

    /** Returns the symbol that covers the address, or null. */
    public SymbolRef symbol(long address) {
        if (!covers(address)) {
            return null;
        }
        int at = lastAtOrBelow(symbols.size(), i -> symbols.get(i).address(), address);
        if (at < 0) {
            return null;
        }
        while (at > 0 && symbols.get(at - 1).address() == symbols.get(at).address()) {
            at--;
        }
        Symbol symbol = symbols.get(at);
        long offset = address - symbol.address();
        boolean past = symbol.size() != 0 && Long.compareUnsigned(offset, symbol.size()) >= 0;
        return past ? null : new SymbolRef(symbol.name(), offset);
    }

    /** Returns the source line the code at the address comes from, or null. */
    public SourceLine line(long address) {
        if (!covers(address)) {
            return null;
        }
        int at = lastAtOrBelow(lines.size(), i -> lines.get(i).address(), address);
        if (at < 0 || lines.get(at).line() == 0) {
            return null;
        }
        return new SourceLine(lines.get(at).file(), lines.get(at).line());
    }

    private interface Addresses {
        long at(int index);
    }

    private static int lastAtOrBelow(int size, Addresses addresses, long address) {
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = from + to >>> 1;
            if (Long.compareUnsigned(addresses.at(middle), address) <= 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from - 1;
    }

    /** Collects a program's names in any order. */
    public static final class Builder {
        private final String name;
        private final long low;
        private final long high;
        private final List<Symbol> symbols = new ArrayList<>();
        private final List<Line> lines = new ArrayList<>();

        private Builder(String name, long low, long high) {
            this.name = name;
            this.low = low;
            this.high = high;
        }

        /** Returns the first address the program occupies. */
        public long low() {
            return low;
        }

        /** Adds a symbol; {@code size} 0 if unknown. */
        public Builder symbol(String symbol, long address, long size) {
            symbols.add(new Symbol(symbol, address, size));
            return this;
        }

        /** Says which line the code from an address on comes from; line 0 ends the previous entry. */
        public Builder line(long address, String file, int line) {
            lines.add(new Line(address, file, line));
            return this;
        }

        public ProgramNames build() {
            return new ProgramNames(this);
        }
    }
}
