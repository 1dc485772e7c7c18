// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

/**
 * The address translation schemes, by what {@code satp.MODE} or, for the second stage, {@code hgatp.MODE} says. The number that RV32 has for
 * its only one is none that RV64 uses.
 *
 * @implSpec priv "Sv39: Page-Based 39-bit Virtual-Memory System" and its siblings, which differ in the number of levels; "Guest Physical
 *           Address Translation": second-stage addresses are two bits longer, so the root table is four times as large. The entries of
 *           "Sv32" are half as large as those of the others, so a table has twice as many
 */
public enum PagingMode {
    BARE(0, 0, 9, 0),
    SV32(1, 2, 10, 0),
    SV39(8, 3, 9, 0),
    SV48(9, 4, 9, 0),
    SV57(10, 5, 9, 0),
    SV32X4(1, 2, 10, 2),
    SV39X4(8, 3, 9, 2),
    SV48X4(9, 4, 9, 2),
    SV57X4(10, 5, 9, 2);

    private static final PagingMode[] FIRST_STAGE = {BARE, SV32, null, null, null, null, null, null, SV39, SV48, SV57, null, null, null, null, null};
    private static final PagingMode[] SECOND_STAGE =
        {BARE, SV32X4, null, null, null, null, null, null, SV39X4, SV48X4, SV57X4, null, null, null, null, null};

    private final int code;
    private final int levels;
    private final int indexBits;
    private final int moreBits;

    PagingMode(int code, int levels, int indexBits, int moreBits) {
        this.code = code;
        this.levels = levels;
        this.indexBits = indexBits;
        this.moreBits = moreBits;
    }

    /** Returns the scheme that a {@code satp} or {@code vsatp} value chooses. */
    public static PagingMode of(long satp) {
        return FIRST_STAGE[(int) (satp >>> 60)];
    }

    /** Returns the scheme that an {@code hgatp} value chooses. */
    public static PagingMode ofSecondStage(long hgatp) {
        return SECOND_STAGE[(int) (hgatp >>> 60)];
    }

    /** Returns the encoding in {@code satp.MODE}. */
    public int code() {
        return code;
    }

    /** Returns how many levels of tables there are; 0 without translation. */
    public int levels() {
        return levels;
    }

    /** Returns the size of a table's entry; every table but a second stage's root is a page. */
    public int entryBytes() {
        return 1 << 12 - indexBits;
    }

    /** Returns the binary logarithm of the size of what a leaf entry at that level, 0 being the last, maps. */
    public int pageShift(int level) {
        return 12 + indexBits * level;
    }

    /** Returns how many bits of an address are translated. */
    public int virtualBits() {
        return pageShift(levels) + moreBits;
    }

    /**
     * Tells whether the bits above the translated ones are as they must be: copies of the highest of them, or of a guest physical address
     * zero.
     */
    public boolean isCanonical(long va) {
        int unused = 64 - virtualBits();
        return (moreBits == 0 ? va << unused >> unused : va << unused >>> unused) == va;
    }

    /** Returns which entry of a table at that level, 0 being the last, an address leads to. */
    int index(long va, int level) {
        int bits = level == levels - 1 ? indexBits + moreBits : indexBits;
        return (int) (va >>> pageShift(level)) & (1 << bits) - 1;
    }
}
