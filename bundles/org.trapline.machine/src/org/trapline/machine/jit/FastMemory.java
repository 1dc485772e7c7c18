// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import org.trapline.isa.kernel.FpConvert;
import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.mmu.FastState;
import org.trapline.machine.mmu.Tlb;

/**
 * Loads and stores in a page that a TLB knows, named after the rows: what {@link org.trapline.machine.kernel.Memory} does on the page's array.
 */
public final class FastMemory {
    private static final int OFFSET = Ram.PAGE_SIZE - 1;

    private FastMemory() {
    }

    /** Tells whether {@code beyond + 1} bytes may be read. */
    public static boolean readable(long[] x, long va, int beyond) {
        return x[FastState.LOAD_TAGS + Tlb.index(va)] == (va + beyond & Tlb.PAGE_MASK | x[FastState.DATA_TAG]);
    }

    /** Tells whether {@code beyond + 1} bytes may be written. */
    public static boolean writable(long[] x, long va, int beyond) {
        return x[FastState.STORE_TAGS + Tlb.index(va)] == (va + beyond & Tlb.PAGE_MASK | x[FastState.DATA_TAG]);
    }

    private static byte[] readPage(byte[][] pages, long va) {
        return pages[Tlb.index(va)];
    }

    private static byte[] writePage(byte[][] pages, long va) {
        return pages[Tlb.ENTRIES + Tlb.index(va)];
    }

    public static long lb(byte[][] pages, long va) {
        return readPage(pages, va)[(int) va & OFFSET];
    }

    public static long lh(byte[][] pages, long va) {
        return LittleEndian.getShort(readPage(pages, va), (int) va & OFFSET);
    }

    public static long lw(byte[][] pages, long va) {
        return LittleEndian.getInt(readPage(pages, va), (int) va & OFFSET);
    }

    public static long ld(byte[][] pages, long va) {
        return LittleEndian.getLong(readPage(pages, va), (int) va & OFFSET);
    }

    public static long lbu(byte[][] pages, long va) {
        return readPage(pages, va)[(int) va & OFFSET] & 0xff;
    }

    public static long lhu(byte[][] pages, long va) {
        return LittleEndian.getShort(readPage(pages, va), (int) va & OFFSET) & 0xffff;
    }

    public static long lwu(byte[][] pages, long va) {
        return LittleEndian.getInt(readPage(pages, va), (int) va & OFFSET) & 0xffff_ffffL;
    }

    public static long flw(byte[][] pages, long va) {
        return FpConvert.fmv_w_x(LittleEndian.getInt(readPage(pages, va), (int) va & OFFSET));
    }

    public static long fld(byte[][] pages, long va) {
        return ld(pages, va);
    }

    public static void sb(byte[][] pages, long va, long value) {
        writePage(pages, va)[(int) va & OFFSET] = (byte) value;
    }

    public static void sh(byte[][] pages, long va, long value) {
        LittleEndian.putShort(writePage(pages, va), (int) va & OFFSET, (short) value);
    }

    public static void sw(byte[][] pages, long va, long value) {
        LittleEndian.putInt(writePage(pages, va), (int) va & OFFSET, (int) value);
    }

    public static void sd(byte[][] pages, long va, long value) {
        LittleEndian.putLong(writePage(pages, va), (int) va & OFFSET, value);
    }

    public static void fsw(byte[][] pages, long va, long value) {
        sw(pages, va, value);
    }

    public static void fsd(byte[][] pages, long va, long value) {
        sd(pages, va, value);
    }
}
