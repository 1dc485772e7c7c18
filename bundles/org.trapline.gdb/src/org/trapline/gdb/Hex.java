// SPDX-License-Identifier: EPL-2.0
package org.trapline.gdb;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Numbers and bytes as gdb writes them. */
final class Hex {
    private static final HexFormat FORMAT = HexFormat.of();
    private static final int LONGEST = 16;

    private Hex() {
    }

    /** Reads a number, most significant digit first. */
    static long number(String text) throws PacketException {
        if (text.isEmpty() || text.length() > LONGEST || !isHex(text)) {
            throw new PacketException();
        }
        return Long.parseUnsignedLong(text, 16);
    }

    /** Reads a number that is not large, such as a count; what is too large becomes the largest. */
    static int count(String text) throws PacketException {
        long number = number(text);
        return number < 0 || number > Integer.MAX_VALUE ? Integer.MAX_VALUE : (int) number;
    }

    static byte[] bytes(String text) throws PacketException {
        if (text.length() % 2 != 0 || !isHex(text)) {
            throw new PacketException();
        }
        return FORMAT.parseHex(text);
    }

    static String of(byte[] bytes) {
        return FORMAT.formatHex(bytes);
    }

    static String ofText(String text) {
        return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static String of(long number) {
        return Long.toHexString(number);
    }

    /** Writes a register's value: so many of its eight bytes, as they lie in memory. */
    static String ofRegister(long value, int bytes) {
        return FORMAT.toHexDigits(Long.reverseBytes(value)).substring(0, 2 * bytes);
    }

    /** Reads a register's value of up to eight bytes. */
    static long register(String text) throws PacketException {
        byte[] bytes = bytes(text);
        if (bytes.length == 0 || bytes.length > Long.BYTES) {
            throw new PacketException();
        }
        long value = 0;
        for (int i = 0; i < bytes.length; i++) {
            value |= (bytes[i] & 0xffL) << 8 * i;
        }
        return value;
    }

    private static boolean isHex(String text) {
        return text.chars().allMatch(c -> c < 0x80 && HexFormat.isHexDigit(c));
    }
}
