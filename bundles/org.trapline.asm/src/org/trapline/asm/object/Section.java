// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.object;

import java.util.List;

/**
 * A section of an object.
 *
 * @param name        the name
 * @param type        ELF type, such as {@link #PROGBITS}
 * @param flags       ELF flags, such as {@link #ALLOC}
 * @param alignment   power of two that its address must be a multiple of
 * @param entrySize   size of its entries if they all have the same, else 0
 * @param size        size in memory
 * @param bytes       contents; empty for {@link #NOBITS}
 * @param relocations places that depend on addresses, by rising offset
 * @param marks       which statement made what, by rising offset
 */
public record Section(String name, int type, long flags, long alignment, long entrySize, long size, byte[] bytes,
        List<Relocation> relocations, List<LineMark> marks) {
    /** Type of a section with contents. */
    public static final int PROGBITS = 1;
    /** Type of a section with notes. */
    public static final int NOTE = 7;
    /** Type of a section without contents, zero in memory. */
    public static final int NOBITS = 8;
    /** Type of a table of start functions. */
    public static final int INIT_ARRAY = 14;
    /** Type of a table of end functions. */
    public static final int FINI_ARRAY = 15;
    /** Type of a table of functions to call before start functions. */
    public static final int PREINIT_ARRAY = 16;
    /** Type of the section that names the instruction set. */
    public static final int RISCV_ATTRIBUTES = 0x7000_0003;

    /** Flag: may be written. */
    public static final long WRITE = 1;
    /** Flag: is in memory. */
    public static final long ALLOC = 2;
    /** Flag: may be executed. */
    public static final long EXECUTE = 4;
    /** Flag: equal entries may be merged. */
    public static final long MERGE = 0x10;
    /** Flag: its entries are strings. */
    public static final long STRINGS = 0x20;
    /** Flag: belongs to a group. */
    public static final long GROUP = 0x200;
    /** Flag: thread-local. */
    public static final long TLS = 0x400;
    /** Flag: left out when linking. */
    public static final long EXCLUDE = 0x8000_0000L;

    /** Copies the lists. */
    public Section {
        relocations = List.copyOf(relocations);
        marks = List.copyOf(marks);
    }

    /** Tells whether the section is in memory at run time. */
    public boolean isAllocated() {
        return (flags & ALLOC) != 0;
    }

    /** Tells whether the section holds instructions. */
    public boolean isCode() {
        return (flags & EXECUTE) != 0;
    }

    /** Tells whether the section may be written. */
    public boolean isWritable() {
        return (flags & WRITE) != 0;
    }

    /** Tells whether the section has no contents of its own. */
    public boolean isEmptyInFile() {
        return type == NOBITS;
    }
}
