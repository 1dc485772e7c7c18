// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

/** Where page tables stand: a machine's physical memory, or a guest's as its VMM sees it. */
public interface TableMemory {
    /** Tells whether a page-table entry can be read at {@code pa}, by the rules for supervisor-mode accesses. */
    boolean canRead(long pa);

    /** Tells whether a page-table entry can be written at {@code pa}, by the rules for supervisor-mode accesses. */
    boolean canWrite(long pa);

    /** Returns the entry of eight bytes at {@code pa}. */
    long readPte(long pa);

    /** Stores an entry of eight bytes. */
    void writePte(long pa, long pte);
}
