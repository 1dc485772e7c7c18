// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import java.util.Arrays;

/**
 * A direct-mapped translation cache for one kind of access, as parallel arrays that an engine reads directly.
 *
 * <p>A tag is the virtual page address with the number of the context in the low twelve bits, which are never all zero; so a tag of 0 is an
 * empty entry. An access hits if the tag of its page is the page of its <em>last</em> byte: one that crosses pages never hits.
 */
public final class Tlb {
    public static final int ENTRIES = 1024;
    public static final int INDEX_MASK = ENTRIES - 1;
    public static final long PAGE_MASK = -1L << 12;

    /** By {@link #index}: page address and context. */
    public final long[] tags = new long[ENTRIES];
    /** The page's array, if it may be accessed directly; entries of a TLB for fetches have none. */
    public final byte[][] pages = new byte[ENTRIES][];
    private final long[] physical = new long[ENTRIES];
    private final byte[] levels = new byte[ENTRIES];
    private boolean superpages;

    Tlb() {
    }

    /** Returns where the entry for an address is. */
    public static int index(long va) {
        return (int) (va >>> 12) & INDEX_MASK;
    }

    void put(long va, int context, byte[] page, long pa, int level) {
        int i = index(va);
        tags[i] = va & PAGE_MASK | context;
        pages[i] = page;
        physical[i] = pa & PAGE_MASK;
        levels[i] = (byte) level;
        superpages |= level > 0;
    }

    /** Returns the physical address, or -1 if the access must be translated anew. */
    long find(long va, int bytes, int context) {
        int i = index(va);
        return tags[i] == (va + bytes - 1 & PAGE_MASK | context) ? physical[i] | va & ~PAGE_MASK : -1;
    }

    void clear() {
        Arrays.fill(tags, 0);
        Arrays.fill(pages, null);
        superpages = false;
    }

    /** Drops what came from the leaf entry that maps an address, in any context. */
    void drop(long va) {
        int i = index(va);
        if ((tags[i] & PAGE_MASK) == (va & PAGE_MASK)) {
            tags[i] = 0;
        }
        if (superpages) {
            for (i = 0; i < ENTRIES; i++) {
                if (levels[i] > 0 && (tags[i] ^ va) >>> 12 + 9 * levels[i] == 0) {
                    tags[i] = 0;
                }
            }
        }
    }

    /** Drops entries that hold this array. */
    void dropPage(byte[] page) {
        for (int i = 0; i < ENTRIES; i++) {
            if (pages[i] == page) {
                tags[i] = 0;
                pages[i] = null;
            }
        }
    }
}
