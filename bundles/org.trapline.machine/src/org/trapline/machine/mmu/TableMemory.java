// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

/** Where page tables stand: a machine's physical memory, or a guest's as its VMM sees it. */
public interface TableMemory {
    /** Tells whether a page-table entry can be read at {@code pa}, by the rules for supervisor-mode accesses. */
    boolean canRead(long pa, int bytes);

    /** Tells whether a page-table entry can be written at {@code pa}, by the rules for supervisor-mode accesses. */
    boolean canWrite(long pa, int bytes);

    /** Returns the entry of so many bytes at {@code pa}, zero-extended. */
    long readPte(long pa, int bytes);

    /** Stores an entry of so many bytes. */
    void writePte(long pa, int bytes, long pte);
}
