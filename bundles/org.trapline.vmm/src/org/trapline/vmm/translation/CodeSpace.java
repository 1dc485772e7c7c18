// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Translations that may go on in each other: made for the same mode, from pages that are mapped alike in every address space in which they are
 * used. A kernel whose pages are the same for all its processes needs one.
 */
public final class CodeSpace {
    final Context context;
    final Translator translator;
    final long va;
    final int tableOffset;
    final Map<Long, Block> blocks = new HashMap<>();
    final List<List<LookUpCase>> chains = new ArrayList<>();
    private final Map<Long, Long> pages = new LinkedHashMap<>();
    private final List<Long> order = new ArrayList<>();

    CodeSpace(final Context context, final long va, final int tableOffset) {
        this.context = context;
        this.va = va;
        this.tableOffset = tableOffset;
        translator = new Translator(context);
        for (int i = 0; i < LookUp.TABLE_WORDS; i++) {
            chains.add(new ArrayList<>());
        }
    }

    public Context context() {
        return context;
    }

    /** Returns the guest virtual address at which the cache is mapped for this code. */
    public long va() {
        return va;
    }

    /** Tells whether code here can load an address as a constant. */
    boolean isNear(final long address) {
        return Math.abs(address - va) < (1L << 31) - 2 * CodeCache.MOST_SIZE;
    }

    /** Tells whether no code was read from a page, or else from this guest physical one. */
    public boolean agrees(final long gvaPage, final long gpaPage) {
        final Long known = pages.get(gvaPage);
        return known == null || known == gpaPage;
    }

    /** Tells whether code was read from a page. */
    public boolean hasPage(final long gvaPage) {
        return pages.containsKey(gvaPage);
    }

    /** Notes that code was read from a page. */
    void addPage(final long gvaPage, final long gpaPage) {
        if (pages.put(gvaPage, gpaPage) == null) {
            order.add(gvaPage);
        }
    }

    /** Returns the number of pages from which code was read. */
    public int pageCount() {
        return order.size();
    }

    /** Returns the guest virtual address of a page, by the order in which they came. */
    public long gvaPage(final int index) {
        return order.get(index);
    }

    /** Returns the guest physical address of a page, by the order in which they came. */
    public long gpaPage(final int index) {
        return pages.get(order.get(index));
    }
}
