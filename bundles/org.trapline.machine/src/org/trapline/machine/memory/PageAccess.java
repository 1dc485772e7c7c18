// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.memory;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * How the bytes of an array are reached at an offset of type {@code long}. The JDK's own way without checks is open to a JVM that was started with
 * {@code --add-exports java.base/jdk.internal.misc=ALL-UNNAMED}; without that, and on hosts that are not little-endian, each access is checked.
 */
abstract class PageAccess {
    private static final String UNCHECKED = "jdk.internal.misc.Unsafe";

    /** Returns the fastest that there is. */
    static PageAccess choose() {
        if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
            return checked();
        }
        try {
            return new Unchecked();
        } catch (ReflectiveOperationException e) {
            return checked();
        }
    }

    /** Returns the one that every JVM has. */
    static PageAccess checked() {
        return new Checked();
    }

    /** Returns the offset of the first byte. */
    abstract long first();

    /** Returns a method of type {@code (byte[], long) type}. */
    abstract MethodHandle getter(Class<?> type);

    /** Returns a method of type {@code (byte[], long, type) void}. */
    abstract MethodHandle setter(Class<?> type);

    private static MethodType getterType(Class<?> type) {
        return MethodType.methodType(type, byte[].class, long.class);
    }

    private static MethodType setterType(Class<?> type) {
        return MethodType.methodType(void.class, byte[].class, long.class, type);
    }

    /** With the checks of the JVM. */
    private static final class Checked extends PageAccess {
        @Override
        long first() {
            return 0;
        }

        @Override
        MethodHandle getter(Class<?> type) {
            MethodHandle getter = type == byte.class ? MethodHandles.arrayElementGetter(byte[].class)
                : view(type).toMethodHandle(VarHandle.AccessMode.GET);
            return MethodHandles.explicitCastArguments(getter, getterType(type));
        }

        @Override
        MethodHandle setter(Class<?> type) {
            MethodHandle setter = type == byte.class ? MethodHandles.arrayElementSetter(byte[].class)
                : view(type).toMethodHandle(VarHandle.AccessMode.SET);
            return MethodHandles.explicitCastArguments(setter, setterType(type));
        }

        private static VarHandle view(Class<?> type) {
            return MethodHandles.byteArrayViewVarHandle(type.arrayType(), ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** Without them. */
    private static final class Unchecked extends PageAccess {
        private final Class<?> owner;
        private final Object unsafe;
        private final long first;

        Unchecked() throws ReflectiveOperationException {
            // Not every class loader finds it.
            owner = Class.forName(UNCHECKED, false, null);
            if (!owner.getModule().isExported(owner.getPackageName(), PageAccess.class.getModule())) {
                throw new IllegalAccessException(UNCHECKED + " is not open to us");
            }
            unsafe = owner.getMethod("getUnsafe").invoke(null);
            first = owner.getField("ARRAY_BYTE_BASE_OFFSET").getLong(null);
            // All of them, or none.
            getter(long.class);
        }

        @Override
        long first() {
            return first;
        }

        @Override
        MethodHandle getter(Class<?> type) {
            return method("get", type, MethodType.methodType(type, Object.class, long.class)).asType(getterType(type));
        }

        @Override
        MethodHandle setter(Class<?> type) {
            return method("put", type, MethodType.methodType(void.class, Object.class, long.class, type)).asType(setterType(type));
        }

        private MethodHandle method(String verb, Class<?> type, MethodType methodType) {
            String name = type.getSimpleName();
            // Floating-point numbers are accessed wherever they are, too: it is in the name of the others that this is allowed.
            String end = type == byte.class || type == float.class || type == double.class ? "" : "Unaligned";
            try {
                return MethodHandles.lookup().findVirtual(owner, verb + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) + end,
                    methodType).bindTo(unsafe);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(UNCHECKED + " is not what it was", e);
            }
        }
    }
}
