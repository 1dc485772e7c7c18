// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.object;

import java.io.ByteArrayOutputStream;

/** Numbers in base 128, seven bits a byte, lowest first, as debugging information has them. */
public final class Leb128 {

    private Leb128() {
    }

    /** Returns the shortest bytes for a number, signed or not. */
    public static byte[] encode(long number, boolean signed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = number;
        boolean done;
        do {
            int low = (int) rest & 0x7f;
            rest = signed ? rest >> 7 : rest >>> 7;
            done = signed ? rest == 0 && low < 0x40 || rest == -1 && low >= 0x40 : rest == 0;
            bytes.write(done ? low : low | 0x80);
        } while (!done);
        return bytes.toByteArray();
    }
}
