// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

import java.nio.charset.StandardCharsets;

/** Reads a payload, and trusts nothing in it. */
final class ByteSource {
    private final byte[] bytes;
    private final int end;
    private int at;

    ByteSource(byte[] bytes, int length) {
        this.bytes = bytes;
        this.end = length;
    }

    boolean isAtEnd() {
        return at == end;
    }

    int u8() throws BadPayload {
        if (at == end) {
            throw new BadPayload("it ends in the middle of an entry");
        }
        return bytes[at++] & 0xff;
    }

    long varint() throws BadPayload {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = u8();
            value |= (next & 0x7fL) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new BadPayload("a number has more than 64 bits");
    }

    long signed() throws BadPayload {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }

    /** Reads how many entries follow. Each takes a byte at least, so that no damaged count makes us allocate without end. */
    int count() throws BadPayload {
        long count = varint();
        if (count < 0 || count > end - at) {
            throw new BadPayload("it announces " + Long.toUnsignedString(count) + " entries and has room for " + (end - at));
        }
        return (int) count;
    }

    /** Reads a number that fits an int and is not below {@code least}. */
    int number(int least) throws BadPayload {
        long value = signed();
        if (value < least || value > Integer.MAX_VALUE) {
            throw new BadPayload("the number " + value + " is out of range");
        }
        return (int) value;
    }

    String text() throws BadPayload {
        int length = count();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }
}
