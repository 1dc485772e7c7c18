// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import java.util.Arrays;

/**
 * Remembers, with false positives but no false negatives, through which mappings something came: code, so that dropping the translation of a
 * data page need not touch what was decoded; entries of a TLB, so that fencing one page need not look at all of them.
 */
final class MappingFilter {
    private static final int WORDS = 32;

    private final long[] words = new long[WORDS];
    // A bit for each size of mapping there is, by its binary logarithm.
    private long sizes;

    void add(long va, int pageShift) {
        int hash = hash(va, pageShift);
        words[hash >>> 6] |= 1L << hash;
        sizes |= 1L << pageShift;
    }

    boolean mayContain(long va) {
        for (long left = sizes; left != 0; left &= left - 1) {
            int hash = hash(va, Long.numberOfTrailingZeros(left));
            if ((words[hash >>> 6] >>> hash & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    void clear() {
        Arrays.fill(words, 0);
        sizes = 0;
    }

    private static int hash(long va, int pageShift) {
        long mixed = ((va >>> pageShift) * 64 + pageShift) * 0x9e37_79b9_7f4a_7c15L;
        return (int) (mixed >>> 53) & WORDS * 64 - 1;
    }
}
