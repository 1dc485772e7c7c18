// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.Arrays;
import java.util.stream.LongStream;

/** Virtual addresses at which execution is to stop before the instruction. */
final class Breakpoints {
    /** No address. */
    static final Breakpoints NONE = new Breakpoints();

    private long[] addresses = {};

    boolean contains(long pc) {
        if (addresses.length == 0) {
            return false;
        }
        return Arrays.binarySearch(addresses, pc) >= 0;
    }

    /** Replaces the addresses by others, which are sorted; returns those at which that makes a difference. */
    long[] replace(long[] others) {
        long[] before = addresses;
        addresses = others.clone();
        return LongStream.concat(LongStream.of(before).filter(a -> Arrays.binarySearch(others, a) < 0),
            LongStream.of(others).filter(a -> Arrays.binarySearch(before, a) < 0)).toArray();
    }
}
