// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.object;

import java.util.List;

/**
 * A program ready to be loaded.
 *
 * @param segments what to load, by rising address
 * @param entry    address of the first instruction
 * @param symbols  its symbols, with addresses
 * @param sections the placed sections, by rising address; empty if unknown
 * @param lines    source lines by address
 * @param xlen     register width of its code, 32 or 64
 * @param flags    ELF header flags: the ABI
 * @param isa      the instruction set with versions, as the attributes section has it; empty if unknown
 */
public record Image(List<Segment> segments, long entry, List<Symbol> symbols, List<PlacedSection> sections, LineTable lines, int xlen,
        int flags, String isa) {

    /** Copies the lists. */
    public Image {
        segments = List.copyOf(segments);
        symbols = List.copyOf(symbols);
        sections = List.copyOf(sections);
    }

    /**
     * A section with its address.
     *
     * @param name      the name
     * @param type      ELF type
     * @param flags     ELF flags
     * @param alignment power of two that the address is a multiple of
     * @param address   where it is
     * @param size      size in memory
     * @param bytes     contents; empty if it has none in the file
     */
    public record PlacedSection(String name, int type, long flags, long alignment, long address, long size, byte[] bytes) {
    }

    /** Returns the section with a name, or null. */
    public PlacedSection section(String name) {
        return sections.stream().filter(s -> s.name().equals(name)).findFirst().orElse(null);
    }

    /** Returns the symbol with a name, a global one rather than a local one, or null. */
    public Symbol symbol(String name) {
        Symbol local = null;
        for (Symbol symbol : symbols) {
            if (symbol.name().equals(name)) {
                if (!symbol.isLocal()) {
                    return symbol;
                }
                local = local == null ? symbol : local;
            }
        }
        return local;
    }

    /** Returns the address after the last byte of the highest segment, or 0 if there is none. */
    public long end() {
        return segments.isEmpty() ? 0 : segments.getLast().address() + segments.getLast().size();
    }
}
