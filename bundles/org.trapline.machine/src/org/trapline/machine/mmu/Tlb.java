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

    // The tags and pages of this TLB are a part of arrays that may hold more.
    private final long[] tags;
    private final int firstTag;
    private final byte[][] pages;
    private final int firstPage;
    private final long[] physical = new long[ENTRIES];
    private final byte[] levels = new byte[ENTRIES];
    private boolean superpages;

    /** Creates an empty TLB with arrays of its own. */
    Tlb() {
        this(new long[ENTRIES], 0, new byte[ENTRIES][], 0);
    }

    /** Creates an empty TLB in a part of given arrays. */
    Tlb(long[] tags, int firstTag, byte[][] pages, int firstPage) {
        this.tags = tags;
        this.firstTag = firstTag;
        this.pages = pages;
        this.firstPage = firstPage;
    }

    /** Returns where the entry for an address is. */
    public static int index(long va) {
        return (int) (va >>> 12) & INDEX_MASK;
    }

    void put(long va, int context, byte[] page, long pa, int level) {
        int i = index(va);
        tags[firstTag + i] = va & PAGE_MASK | context;
        pages[firstPage + i] = page;
        physical[i] = pa & PAGE_MASK;
        levels[i] = (byte) level;
        superpages |= level > 0;
    }

    /** Returns the physical address, or -1 if the access must be translated anew. */
    long find(long va, int bytes, int context) {
        int i = index(va);
        return tags[firstTag + i] == (va + bytes - 1 & PAGE_MASK | context) ? physical[i] | va & ~PAGE_MASK : -1;
    }

    void clear() {
        Arrays.fill(tags, firstTag, firstTag + ENTRIES, 0);
        Arrays.fill(pages, firstPage, firstPage + ENTRIES, null);
        superpages = false;
    }

    /** Drops what came from the leaf entry that maps an address, in any context. */
    void drop(long va) {
        int i = index(va);
        if ((tags[firstTag + i] & PAGE_MASK) == (va & PAGE_MASK)) {
            tags[firstTag + i] = 0;
        }
        if (superpages) {
            for (i = 0; i < ENTRIES; i++) {
                if (levels[i] > 0 && (tags[firstTag + i] ^ va) >>> 12 + 9 * levels[i] == 0) {
                    tags[firstTag + i] = 0;
                }
            }
        }
    }

    /** Drops entries that hold this array. */
    void dropPage(byte[] page) {
        for (int i = 0; i < ENTRIES; i++) {
            if (pages[firstPage + i] == page) {
                tags[firstTag + i] = 0;
                pages[firstPage + i] = null;
            }
        }
    }
}
