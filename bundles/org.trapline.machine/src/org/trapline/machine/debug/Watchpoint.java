// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.debug;

/**
 * A range of virtual addresses that must not be touched unseen. The hart stops before the instruction that does so.
 *
 * @param va     first virtual address
 * @param length bytes, 1 or more
 * @param kind   which accesses count
 */
public record Watchpoint(long va, long length, Kind kind) {
    /** Accesses that count. An atomic operation that stores does both; a store-conditional counts even if it fails. */
    public enum Kind {
        READ, WRITE, ACCESS
    }

    /** Checks the range. */
    public Watchpoint {
        if (length < 1) {
            throw new IllegalArgumentException("a watchpoint covers at least one byte, not " + length);
        }
    }

    boolean covers(boolean reads, boolean writes) {
        return kind == Kind.ACCESS || (kind == Kind.READ ? reads : writes);
    }

    /** Tells whether some of so many bytes are watched; ranges may end with the last address there is. */
    boolean overlaps(long start, long bytes) {
        return Long.compareUnsigned(start - va, length) < 0 || Long.compareUnsigned(va - start, bytes) < 0;
    }

    /** Returns the first of so many bytes that is watched. */
    long firstIn(long start) {
        return Long.compareUnsigned(start - va, length) < 0 ? start : va;
    }
}
