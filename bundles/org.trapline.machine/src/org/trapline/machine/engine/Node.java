// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

/**
 * A step of the interpreter: it does the work of one operation, or of two that often follow each other, and returns the next step.
 *
 * <p>Each kind is a class of its own, with a small method that HotSpot compiles by itself: so one guest's profile does not spoil
 * another's, and no method grows beyond what HotSpot compiles at all.
 */
abstract class Node {
    /** The step after this one in the block. */
    Node next;

    /**
     * Does this step.
     * @param x registers and TLB tags, see {@link org.trapline.machine.mmu.FastState}
     * @return the next step; null if the engine must look at the hart, whose pc and time are then right
     */
    abstract Node execute(long[] x);
}
