// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian access to byte arrays, aligned or not. */
public final class LittleEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {
    }

    public static short getShort(byte[] bytes, int at) {
        return (short) SHORT.get(bytes, at);
    }

    public static int getInt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    public static long getLong(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    public static void putShort(byte[] bytes, int at, short value) {
        SHORT.set(bytes, at, value);
    }

    public static void putInt(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    public static void putLong(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    /** Returns the zero-extended value of {@code size} (1, 2, 4 or 8) bytes. */
    public static long get(byte[] bytes, int at, int size) {
        return switch (size) {
            case 1 -> bytes[at] & 0xff;
            case 2 -> getShort(bytes, at) & 0xffff;
            case 4 -> getInt(bytes, at) & 0xffff_ffffL;
            case 8 -> getLong(bytes, at);
            default -> throw new IllegalArgumentException("access of " + size + " bytes");
        };
    }

    /** Stores the low {@code size} (1, 2, 4 or 8) bytes of {@code value}. */
    public static void put(byte[] bytes, int at, int size, long value) {
        switch (size) {
            case 1 -> bytes[at] = (byte) value;
            case 2 -> putShort(bytes, at, (short) value);
            case 4 -> putInt(bytes, at, (int) value);
            case 8 -> putLong(bytes, at, value);
            default -> throw new IllegalArgumentException("access of " + size + " bytes");
        }
    }
}
