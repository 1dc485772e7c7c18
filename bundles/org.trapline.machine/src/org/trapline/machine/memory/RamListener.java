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
     * Bytes that were decoded as code have been overwritten; what was decoded from them must be dropped.
     * @param lines the overwritten lines of {@link Ram#LINE_SIZE} bytes, one bit each
     * @return the lines of the page that this listener still holds decoded
     */
    long codeOverwritten(Ram ram, int pageIndex, long lines);

    /** A device has stored something. */
    default void storedByDevice(Ram ram) {
        // Most listeners care for arrays and code alone.
    }
}
