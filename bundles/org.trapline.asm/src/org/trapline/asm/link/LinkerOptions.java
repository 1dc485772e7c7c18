// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

/**
 * How to link.
 *
 * @param base          address of the first instruction, as {@code -Ttext} of GNU ld
 * @param entry         the symbol at which execution starts
 * @param relax         whether code that allows it is shortened; alignment in such code is seen to in any case
 * @param globalPointer when to reach data through {@code gp}
 */
public record LinkerOptions(long base, String entry, boolean relax, GlobalPointer globalPointer) {
    /** Where RAM begins. */
    public static final long DEFAULT_BASE = 0x8000_0000L;

    /** When to shorten accesses to data by using {@code gp}, which the program must have set to {@code __global_pointer$}. */
    public enum GlobalPointer {
        /** If the program mentions {@code __global_pointer$}; otherwise {@code gp} holds nothing useful, and GNU ld's code would fail. */
        IF_MENTIONED,
        /** Always, as GNU ld does. */
        ALWAYS,
        /** Never. */
        NEVER
    }

    /** Returns what is right for programs that start at the beginning of RAM. */
    public static LinkerOptions defaults() {
        return new LinkerOptions(DEFAULT_BASE, "_start", true, GlobalPointer.IF_MENTIONED);
    }

    /** Returns the same options for another address of the first instruction. */
    public LinkerOptions withBase(long newBase) {
        return new LinkerOptions(newBase, entry, relax, globalPointer);
    }

    /** Returns the same options for another entry symbol. */
    public LinkerOptions withEntry(String newEntry) {
        return new LinkerOptions(base, newEntry, relax, globalPointer);
    }

    /** Returns the same options with or without shortening. */
    public LinkerOptions withRelax(boolean newRelax) {
        return new LinkerOptions(base, entry, newRelax, globalPointer);
    }

    /** Returns the same options with another use of {@code gp}. */
    public LinkerOptions withGlobalPointer(GlobalPointer newGlobalPointer) {
        return new LinkerOptions(base, entry, relax, newGlobalPointer);
    }
}
