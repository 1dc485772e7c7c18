// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.mmu;

import java.util.Arrays;
import java.util.function.LongPredicate;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * A direct-mapped translation cache for one kind of access, as parallel arrays.
 *
 * <p>A tag is the virtual page address with the number of the context in the low eleven bits, which are never all zero; so a tag of 0 is an
 * empty entry. An access hits if the tag of its page is the page of its <em>last</em> byte: one that crosses pages never hits.
 *
 * <p>What is cached is a translation, which only the guest's own doing drops: it is state, because a guest that changes its tables without a fence
 * goes on with the old ones. An entry may be <em>direct</em>, too: then an engine reads tag and page itself. That is a matter of speed alone, and
 * ends when pages are shared or replaced. The tag of a page that may be stored to directly but for some lines has the bit {@link #GUARDED}, too, so
 * that nobody takes it for another.
 */
public final class Tlb implements Stateful {
    public static final int ENTRIES = 1024;
    public static final int INDEX_MASK = ENTRIES - 1;
    public static final int PAGE_SHIFT = 12;
    /** Part of the tag of a direct entry for stores some lines of which are not to be stored to directly: {@link FastState#GUARDS} has them. */
    public static final int GUARDED = 0x800;
    public static final long PAGE_MASK = -1L << PAGE_SHIFT;

    /** Tags of a TLB that has never held anything, as those of a vCPU's own hart have not; never written. */
    private static final long[] NONE = new long[ENTRIES];
    private static final byte[] NO_SHIFTS = new byte[ENTRIES];

    private long[] tags = NONE;
    private long[] physical = NONE;
    // Binary logarithms of the sizes of what the leaf entries map.
    private byte[] shifts = NO_SHIFTS;
    // The tags of direct entries, else 0, and their pages: a part of arrays that hold more.
    private final long[] directTags;
    private final int firstTag;
    private final byte[][] pages;
    private final int firstPage;
    /** Those that entries may be of; null if there are none. */
    private MappingFilter superpages;

    /** Creates an empty TLB whose direct entries stand in a part of given arrays. */
    Tlb(long[] directTags, int firstTag, byte[][] pages, int firstPage) {
        this.directTags = directTags;
        this.firstTag = firstTag;
        this.pages = pages;
        this.firstPage = firstPage;
    }

    /** Returns where the entry for an address is. */
    public static int index(long va) {
        return (int) (va >>> 12) & INDEX_MASK;
    }

    /** Keeps a translation. */
    void put(long va, int context, long pa, int pageShift) {
        if (tags == NONE) {
            allocate();
        }
        int i = index(va);
        tags[i] = va & PAGE_MASK | context;
        physical[i] = pa & PAGE_MASK;
        shifts[i] = (byte) pageShift;
        if (pageShift > PAGE_SHIFT) {
            addSuperpage(va, pageShift);
        }
        protect(i);
    }

    private void addSuperpage(long va, int shift) {
        if (superpages == null) {
            superpages = new MappingFilter();
        }
        superpages.add(va, shift);
    }

    private void allocate() {
        tags = new long[ENTRIES];
        physical = new long[ENTRIES];
        shifts = new byte[ENTRIES];
    }

    /** Lets engines use the page of an entry that {@link #find} has just found, or {@link #put} made; null for not. */
    void setDirect(long va, byte[] page) {
        int i = index(va);
        directTags[firstTag + i] = page != null ? tags[i] : 0;
        pages[firstPage + i] = page;
    }

    /** As {@link #setDirect}, but for some lines, if there are any. */
    void setGuarded(long va, byte[] page, long lines) {
        setDirect(va, page);
        if (lines != 0 && page != null) {
            int i = index(va);
            directTags[firstTag + i] |= GUARDED;
            directTags[FastState.GUARDS + i] = lines;
        }
    }

    /** Tells whether engines use the page of the entry for an address. */
    boolean isDirect(long va) {
        return directTags[firstTag + index(va)] != 0;
    }

    /** Returns the physical address, or -1 if the access must be translated anew. */
    long find(long va, int bytes, int context) {
        int i = index(va);
        return tags[i] == (va + bytes - 1 & PAGE_MASK | context) ? physical[i] | va & ~PAGE_MASK : -1;
    }

    void clear() {
        if (tags != NONE) {
            Arrays.fill(tags, 0);
            // What tags do not name is nobody's future, and so no part of the state.
            Arrays.fill(physical, 0);
            Arrays.fill(shifts, (byte) 0);
            protectAll();
            superpages = null;
        }
    }

    /**
     * Drops what came from the leaf entry that maps an address, in any context of one kind.
     * @param virtual whether in contexts of two stages, or of one
     */
    void drop(long va, Contexts contexts, boolean virtual) {
        int i = index(va);
        if ((tags[i] & PAGE_MASK) == (va & PAGE_MASK) && isOfKind(tags[i], contexts, virtual)) {
            drop(i);
        }
        if (superpages != null && superpages.mayContain(va)) {
            for (i = 0; i < ENTRIES; i++) {
                if (shifts[i] > PAGE_SHIFT && (tags[i] ^ va) >>> shifts[i] == 0 && isOfKind(tags[i], contexts, virtual)) {
                    drop(i);
                }
            }
        }
    }

    static boolean isOfKind(long tag, Contexts contexts, boolean virtual) {
        return contexts.isVirtualTag((int) (tag & ~PAGE_MASK)) == virtual;
    }

    /** Drops translations to addresses that do not fit. */
    void keepOnly(LongPredicate fits) {
        for (int i = 0; i < ENTRIES; i++) {
            if (tags[i] != 0 && !fits.test(physical[i])) {
                drop(i);
            }
        }
    }

    private void drop(int i) {
        if (tags != NONE) {
            tags[i] = 0;
            protect(i);
        }
    }

    private void protect(int i) {
        directTags[firstTag + i] = 0;
        pages[firstPage + i] = null;
    }

    /** Makes entries that hold this array direct no more. */
    void protect(byte[] page) {
        for (int i = 0; tags != NONE && i < ENTRIES; i++) {
            if (pages[firstPage + i] == page) {
                protect(i);
            }
        }
    }

    /** Makes all entries direct no more. */
    void protectAll() {
        if (tags != NONE) {
            Arrays.fill(directTags, firstTag, firstTag + ENTRIES, 0);
            Arrays.fill(pages, firstPage, firstPage + ENTRIES, null);
        }
    }

    @Override
    public void exchange(StateExchange state) {
        final boolean wasEmpty = tags == NONE;
        if (wasEmpty && state.isRestoring()) {
            allocate();
        }
        state.numbers("tags", tags);
        state.numbers("physical", physical);
        state.numbers("shifts", shifts);
        if (wasEmpty && state.isRestoring() && Arrays.equals(tags, NONE) && Arrays.equals(physical, NONE)) {
            tags = NONE;
            physical = NONE;
            shifts = NO_SHIFTS;
        }
        if (state.isRestoring()) {
            superpages = null;
            for (int i = 0; i < ENTRIES; i++) {
                if (shifts[i] > PAGE_SHIFT) {
                    addSuperpage(tags[i], shifts[i]);
                }
            }
            protectAll();
        }
    }
}
