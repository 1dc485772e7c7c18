// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;

/**
 * Little-endian access to pages, aligned or not, for code that has made sure that all bytes lie within the page, which is not checked here again if
 * the JVM lets us, see {@link PageAccess}.
 */
public final class PageBytes {
    private static final PageAccess ACCESS = PageAccess.choose();
    private static final MethodHandle GET_BYTE = ACCESS.getter(byte.class);
    private static final MethodHandle GET_SHORT = ACCESS.getter(short.class);
    private static final MethodHandle GET_INT = ACCESS.getter(int.class);
    private static final MethodHandle GET_LONG = ACCESS.getter(long.class);
    private static final MethodHandle GET_FLOAT = ACCESS.getter(float.class);
    private static final MethodHandle GET_DOUBLE = ACCESS.getter(double.class);
    private static final MethodHandle PUT_BYTE = ACCESS.setter(byte.class);
    private static final MethodHandle PUT_SHORT = ACCESS.setter(short.class);
    private static final MethodHandle PUT_INT = ACCESS.setter(int.class);
    private static final MethodHandle PUT_LONG = ACCESS.setter(long.class);
    private static final MethodHandle PUT_DOUBLE = ACCESS.setter(double.class);
    /** Where the first byte of an array is. */
    private static final long FIRST = ACCESS.first();

    /** A way to some bytes of a page. */
    public enum Way {
        GET_BYTE(PageBytes.GET_BYTE),
        GET_SHORT(PageBytes.GET_SHORT),
        GET_INT(PageBytes.GET_INT),
        GET_LONG(PageBytes.GET_LONG),
        GET_FLOAT(PageBytes.GET_FLOAT),
        GET_DOUBLE(PageBytes.GET_DOUBLE),
        PUT_BYTE(PageBytes.PUT_BYTE),
        PUT_SHORT(PageBytes.PUT_SHORT),
        PUT_INT(PageBytes.PUT_INT),
        PUT_LONG(PageBytes.PUT_LONG),
        PUT_DOUBLE(PageBytes.PUT_DOUBLE);

        private final MethodHandle handle;

        Way(MethodHandle handle) {
            this.handle = handle;
        }

        /** Returns what takes a page, an offset to which {@link PageBytes#first} has been added, and what is to be put. HotSpot never calls it. */
        public MethodHandle handle() {
            return handle;
        }

        public MethodType type() {
            return handle.type();
        }
    }

    private PageBytes() {
    }

    /** Returns what a {@link Way} is to be given for the offset 0. */
    public static long first() {
        return FIRST;
    }

    public static byte getByte(byte[] page, long at) {
        try {
            return (byte) GET_BYTE.invokeExact(page, FIRST + at);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static short getShort(byte[] page, long at) {
        try {
            return (short) GET_SHORT.invokeExact(page, FIRST + at);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static int getInt(byte[] page, long at) {
        try {
            return (int) GET_INT.invokeExact(page, FIRST + at);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static long getLong(byte[] page, long at) {
        try {
            return (long) GET_LONG.invokeExact(page, FIRST + at);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void putByte(byte[] page, long at, byte value) {
        try {
            PUT_BYTE.invokeExact(page, FIRST + at, value);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void putShort(byte[] page, long at, short value) {
        try {
            PUT_SHORT.invokeExact(page, FIRST + at, value);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void putInt(byte[] page, long at, int value) {
        try {
            PUT_INT.invokeExact(page, FIRST + at, value);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    public static void putLong(byte[] page, long at, long value) {
        try {
            PUT_LONG.invokeExact(page, FIRST + at, value);
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    private static RuntimeException impossible(Throwable thrown) {
        return new IllegalStateException("an access to a page failed", thrown);
    }
}
