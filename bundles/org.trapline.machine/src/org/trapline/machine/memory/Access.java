// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.memory;

import org.trapline.isa.Cause;

/** What memory is accessed for, and the causes of what can go wrong. */
public enum Access {
    FETCH(4, 8, Cause.INSTRUCTION_ADDRESS_MISALIGNED, Cause.INSTRUCTION_ACCESS_FAULT, Cause.INSTRUCTION_PAGE_FAULT,
        Cause.INSTRUCTION_GUEST_PAGE_FAULT),
    LOAD(1, 2, Cause.LOAD_ADDRESS_MISALIGNED, Cause.LOAD_ACCESS_FAULT, Cause.LOAD_PAGE_FAULT,
        Cause.LOAD_GUEST_PAGE_FAULT),
    /** Stores, and everything atomic that stores. */
    STORE(2, 4, Cause.STORE_ADDRESS_MISALIGNED, Cause.STORE_ACCESS_FAULT, Cause.STORE_PAGE_FAULT,
        Cause.STORE_GUEST_PAGE_FAULT);

    private final int pmpBit;
    private final int pteBit;
    private final Cause misaligned;
    private final Cause accessFault;
    private final Cause pageFault;
    private final Cause guestPageFault;

    Access(int pmpBit, int pteBit, Cause misaligned, Cause accessFault, Cause pageFault, Cause guestPageFault) {
        this.pmpBit = pmpBit;
        this.pteBit = pteBit;
        this.misaligned = misaligned;
        this.accessFault = accessFault;
        this.pageFault = pageFault;
        this.guestPageFault = guestPageFault;
    }

    /** Returns the permission bit in a PMP entry's configuration. */
    public int pmpBit() {
        return pmpBit;
    }

    /** Returns the permission bit in a page-table entry. */
    public int pteBit() {
        return pteBit;
    }

    public Cause misaligned() {
        return misaligned;
    }

    public Cause accessFault() {
        return accessFault;
    }

    public Cause pageFault() {
        return pageFault;
    }

    /** Returns the cause when the second stage of translation refuses. */
    public Cause guestPageFault() {
        return guestPageFault;
    }
}
