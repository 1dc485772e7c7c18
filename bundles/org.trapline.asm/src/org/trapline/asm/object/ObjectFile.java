// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.object;

import java.util.List;

/**
 * A relocatable object.
 *
 * @param name     what diagnostics call it
 * @param sections its sections
 * @param symbols  its symbols, local ones first
 * @param xlen     register width of its code, 32 or 64
 * @param flags    ELF header flags: the ABI
 * @param isa      the instruction set with versions, as the attributes section has it; empty if unknown
 */
public record ObjectFile(String name, List<Section> sections, List<Symbol> symbols, int xlen, int flags, String isa) {

    /** Copies the lists. */
    public ObjectFile {
        sections = List.copyOf(sections);
        symbols = List.copyOf(symbols);
    }

    /** Returns the section with a name, or null. */
    public Section section(String sectionName) {
        return sections.stream().filter(s -> s.name().equals(sectionName)).findFirst().orElse(null);
    }

    /** Returns the first symbol with a name, or null. */
    public Symbol symbol(String symbolName) {
        return symbols.stream().filter(s -> s.name().equals(symbolName)).findFirst().orElse(null);
    }
}
