// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.memory;

/** Told when what was derived from RAM (cached page arrays, decoded code) no longer holds. Pages are counted from the start of the RAM. */
public interface RamListener {
    /**
     * Direct stores to the page must end: it now holds decoded code, is shared with a snapshot or is watched.
     * @param page the array that may be cached for stores
     */
    void storesProtected(Ram ram, byte[] page);

    /** Direct stores to all pages must end: they are shared with an image. */
    void allStoresProtected(Ram ram);

    /** The page has a new array; the old one must not be used any more. */
    void pageReplaced(Ram ram, int pageIndex, byte[] old);

    /**
     * Bytes have been overwritten in lines where others, or they themselves, were decoded as code; what was decoded from them must be dropped.
     * @param at     offset in the page of the first of them
     * @param length their number
     * @return at least those of the lines they are in of which this listener still holds something decoded, a bit each
     */
    long codeOverwritten(Ram ram, int pageIndex, int at, int length);

    /** A device has stored something. */
    default void storedByDevice(Ram ram) {
        // Most listeners care for arrays and code alone.
    }
}
