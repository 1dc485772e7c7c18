// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageBytesTest {
    private final Random random = new Random(25);
    private final byte[] page = new byte[Ram.PAGE_SIZE];
    private final byte[] expected = new byte[Ram.PAGE_SIZE];

    @Test
    void whatIsStoredAnywhereIsLittleEndian() {
        for (int at = 0; at <= Ram.PAGE_SIZE - 8; at++) {
            long value = random.nextLong();
            int size = 1 << random.nextInt(4);
            switch (size) {
                case 1 -> PageBytes.putByte(page, at, (byte) value);
                case 2 -> PageBytes.putShort(page, at, (short) value);
                case 4 -> PageBytes.putInt(page, at, (int) value);
                default -> PageBytes.putLong(page, at, value);
            }
            LittleEndian.put(expected, at, size, value);
        }
        assertArrayEquals(expected, page);
    }

    @Test
    void whatIsLoadedFromAnywhereIsLittleEndian() {
        random.nextBytes(page);
        for (int at = 0; at <= Ram.PAGE_SIZE - 8; at++) {
            assertEquals(page[at], PageBytes.getByte(page, at));
            assertEquals(LittleEndian.getShort(page, at), PageBytes.getShort(page, at));
            assertEquals(LittleEndian.getInt(page, at), PageBytes.getInt(page, at));
            assertEquals(LittleEndian.getLong(page, at), PageBytes.getLong(page, at));
        }
    }

    @Test
    void floatingPointNumbersGoBitByBit() throws Throwable {
        for (PageAccess access : List.of(PageAccess.choose(), PageAccess.checked())) {
            for (int at = 0; at <= Ram.PAGE_SIZE - 8; at++) {
                // A NaN, quiet or signaling, of any payload.
                long number = random.nextLong() | 0x7ff0_0000_0000_0000L;
                access.setter(double.class).invokeExact(page, at + access.first(), Double.longBitsToDouble(number));
                assertEquals(number, PageBytes.getLong(page, at));
                assertEquals(number, Double.doubleToRawLongBits((double) access.getter(double.class).invokeExact(page, at + access.first())));
                int low = (int) number | 0x7f80_0000;
                PageBytes.putInt(page, at, low);
                assertEquals(low, Float.floatToRawIntBits((float) access.getter(float.class).invokeExact(page, at + access.first())));
            }
        }
    }

    @Test
    void aJvmThatDoesNotLetUsSkipItsChecksMakesThem() throws Throwable {
        PageAccess checked = PageAccess.checked();
        random.nextBytes(page);
        MethodHandle getter = checked.getter(long.class);
        assertEquals(LittleEndian.getLong(page, 5), (long) getter.invokeExact(page, 5 + checked.first()));
        for (Class<?> type : List.of(byte.class, short.class, int.class, long.class, float.class, double.class)) {
            assertThrows(IndexOutOfBoundsException.class, () -> checked.getter(type).invoke(page, Ram.PAGE_SIZE + checked.first()), type.getName());
        }
    }
}
