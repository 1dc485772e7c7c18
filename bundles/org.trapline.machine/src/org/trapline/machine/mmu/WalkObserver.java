// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

/** Sees the entries that a page walk reads. */
@FunctionalInterface
public interface WalkObserver {
    /** An entry was read at that level, 0 being the last. */
    void step(int level, long pteAddress, long pte);
}
