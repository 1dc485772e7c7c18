// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

/**
 * The address translation schemes of RV64, by what {@code satp.MODE} says.
 *
 * @implSpec priv "Sv39: Page-Based 39-bit Virtual-Memory System" and its siblings, which differ in the number of levels
 */
public enum PagingMode {
    BARE(0, 0),
    SV39(8, 3),
    SV48(9, 4),
    SV57(10, 5);

    private static final PagingMode[] BY_CODE = new PagingMode[16];

    static {
        for (PagingMode mode : values()) {
            BY_CODE[mode.code] = mode;
        }
    }

    private final int code;
    private final int levels;

    PagingMode(int code, int levels) {
        this.code = code;
        this.levels = levels;
    }

    /** Returns the scheme that a {@code satp} value chooses. */
    public static PagingMode of(long satp) {
        return BY_CODE[(int) (satp >>> 60)];
    }

    /** Returns the encoding in {@code satp.MODE}. */
    public int code() {
        return code;
    }

    /** Returns how many levels of tables there are; 0 without translation. */
    public int levels() {
        return levels;
    }

    /** Returns how many bits of a virtual address are translated. */
    public int virtualBits() {
        return 12 + 9 * levels;
    }

    /** Tells whether the bits above the translated ones are copies of the highest of them. */
    public boolean isCanonical(long va) {
        int unused = 64 - virtualBits();
        return va << unused >> unused == va;
    }
}
