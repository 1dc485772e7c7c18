// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.program;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.trapline.asm.object.Symbol;
import org.trapline.cli.CommandException;
import org.trapline.cli.program.CodeFile.Part;

/** The symbols of a file by the places they name. */
final class Labels {
    private final CodeFile file;
    private final Map<Part, TreeMap<Long, List<Symbol>>> places = new HashMap<>();

    /** Addresses from one up to another, unsigned. */
    record Range(long start, long stop) {
        boolean contains(long address) {
            return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, stop) < 0;
        }
    }

    Labels(CodeFile file) {
        this.file = file;
        for (int index = 0; index < file.parts().size(); index++) {
            Part part = file.parts().get(index);
            TreeMap<Long, List<Symbol>> here = new TreeMap<>(Long::compareUnsigned);
            for (Symbol symbol : file.symbols()) {
                if (isPlace(symbol) && isIn(symbol, part, index)) {
                    here.computeIfAbsent(symbol.value(), any -> new ArrayList<>()).add(symbol);
                }
            }
            places.put(part, here);
        }
    }

    private static boolean isPlace(Symbol symbol) {
        return symbol.section() >= 0 && symbol.type() != Symbol.Type.SECTION && symbol.type() != Symbol.Type.FILE && !symbol.name().isEmpty()
            && !symbol.name().startsWith("$") && !symbol.name().startsWith(".L");
    }

    private boolean isIn(Symbol symbol, Part part, int index) {
        return file.isExecutable() ? part.isAllocated() && part.contains(symbol.value()) : symbol.section() == index;
    }

    /** Returns the symbols of a part by address. */
    TreeMap<Long, List<Symbol>> of(Part part) {
        return places.get(part);
    }

    /** Returns the nearest symbol at or before an address of an executable, with the distance; null if there is none. */
    String nameOf(long address) {
        if (!file.isExecutable()) {
            return null;
        }
        for (Part part : file.parts()) {
            if (part.isAllocated() && part.contains(address)) {
                Map.Entry<Long, List<Symbol>> nearest = places.get(part).floorEntry(address);
                if (nearest != null) {
                    long offset = address - nearest.getKey();
                    String name = nearest.getValue().getFirst().name();
                    return offset == 0 ? name : name + "+0x" + Long.toHexString(offset);
                }
            }
        }
        return null;
    }

    /** Returns the addresses that a symbol covers, up to the next one if its size is not known. */
    Range range(String name) {
        for (Part part : file.parts()) {
            for (List<Symbol> here : places.get(part).values()) {
                for (Symbol symbol : here) {
                    if (symbol.name().equals(name)) {
                        return new Range(symbol.value(), end(symbol, part));
                    }
                }
            }
        }
        throw CommandException.error(file.name() + ": there is no symbol '" + name + "'");
    }

    private long end(Symbol symbol, Part part) {
        if (symbol.size() != 0) {
            return symbol.value() + symbol.size();
        }
        Long next = places.get(part).higherKey(symbol.value());
        return next != null ? next : part.address() + part.size();
    }

    /** Tells where in a part code begins, or data does. */
    Map<Long, Boolean> marks(Part part) {
        int index = file.parts().indexOf(part);
        Map<Long, Boolean> marks = new HashMap<>();
        for (Symbol symbol : file.symbols()) {
            boolean isHere = file.isExecutable() ? part.contains(symbol.value()) : symbol.section() == index;
            if (isHere && (symbol.name().startsWith("$d") || symbol.name().startsWith("$x"))) {
                marks.put(symbol.value(), symbol.name().startsWith("$x"));
            }
        }
        file.lines().marks().stream().filter(mark -> part.contains(mark.offset())).forEach(mark -> marks.put(mark.offset(), mark.isCode()));
        return marks;
    }
}
