// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import org.trapline.machine.hart.FenceListener;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Access;
import org.trapline.machine.state.Stateful;

/**
 * How the addresses of one vCPU's guest become the host's: the tables that a physical hart walks while the guest runs there. As a
 * {@link FenceListener} of the vCPU's own hart it hears what the guest does to its translations.
 */
public interface Paging extends FenceListener, Stateful {
    /** How a fault of the hart was dealt with. */
    enum Outcome {
        /** The page is mapped now; the access will succeed. */
        FILLED,
        /** The access is not one that the hart can make for the guest: a device, a fault of the guest's own, or nothing there. */
        REFUSED
    }

    /** Makes a hart that is about to run the guest translate by these tables, and forget what it must not use any more. */
    void enter(Hart hart);

    /** Makes a hart, to which the vCPU comes from another, forget what may be left there of an earlier stay. */
    void moveTo(Hart hart);

    /**
     * Deals with a fault of the hart for want of a translation, in the guest's present view of its memory.
     * @param address what these tables translate: a guest virtual address, or with nested paging a guest physical one
     */
    Outcome fill(long address, Access access);

    /** Drops everything. */
    void flush();

    /** Takes the right to write from every page that the guest's {@link DirtyLog} has as clean. */
    void protectStores();

    /** Takes away all entries for a page of the guest's memory, which is going to be elsewhere; returns how many there were. */
    int unmap(long gpa);

    /** Tells whether a hart has used a page of the guest's memory since this was last asked, by the A bits of its entries, and clears them. */
    boolean takeUse(long gpa);

    /** Gives all frames back, when the vCPU is deleted. */
    void release();

    /** Returns how many table pages are in use. */
    int tables();
}
