// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

/**
 * What the interpreter's loop executes: the operations of a block, or a part of them, or what leaves it. Most blocks are a {@link Sequence} until
 * they have been executed often, and {@linkplain Superinstruction superinstructions} from then on.
 */
abstract class Node {
    /**
     * Does this.
     * @param x registers and TLB tags, see {@link org.trapline.machine.mmu.FastState}
     * @return what comes next; null if the engine must look at the hart, whose pc and time are then right
     */
    abstract Node execute(long[] x);
}
