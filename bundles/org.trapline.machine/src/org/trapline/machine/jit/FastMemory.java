// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import org.trapline.isa.kernel.FpConvert;
import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.mmu.FastState;
import org.trapline.machine.mmu.Tlb;

/**
 * Loads and stores of compiled code, named after the rows: what {@link org.trapline.machine.kernel.Memory} does, on the page's array if a TLB knows
 * it, else by the host. Regions share these methods, so HotSpot knows from all of them together that a page may be missing; left to each region's
 * own experience, it would compile a region again and again.
 */
public final class FastMemory {
    private static final int OFFSET = Ram.PAGE_SIZE - 1;

    private FastMemory() {
    }

    private static boolean isReadable(long[] x, long va, int size) {
        return x[FastState.LOAD_TAGS + Tlb.index(va)] == (va + size - 1 & Tlb.PAGE_MASK | x[FastState.DATA_TAG]);
    }

    private static boolean isWritable(long[] x, long va, int size) {
        return x[FastState.STORE_TAGS + Tlb.index(va)] == (va + size - 1 & Tlb.PAGE_MASK | x[FastState.DATA_TAG]);
    }

    private static byte[] page(byte[][] pages, long va) {
        return pages[Tlb.index(va)];
    }

    private static byte[] pageToWrite(byte[][] pages, long va) {
        return pages[Tlb.ENTRIES + Tlb.index(va)];
    }

    public static long lb(long va, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        return isReadable(x, va, 1) ? page(pages, va)[(int) va & OFFSET] : host.load(site, va, remaining);
    }

    public static long lh(long va, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        return isReadable(x, va, 2) ? LittleEndian.getShort(page(pages, va), (int) va & OFFSET) : host.load(site, va, remaining);
    }

    public static long lw(long va, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        return isReadable(x, va, 4) ? LittleEndian.getInt(page(pages, va), (int) va & OFFSET) : host.load(site, va, remaining);
    }

    public static long ld(long va, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        return isReadable(x, va, 8) ? LittleEndian.getLong(page(pages, va), (int) va & OFFSET) : host.load(site, va, remaining);
    }

    public static long lbu(long va, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        return isReadable(x, va, 1) ? page(pages, va)[(int) va & OFFSET] & 0xff : host.load(site, va, remaining);
    }

    public static long lhu(long va, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        return isReadable(x, va, 2) ? LittleEndian.getShort(page(pages, va), (int) va & OFFSET) & 0xffff : host.load(site, va, remaining);
    }

    public static long lwu(long va, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        return isReadable(x, va, 4) ? LittleEndian.getInt(page(pages, va), (int) va & OFFSET) & 0xffff_ffffL : host.load(site, va, remaining);
    }

    public static long flw(long va, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        return isReadable(x, va, 4) ? FpConvert.fmv_w_x(LittleEndian.getInt(page(pages, va), (int) va & OFFSET)) : host.load(site, va, remaining);
    }

    public static long fld(long va, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        return isReadable(x, va, 8) ? LittleEndian.getLong(page(pages, va), (int) va & OFFSET) : host.load(site, va, remaining);
    }

    public static void sb(long va, long value, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        if (isWritable(x, va, 1)) {
            pageToWrite(pages, va)[(int) va & OFFSET] = (byte) value;
        } else {
            host.store(site, va, value, remaining);
        }
    }

    public static void sh(long va, long value, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        if (isWritable(x, va, 2)) {
            LittleEndian.putShort(pageToWrite(pages, va), (int) va & OFFSET, (short) value);
        } else {
            host.store(site, va, value, remaining);
        }
    }

    public static void sw(long va, long value, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        if (isWritable(x, va, 4)) {
            LittleEndian.putInt(pageToWrite(pages, va), (int) va & OFFSET, (int) value);
        } else {
            host.store(site, va, value, remaining);
        }
    }

    public static void sd(long va, long value, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        if (isWritable(x, va, 8)) {
            LittleEndian.putLong(pageToWrite(pages, va), (int) va & OFFSET, value);
        } else {
            host.store(site, va, value, remaining);
        }
    }

    public static void fsw(long va, long value, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        if (isWritable(x, va, 4)) {
            LittleEndian.putInt(pageToWrite(pages, va), (int) va & OFFSET, (int) value);
        } else {
            host.store(site, va, value, remaining);
        }
    }

    public static void fsd(long va, long value, long[] x, byte[][] pages, RegionHost host, int site, long remaining) {
        if (isWritable(x, va, 8)) {
            LittleEndian.putLong(pageToWrite(pages, va), (int) va & OFFSET, value);
        } else {
            host.store(site, va, value, remaining);
        }
    }
}
