// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.loading;

import java.util.List;

/**
 * A program as it is to lie in memory.
 *
 * @param name  what to call it in messages
 * @param parts what to load
 * @param entry physical address of the first instruction
 */
public record Program(String name, List<Part> parts, long entry) {
    /**
     * Bytes in a row.
     *
     * @param pa    physical address
     * @param bytes what the memory is to hold
     * @param size  bytes of memory that the program takes from {@code pa} on, not fewer than {@code bytes}
     */
    public record Part(long pa, byte[] bytes, long size) {
        /** Returns the physical address after the last byte. */
        public long end() {
            return pa + size;
        }
    }

    /** Copies the list. */
    public Program {
        parts = List.copyOf(parts);
    }

    /** Returns the program that consists of a file's bytes, and starts with the first of them. */
    public static Program raw(String name, byte[] bytes, long pa) {
        return new Program(name, List.of(new Part(pa, bytes, bytes.length)), pa);
    }

    /** Returns the lowest address it occupies. */
    public long start() {
        return parts.stream().mapToLong(Part::pa).reduce((a, b) -> Long.compareUnsigned(a, b) <= 0 ? a : b).orElse(entry);
    }

    /** Returns the address after its last byte. */
    public long end() {
        return parts.stream().mapToLong(Part::end).reduce((a, b) -> Long.compareUnsigned(a, b) >= 0 ? a : b).orElse(entry);
    }
}
