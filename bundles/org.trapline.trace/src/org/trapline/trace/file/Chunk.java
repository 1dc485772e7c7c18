// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The head of a chunk.
 * @param seq number of the first event in it, or of the next event where it has none
 * @param events how many events it has
 */
record Chunk(int tag, int length, long seq, int events, int payloadCrc) {
    static final int HEAD_BYTES = 32;
    static final int KIND = tag("KIND");
    static final int NAME = tag("NAME");
    static final int TEXT = tag("TEXT");
    static final int EVENTS = tag("EVTS");
    static final int END = tag("ENDS");

    private static final int CHECKED_BYTES = HEAD_BYTES - 4;

    static int tag(String letters) {
        return letters.charAt(0) | letters.charAt(1) << 8 | letters.charAt(2) << 16 | letters.charAt(3) << 24;
    }

    static Chunk of(int tag, long seq, int events, byte[] payload, int length) {
        return new Chunk(tag, length, seq, events, crc(payload, length));
    }

    /** Returns the head in {@code bytes}, or null if its checksum is wrong. */
    static Chunk parse(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Chunk chunk = new Chunk(in.getInt(), in.getInt(), in.getLong(), in.getInt(), in.getInt());
        boolean reservedIsZero = in.getInt() == 0;
        return in.getInt() == crc(bytes, CHECKED_BYTES) && reservedIsZero ? chunk : null;
    }

    byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(tag).putInt(length).putLong(seq).putInt(events).putInt(payloadCrc).putInt(0);
        out.putInt(crc(out.array(), CHECKED_BYTES));
        return out.array();
    }

    static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
