// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.channel;

import org.trapline.vmm.paravirt.DeviceRing;
import org.trapline.vmm.paravirt.DeviceRing.Operation;

/**
 * A request as the guest has put it into a ring; nothing of it is checked.
 *
 * @param id     the guest's own
 * @param what   operation, whether there is a list, and count
 * @param sector of a disk
 * @param place  grant and offset, of the bytes or of the list
 */
record Request(long id, long what, long sector, long place) {
    private static final int NUMBERS = 4;
    private static final long OFFSETS = 32;
    private static final long OPERATIONS = 0x7f;

    /** Returns what is asked for, or null if it is nothing that there is. */
    Operation operation() {
        return Operation.of((int) (what & OPERATIONS));
    }

    /** Tells whether the place is that of a list of pieces. */
    boolean isListed() {
        return (what & DeviceRing.PIECES) != 0;
    }

    /** Returns how many sectors or bytes, from 0 on. */
    long count() {
        return what >>> 8;
    }

    /** Returns the number of the grant, from 0 on. */
    long grant() {
        return place & 0xffff_ffffL;
    }

    /** Returns the offset in the page, from 0 on. */
    long offset() {
        return place >>> OFFSETS;
    }

    long[] numbers() {
        return new long[] {id, what, sector, place};
    }

    /** Returns requests from their numbers, one after the other. */
    static Request at(final long[] numbers, final int index) {
        final int at = index * NUMBERS;
        return new Request(numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3]);
    }

    static int count(final long[] numbers) {
        return numbers.length / NUMBERS;
    }
}
