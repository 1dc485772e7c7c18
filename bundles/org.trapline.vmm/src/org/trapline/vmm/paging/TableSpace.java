// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

/** A table of the VMM's that harts walk. */
interface TableSpace {
    /** Tells whether its frames were given back. */
    boolean isReleased();

    /** Returns the host physical address of the entry that maps a page, or 0 if there is no table for it. */
    long leaf(long address);

    /** Tells of every entry that maps a page. */
    void forEachLeaf(LeafVisitor visitor);

    /** Is told of entries. */
    @FunctionalInterface
    interface LeafVisitor {
        /** Takes the address that is mapped, and the entry. */
        void visit(long address, long pte);
    }
}
