// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.memory;

/**
 * Where in a RAM the pages of a range of addresses are, if that is not one piece and changes: a page may be anywhere in the RAM, or not there at all.
 * Pages of the range are counted from its start.
 */
public interface PageMap {
    /** Returns the number of the RAM's page that has a page of the range; one that is elsewhere is brought first. */
    int present(int page);

    /** Returns the number of the RAM's page that has a page of the range, or -1 if it is elsewhere. */
    int find(int page);

    /** Tells whether a page was ever touched; one that was not is all zero. */
    boolean isAllocated(int page);

    /** Returns what a page holds without bringing it, for an onlooker; null for zeros. It must not be changed, and is right at this moment only. */
    byte[] peek(int page);

    /** Returns what all pages hold now, which are shared as with {@link Ram#image()}. */
    RamImage image();

    /** Makes all pages hold what an image has, which is as large as the range. */
    void restore(RamImage image);

    /** Returns how large the range is, in bytes. */
    long size();
}
