// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import java.util.Arrays;

/**
 * Remembers, with false positives but no false negatives, through which mappings code was fetched, so that dropping the translation of a
 * data page need not touch decoded code.
 */
final class CodePageFilter {
    private static final int WORDS = 32;

    private final long[] words = new long[WORDS];
    private int levels;

    void add(long va, int level) {
        int hash = hash(va, level);
        words[hash >>> 6] |= 1L << hash;
        levels = Math.max(levels, level + 1);
    }

    boolean mayContain(long va) {
        for (int level = 0; level < levels; level++) {
            int hash = hash(va, level);
            if ((words[hash >>> 6] >>> hash & 1) != 0) {
                return true;
            }
        }
        return false;
    }

    void clear() {
        Arrays.fill(words, 0);
        levels = 0;
    }

    private static int hash(long va, int level) {
        long mixed = ((va >>> 12 + 9 * level) * 8 + level) * 0x9e37_79b9_7f4a_7c15L;
        return (int) (mixed >>> 53) & WORDS * 64 - 1;
    }
}
