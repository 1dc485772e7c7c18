// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A payload under construction. */
final class ByteSink {
    private static final int LONGEST_VARINT = 10;

    private byte[] bytes = new byte[1 << 12];
    private int size;

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    void u8(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /** Writes seven bits a byte, the lowest first, the top bit saying that more follow. */
    void varint(long value) {
        reserve(LONGEST_VARINT);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** Writes a number near 0, of either sign, in few bytes. */
    void signed(long value) {
        varint(value << 1 ^ value >> 63);
    }

    void text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        varint(utf8.length);
        reserve(utf8.length);
        System.arraycopy(utf8, 0, bytes, size, utf8.length);
        size += utf8.length;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
