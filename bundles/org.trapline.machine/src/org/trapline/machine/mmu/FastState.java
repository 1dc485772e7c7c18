// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

/**
 * What an engine touches with nearly every instruction, in one array, which it hands from step to step: registers, TLB tags, and what it
 * compares those with.
 *
 * <pre>
 *  0..31           x0 to x31; x0 is always 0
 *  SINK            takes what is written to x0
 *  DATA_TAG        low bits of the TLB tags that are valid now, see {@link Tlb}
 *  FLOATS ..       f0 to f31
 *  LOAD_TAGS ..    tags of the pages that may be read directly
 *  STORE_TAGS ..   tags of the pages that may be written directly, some but for a few lines: see {@link Tlb#GUARDED}
 *  GUARDS ..       the lines of those that may not, a bit for each
 * </pre>
 */
public final class FastState {
    public static final int SINK = 32;
    public static final int DATA_TAG = 33;
    public static final int FLOATS = 64;
    public static final int LOAD_TAGS = FLOATS + 64;
    public static final int STORE_TAGS = LOAD_TAGS + Tlb.ENTRIES;
    public static final int GUARDS = STORE_TAGS + Tlb.ENTRIES;
    private static final int LENGTH = GUARDS + Tlb.ENTRIES;

    /** See above. */
    public final long[] words = new long[LENGTH];
    /** The pages that belong to the tags: those for loads, then those for stores. */
    public final byte[][] pages = new byte[2 * Tlb.ENTRIES][];
}
