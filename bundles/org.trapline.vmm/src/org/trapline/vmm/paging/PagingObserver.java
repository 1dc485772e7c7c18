// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

/** Sees what is done to the tables that the hart walks, and lets it be paid for. */
public interface PagingObserver {
    /** So many levels of the guest's table were read. */
    void walked(int levels);

    /**
     * A page was mapped.
     * @param address   what the table translates: a guest virtual address, or a guest physical one
     * @param guestPte  the guest's entry; 0 where the guest does not translate
     * @param pte       the entry that was made
     * @param newTables how many table pages it took
     */
    void filled(long address, long guestPte, long pte, int newTables);

    /** One page was dropped; the hart must forget it, too. */
    void dropped(long address, long pte);

    /** Everything was dropped: that many address spaces. */
    void flushed(int spaces);

    /** So many entries lost the right to write, because stores are to be noticed. */
    void protectedStores(int entries);

    /** The tables of another of the guest's address spaces are to be walked. */
    default void switched() {
        // Only where the VMM has made them.
    }

    /** So many valid entries that the guest has made were looked at. */
    default void validated(int entries) {
        // Only where harts walk what the guest has made.
    }

    /** So many whole tables of the guest's were gone through. */
    default void scanned(int tables) {
        // Only where harts walk what the guest has made.
    }
}
