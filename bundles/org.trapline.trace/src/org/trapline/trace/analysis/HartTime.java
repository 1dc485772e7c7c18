// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.analysis;

import java.util.Map;
import java.util.TreeMap;

/**
 * Whose a hart's time was. Counting begins with the first entry or exit; from then on each stretch between two events belongs to
 * whoever had the hart.
 */
final class HartTime {
    /** Stands for the VMM where otherwise the id of a VM stands. */
    static final int VMM = -1;

    /** Cycles and instructions of one owner. */
    static final class Share {
        long cycles;
        long instructions;
    }

    private final Map<Integer, Share> shares = new TreeMap<>();
    private Share owner;
    private long cycle;
    private long instret;
    private long idle;

    Map<Integer, Share> shares() {
        return shares;
    }

    long idle() {
        return idle;
    }

    void advance(long newCycle, long newInstret) {
        if (owner != null) {
            owner.cycles += newCycle - cycle;
            owner.instructions += newInstret - instret;
        }
        cycle = newCycle;
        instret = newInstret;
    }

    void giveTo(int vm) {
        owner = shares.computeIfAbsent(vm, any -> new Share());
    }

    /** Leaves the time up to the next entry or exit to nobody. */
    void forgetOwner() {
        owner = null;
    }

    /** Takes cycles in which the hart only waited from its owner. */
    void waited(long cycles) {
        if (owner != null) {
            owner.cycles -= cycles;
            idle += cycles;
        }
    }
}
