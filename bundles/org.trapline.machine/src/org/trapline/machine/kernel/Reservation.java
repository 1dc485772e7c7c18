// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.kernel;

import org.trapline.machine.memory.Access;
import org.trapline.machine.mmu.Mmu;

/** Load-reserved and store-conditional. The reservation is of the physical address alone; a hart has at most one. */
public final class Reservation {
    private Reservation() {
    }

    public static long lr_w(Mmu mmu, long va) {
        return (int) reserve(mmu, va, 4);
    }

    public static long lr_d(Mmu mmu, long va) {
        return reserve(mmu, va, 8);
    }

    /** Returns 0 if the value was stored, 1 if the reservation was lost. */
    public static long sc_w(Mmu mmu, long va, long value) {
        return storeConditionally(mmu, va, 4, value);
    }

    /** Returns 0 if the value was stored, 1 if the reservation was lost. */
    public static long sc_d(Mmu mmu, long va, long value) {
        return storeConditionally(mmu, va, 8, value);
    }

    private static long reserve(Mmu mmu, long va, int bytes) {
        long pa = mmu.atomic(va, bytes, Access.LOAD);
        mmu.reserve(pa);
        return mmu.bus().read(pa, bytes);
    }

    // The address is translated first, so one that cannot be stored to faults even without a reservation.
    private static long storeConditionally(Mmu mmu, long va, int bytes, long value) {
        long pa = mmu.atomic(va, bytes, Access.STORE);
        if (!mmu.takeReservation(pa)) {
            return 1;
        }
        mmu.bus().write(pa, bytes, value);
        return 0;
    }
}
