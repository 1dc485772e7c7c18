// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.object;

/**
 * A stretch of memory to load.
 *
 * @param address         where it is used: its virtual address
 * @param physicalAddress where it is loaded: the same, unless the linker was told otherwise
 * @param bytes           contents
 * @param size            size in memory; what {@code bytes} does not cover is zero
 * @param readable        whether it may be read
 * @param writable        whether it may be written
 * @param executable      whether it may be executed
 */
public record Segment(long address, long physicalAddress, byte[] bytes, long size, boolean readable, boolean writable, boolean executable) {

    /** Tells whether {@code va} lies in the segment. */
    public boolean contains(long va) {
        return Long.compareUnsigned(va - address, size) < 0;
    }

    /** Returns the permissions as three letters, such as {@code r-x}. */
    public String permissions() {
        return (readable ? "r" : "-") + (writable ? "w" : "-") + (executable ? "x" : "-");
    }
}
