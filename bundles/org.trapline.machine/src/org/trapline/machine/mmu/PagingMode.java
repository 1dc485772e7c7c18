// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

/**
 * The address translation schemes of RV64, by what {@code satp.MODE} or, for the second stage, {@code hgatp.MODE} says.
 *
 * @implSpec priv "Sv39: Page-Based 39-bit Virtual-Memory System" and its siblings, which differ in the number of levels; "Guest Physical
 *           Address Translation": second-stage addresses are two bits longer, so the root table is four times as large
 */
public enum PagingMode {
    BARE(0, 0, 0),
    SV39(8, 3, 0),
    SV48(9, 4, 0),
    SV57(10, 5, 0),
    SV39X4(8, 3, 2),
    SV48X4(9, 4, 2),
    SV57X4(10, 5, 2);

    private static final PagingMode[] FIRST_STAGE = {BARE, null, null, null, null, null, null, null, SV39, SV48, SV57, null, null, null, null, null};
    private static final PagingMode[] SECOND_STAGE =
        {BARE, null, null, null, null, null, null, null, SV39X4, SV48X4, SV57X4, null, null, null, null, null};

    private final int code;
    private final int levels;
    private final int moreBits;

    PagingMode(int code, int levels, int moreBits) {
        this.code = code;
        this.levels = levels;
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

    /** Returns how many bits of an address are translated. */
    public int virtualBits() {
        return 12 + 9 * levels + moreBits;
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
        int mask = level == levels - 1 ? (0x200 << moreBits) - 1 : 0x1ff;
        return (int) (va >>> 12 + 9 * level) & mask;
    }
}
