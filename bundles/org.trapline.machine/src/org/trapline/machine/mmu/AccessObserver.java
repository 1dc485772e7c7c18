// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import org.trapline.machine.memory.Access;

/** Sees the data accesses to some pages, which the TLBs that engines read do not hold then. */
public interface AccessObserver {
    /** Tells whether accesses to some of these bytes must be seen. */
    boolean isObserved(long va, long bytes, Access access);

    /**
     * Data is about to be accessed, and no fault will follow; told of accesses that nobody asked about as well.
     * @return whether the instruction must not do it now: it has no effect then, and the hart stays before it
     */
    boolean holds(long va, int bytes, boolean reads, boolean writes);
}
