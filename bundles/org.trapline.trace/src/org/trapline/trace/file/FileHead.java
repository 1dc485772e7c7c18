// SPDX-License-Identifier: EPL-2.0
package org.trapline.trace.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The first bytes of a trace file. */
final class FileHead {
    static final int BYTES = 16;
    static final int VERSION = 1;
    // A byte no text begins with, both line ends, and the character that ends a text: what a transfer as text would change.
    private static final byte[] MAGIC = {(byte) 0x89, 'T', 'R', 'L', '\r', '\n', 0x1a, '\n'};
    private static final int CHECKED_BYTES = BYTES - 4;

    private FileHead() {
    }

    static byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.put(MAGIC).putInt(VERSION);
        out.putInt(Chunk.crc(out.array(), CHECKED_BYTES));
        return out.array();
    }

    static void check(byte[] bytes, int length) throws TraceFileException {
        if (length < BYTES || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new TraceFileException("this is not a trace file: it does not begin as one", 0, 0);
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(MAGIC.length);
        int version = in.getInt();
        if (in.getInt() != Chunk.crc(bytes, CHECKED_BYTES)) {
            throw new TraceFileException("the head of the trace file is damaged: its checksum is wrong", MAGIC.length, 0);
        }
        if (version != VERSION) {
            throw new TraceFileException("the trace file has format version " + version + ", this program reads version " + VERSION,
                MAGIC.length, 0);
        }
    }
}
