// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.link;

import java.util.ArrayList;
import java.util.List;

/** Stretches of bytes to take out of a section, by rising offset. */
final class Deletions {
    private final List<long[]> stretches = new ArrayList<>();

    void add(long offset, long count) {
        if (count > 0) {
            stretches.add(new long[] {offset, count});
        }
    }

    boolean isEmpty() {
        return stretches.isEmpty();
    }

    /** Returns where what was at an offset is afterwards. */
    long moved(long offset) {
        long result = offset;
        for (long[] stretch : stretches) {
            if (offset <= stretch[0]) {
                break;
            }
            result -= Math.min(stretch[1], offset - stretch[0]);
        }
        return result;
    }

    byte[] apply(byte[] bytes) {
        long removed = stretches.stream().mapToLong(stretch -> stretch[1]).sum();
        byte[] result = new byte[(int) (bytes.length - removed)];
        int from = 0;
        int to = 0;
        for (long[] stretch : stretches) {
            int length = (int) stretch[0] - from;
            System.arraycopy(bytes, from, result, to, length);
            to += length;
            from += length + (int) stretch[1];
        }
        System.arraycopy(bytes, from, result, to, bytes.length - from);
        return result;
    }
}
