// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.Arrays;

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

    /** Returns whether this changed anything. */
    boolean add(long pc) {
        if (contains(pc)) {
            return false;
        }
        addresses = Arrays.copyOf(addresses, addresses.length + 1);
        addresses[addresses.length - 1] = pc;
        Arrays.sort(addresses);
        return true;
    }

    /** Returns whether this changed anything. */
    boolean remove(long pc) {
        int before = addresses.length;
        addresses = Arrays.stream(addresses).filter(a -> a != pc).toArray();
        return addresses.length != before;
    }
}
