// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.kernel;

import org.trapline.isa.kernel.FpConvert;
import org.trapline.machine.mmu.Mmu;

/**
 * Loads and stores at a virtual address, by the way that is always right. An engine that finds the page in a TLB does the same access on the
 * page's array.
 */
public final class Memory {
    private Memory() {
    }

    public static long lb(Mmu mmu, long va) {
        return (byte) mmu.load(va, 1);
    }

    public static long lh(Mmu mmu, long va) {
        return (short) mmu.load(va, 2);
    }

    public static long lw(Mmu mmu, long va) {
        return (int) mmu.load(va, 4);
    }

    public static long ld(Mmu mmu, long va) {
        return mmu.load(va, 8);
    }

    public static long lbu(Mmu mmu, long va) {
        return mmu.load(va, 1);
    }

    public static long lhu(Mmu mmu, long va) {
        return mmu.load(va, 2);
    }

    public static long lwu(Mmu mmu, long va) {
        return mmu.load(va, 4);
    }

    public static long flw(Mmu mmu, long va) {
        return FpConvert.fmv_w_x(mmu.load(va, 4));
    }

    public static long fld(Mmu mmu, long va) {
        return mmu.load(va, 8);
    }

    public static void sb(Mmu mmu, long va, long value) {
        mmu.store(va, 1, value);
    }

    public static void sh(Mmu mmu, long va, long value) {
        mmu.store(va, 2, value);
    }

    public static void sw(Mmu mmu, long va, long value) {
        mmu.store(va, 4, value);
    }

    public static void sd(Mmu mmu, long va, long value) {
        mmu.store(va, 8, value);
    }

    public static void fsw(Mmu mmu, long va, long value) {
        mmu.store(va, 4, value);
    }

    public static void fsd(Mmu mmu, long va, long value) {
        mmu.store(va, 8, value);
    }
}
