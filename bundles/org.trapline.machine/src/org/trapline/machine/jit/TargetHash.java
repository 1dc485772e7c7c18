// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.util.BitSet;
import java.util.List;

/**
 * Bits of an address by which the likely targets of an indirect jump differ, so that one table tells which of them it may be.
 *
 * @param shift where the bits begin
 * @param bits  how many they are
 */
record TargetHash(int shift, int bits) {
    private static final int MAX_SHIFT = 24;
    private static final int MAX_BITS = 7;

    /** Finds the fewest bits; null if there are none. */
    static TargetHash of(List<Long> targets) {
        for (int bits = Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(targets.size() - 1)); bits <= MAX_BITS; bits++) {
            for (int shift = 1; shift <= MAX_SHIFT; shift++) {
                TargetHash hash = new TargetHash(shift, bits);
                if (hash.isPerfect(targets)) {
                    return hash;
                }
            }
        }
        return null;
    }

    private boolean isPerfect(List<Long> targets) {
        BitSet places = new BitSet();
        targets.forEach(target -> places.set(place(target)));
        return places.cardinality() == targets.size();
    }

    int mask() {
        return (1 << bits) - 1;
    }

    /** Returns an address's place in the table. */
    int place(long target) {
        return (int) (target >>> shift) & mask();
    }
}
