// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm;

import java.util.Map;

import org.trapline.isa.Isa;

/**
 * How to assemble.
 *
 * @param isa     the instruction set that programs may use
 * @param relax   whether the linker may shorten code, as {@code -mrelax} of GNU as; {@code .option norelax} turns it off in places
 * @param finder  finds files for {@code .include} and {@code .incbin}
 * @param symbols symbols that have a number from the start, as {@code --defsym} of GNU as
 */
public record AssemblerOptions(Isa isa, boolean relax, SourceFinder finder, Map<String, Long> symbols) {
    /** The instruction set where none is named: that of a host that names none. */
    public static final String DEFAULT_ISA = "rv64gc_zba_zbb_zbs";

    /** Copies the map. */
    public AssemblerOptions {
        symbols = Map.copyOf(symbols);
    }

    /** Returns what GNU as does without options, for {@link #DEFAULT_ISA}. */
    public static AssemblerOptions defaults() {
        return new AssemblerOptions(Isa.parse(DEFAULT_ISA), true, SourceFinder.none(), Map.of());
    }

    /** Returns the same options for another instruction set. */
    public AssemblerOptions withIsa(Isa newIsa) {
        return new AssemblerOptions(newIsa, relax, finder, symbols);
    }

    /** Returns the same options with or without linker relaxation. */
    public AssemblerOptions withRelax(boolean newRelax) {
        return new AssemblerOptions(isa, newRelax, finder, symbols);
    }

    /** Returns the same options with another way to find files. */
    public AssemblerOptions withFinder(SourceFinder newFinder) {
        return new AssemblerOptions(isa, relax, newFinder, symbols);
    }

    /** Returns the same options with other predefined symbols. */
    public AssemblerOptions withSymbols(Map<String, Long> newSymbols) {
        return new AssemblerOptions(isa, relax, finder, newSymbols);
    }
}
