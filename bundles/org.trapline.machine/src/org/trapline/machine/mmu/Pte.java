// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

/**
 * The bits of a page-table entry.
 * <pre>
 *  63  62..61  60..54    53..10  9..8  7 6 5 4 3 2 1 0
 *   N   PBMT   reserved    PPN    RSW  D A G U X W R V
 * </pre>
 * Those of Sv32 are the lower half of it.
 */
public final class Pte {
    public static final long V = 1;
    public static final long R = 1 << 1;
    public static final long W = 1 << 2;
    public static final long X = 1 << 3;
    public static final long U = 1 << 4;
    public static final long G = 1 << 5;
    public static final long A = 1 << 6;
    public static final long D = 1 << 7;
    /** With Svnapot: the entry is one of those that map a naturally aligned power of two of pages together. */
    public static final long N = 1L << 63;
    /** With Svpbmt: the memory type, which makes no difference to harts that do one thing after the other; 3 is reserved. */
    public static final long PBMT = 3L << 61;
    /** What no extension uses. */
    public static final long RESERVED = 0x7fL << 54;
    public static final int PPN_SHIFT = 10;
    public static final long PPN_MASK = (1L << 44) - 1;

    private Pte() {
    }

    /** Returns the physical page number. */
    public static long ppn(long pte) {
        return pte >>> PPN_SHIFT & PPN_MASK;
    }

    /** Tells whether the entry maps a page; otherwise, if valid, it points to the next table. */
    public static boolean isLeaf(long pte) {
        return (pte & (R | W | X)) != 0;
    }

    /** Returns an entry for the page or table at {@code pa}. */
    public static long of(long pa, long flags) {
        return pa >>> 12 << PPN_SHIFT | flags;
    }
}
