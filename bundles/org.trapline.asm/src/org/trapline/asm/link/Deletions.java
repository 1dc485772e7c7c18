// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.Arrays;

/** Stretches of bytes to take out of a section, by rising offset. */
final class Deletions {
    private long[] starts = new long[16];
    private long[] ends = new long[16];
    /** How many bytes the stretches before each one take out. */
    private long[] before = new long[16];
    private int count;
    private long removed;

    void add(long offset, long bytes) {
        if (bytes <= 0) {
            return;
        }
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
            before = Arrays.copyOf(before, count * 2);
        }
        starts[count] = offset;
        ends[count] = offset + bytes;
        before[count] = removed;
        count++;
        removed += bytes;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Returns where what was at an offset is afterwards. */
    long moved(long offset) {
        int found = Arrays.binarySearch(starts, 0, count, offset);
        // The last stretch that begins before the offset.
        int last = found >= 0 ? found - 1 : -found - 2;
        return last < 0 ? offset : offset - before[last] - (Math.min(offset, ends[last]) - starts[last]);
    }

    byte[] apply(byte[] bytes) {
        byte[] result = new byte[(int) (bytes.length - removed)];
        int from = 0;
        int to = 0;
        for (int i = 0; i < count; i++) {
            int length = (int) starts[i] - from;
            System.arraycopy(bytes, from, result, to, length);
            to += length;
            from = (int) ends[i];
        }
        System.arraycopy(bytes, from, result, to, bytes.length - from);
        return result;
    }
}
