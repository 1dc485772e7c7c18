// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.trace.model;

import java.util.Arrays;

/** A list of numbers that one thread appends to while others read what is there. */
final class LongLog {
    private static final int CHUNK_SHIFT = 14;
    private static final int CHUNK = 1 << CHUNK_SHIFT;

    // A chunk is never replaced once it is in the array, so an old array is as good as the new one below the size read before it.
    private volatile long[][] chunks = {};
    private volatile long size;

    long size() {
        return size;
    }

    long get(final long index) {
        return chunks[(int) (index >> CHUNK_SHIFT)][(int) index & CHUNK - 1];
    }

    /** For the one thread that writes. */
    void add(final long value) {
        final long at = size;
        final int chunk = (int) (at >> CHUNK_SHIFT);
        if (chunk == chunks.length) {
            final long[][] longer = Arrays.copyOf(chunks, chunk + 1);
            longer[chunk] = new long[CHUNK];
            chunks = longer;
        }
        chunks[chunk][(int) at & CHUNK - 1] = value;
        size = at + 1;
    }

    /** Returns the index of the first number that is not below a value; the numbers must ascend. */
    long search(final long value, final long from, final long to) {
        long low = from;
        long high = to;
        while (low < high) {
            final long middle = (low + high) >>> 1;
            if (get(middle) < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
