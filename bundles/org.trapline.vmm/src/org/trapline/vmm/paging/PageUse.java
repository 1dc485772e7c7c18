// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

/** What a page of a guest's memory is to the harts that walk the guest's own tables. A page that is used in one way is not used in another. */
enum PageUse {
    /** Nothing depends on it. */
    NONE,
    /** The guest can store to it, or the VMM does so where the guest has told it to. */
    WRITABLE,
    /** A table of the last level, whose entries map pages. */
    TABLE_0,
    TABLE_1,
    /** A table of the first level. */
    TABLE_2;

    boolean isTable() {
        return compareTo(TABLE_0) >= 0;
    }

    /** Returns the level of a table. */
    int level() {
        return ordinal() - TABLE_0.ordinal();
    }

    /** Returns what a table of that level is. */
    static PageUse table(final int level) {
        return values()[TABLE_0.ordinal() + level];
    }
}
