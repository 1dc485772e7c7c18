// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

/**
 * One operation of a block, not its last. Each kind is a class of its own, with a small method, so that HotSpot can put those together that follow
 * each other in a {@link Superinstruction}.
 */
abstract class Step {
    /**
     * Does the operation if that is possible in the common way, which calls nothing that HotSpot does not make part of the caller.
     * @param x registers and TLB tags, see {@link org.trapline.machine.mmu.FastState}
     * @return whether the block can go on; if not, {@link #stepSlowly} is to be called
     */
    abstract boolean step(long[] x);

    /**
     * Does what {@link #step} has left to do.
     * @return whether the block can go on; otherwise it trapped, or something happened that must be looked at
     */
    boolean stepSlowly() {
        return false;
    }

    /** Returns what does the block's operations after this one. */
    Node rest() {
        throw new IllegalStateException(getClass() + " does not go on slowly");
    }

    /** Leaves a superinstruction because of what {@link #step} says: returns what comes next. */
    Node leave() {
        return stepSlowly() ? rest() : null;
    }
}
