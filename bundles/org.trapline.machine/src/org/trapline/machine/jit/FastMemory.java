// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import org.trapline.isa.kernel.FpConvert;
import org.trapline.machine.memory.PageBytes;
import org.trapline.machine.mmu.FastState;
import org.trapline.machine.mmu.Tlb;

/**
 * Loads and stores of compiled code, named after the rows: what {@link org.trapline.machine.kernel.Memory} does, at an offset in a page's array
 * that has room for all bytes from there on. The pages come from the TLBs; where those have none, the region is left, and the engine carries out
 * the access. Nothing is called then from within a region, so HotSpot can keep the guest's registers in the host's.
 *
 * <p>Regions share these methods, so HotSpot knows from all of them together that a page may be missing; left to each region's own experience, it
 * would compile a region again and again. They are short because HotSpot copies only short ones wherever they are called.
 */
public final class FastMemory {
    private FastMemory() {
    }

    /**
     * Returns the page that may be read.
     * @param more so many bytes after the first must be in the page, too
     * @throws RegionLeft if the TLB does not have it
     */
    public static byte[] readable(long va, int more, long[] x, byte[][] pages, long tag) {
        check(x[FastState.LOAD_TAGS + Tlb.index(va)], va + more, tag);
        return known(pages[Tlb.index(va)]);
    }

    /** As {@link #readable}, for a page that may be written. */
    public static byte[] writable(long va, int more, long[] x, byte[][] pages, long tag) {
        check(x[FastState.STORE_TAGS + Tlb.index(va)], va + more, tag);
        return known(pages[Tlb.ENTRIES + Tlb.index(va)]);
    }

    private static void check(long found, long last, long tag) {
        if (found != (last & Tlb.PAGE_MASK | tag)) {
            throw RegionLeft.SIGNAL;
        }
    }

    private static byte[] known(byte[] page) {
        if (page == null) {
            throw RegionLeft.SIGNAL;
        }
        return page;
    }

    /** Makes sure that an atomic access is aligned; the mask is its size less one. */
    public static void checkAligned(long va, int mask) {
        if (((int) va & mask) != 0) {
            throw RegionLeft.SIGNAL;
        }
    }

    public static long lb(byte[] page, long at) {
        return PageBytes.getByte(page, at);
    }

    public static long lh(byte[] page, long at) {
        return PageBytes.getShort(page, at);
    }

    public static long lw(byte[] page, long at) {
        return PageBytes.getInt(page, at);
    }

    public static long ld(byte[] page, long at) {
        return PageBytes.getLong(page, at);
    }

    public static long lbu(byte[] page, long at) {
        return PageBytes.getByte(page, at) & 0xff;
    }

    public static long lhu(byte[] page, long at) {
        return PageBytes.getShort(page, at) & 0xffff;
    }

    public static long lwu(byte[] page, long at) {
        return PageBytes.getInt(page, at) & 0xffff_ffffL;
    }

    public static long flw(byte[] page, long at) {
        return FpConvert.fmv_w_x(PageBytes.getInt(page, at));
    }

    public static long fld(byte[] page, long at) {
        return PageBytes.getLong(page, at);
    }

    public static void sb(byte[] page, long at, long value) {
        PageBytes.putByte(page, at, (byte) value);
    }

    public static void sh(byte[] page, long at, long value) {
        PageBytes.putShort(page, at, (short) value);
    }

    public static void sw(byte[] page, long at, long value) {
        PageBytes.putInt(page, at, (int) value);
    }

    public static void sd(byte[] page, long at, long value) {
        PageBytes.putLong(page, at, value);
    }

    public static void fsw(byte[] page, long at, long value) {
        PageBytes.putInt(page, at, (int) value);
    }

    public static void fsd(byte[] page, long at, long value) {
        PageBytes.putLong(page, at, value);
    }
}
