// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.memory.PageMap;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.memory.RamImage;

/**
 * Writes a state down.
 * <pre>
 *  item    code of the {@link Item} (1 byte), length of the name (1 byte), name, value
 *  NUMBER  8 bytes
 *  LONGS   count (4), then runs: how many zeros are left out (4), how many numbers follow (4), the numbers (8 each)
 *  BYTES   count (4), bytes
 *  PAGES   index of an image (4)
 *  FIXED   count (4), UTF-8
 * </pre>
 */
final class StateWriter extends StateExchange {
    static final int MAX_NAME = 255;

    private final List<RamImage> images = new ArrayList<>();
    private byte[] data = new byte[1 << 12];
    private int length;

    /** Returns what was written. */
    StateImage finish() {
        return new StateImage(Arrays.copyOf(data, length), List.copyOf(images));
    }

    @Override
    public boolean isRestoring() {
        return false;
    }

    @Override
    public boolean isGoingBack() {
        return false;
    }

    @Override
    public long number(String name, long value) {
        begin(Item.NUMBER, name);
        putLong(value);
        return value;
    }

    @Override
    long bounded(String name, long value, long low, long high) {
        if (value < low || value > high) {
            throw new IllegalStateException(name + " is " + value + ", not within " + low + " and " + high);
        }
        return number(name, value);
    }

    @Override
    public void numbers(String name, long[] values, int from, int count) {
        begin(Item.LONGS, name);
        putInt(count);
        int end = from + count;
        for (int at = from; at < end;) {
            int zeros = at;
            while (zeros < end && values[zeros] == 0) {
                zeros++;
            }
            int others = zeros;
            while (others < end && (values[others] != 0 || others + 1 < end && values[others + 1] != 0)) {
                others++;
            }
            putInt(zeros - at);
            putInt(others - zeros);
            for (; zeros < others; zeros++) {
                putLong(values[zeros]);
            }
            at = others;
        }
    }

    @Override
    public void numbers(String name, int[] values) {
        numbers(name, Arrays.stream(values).asLongStream().toArray());
    }

    @Override
    public void numbers(String name, byte[] values) {
        bytes(name, values, values.length);
    }

    @Override
    public void flags(String name, boolean[] values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) (values[i] ? 1 : 0);
        }
        numbers(name, bytes);
    }

    @Override
    public long[] list(String name, long[] values, int most, long low, long high) {
        if (values.length > most) {
            throw new IllegalStateException(name + " has " + values.length + " numbers, more than " + most);
        }
        for (long value : values) {
            if (value < low || value > high) {
                throw new IllegalStateException(name + " has " + value + ", not within " + low + " and " + high);
            }
        }
        numbers(name, values);
        return values;
    }

    @Override
    public byte[] bytes(String name, byte[] values, int most) {
        if (values.length > most) {
            throw new IllegalStateException(name + " has " + values.length + " bytes, more than " + most);
        }
        begin(Item.BYTES, name);
        putBytes(values);
        return values;
    }

    @Override
    public void part(String name, Stateful part) {
        begin(Item.PART, name);
        part.exchange(this);
        begin(Item.END, "");
    }

    @Override
    public void pages(String name, Ram ram, long first, long bytes) {
        begin(Item.PAGES, name);
        putInt(images.size());
        images.add(bytes == ram.size() ? ram.image() : ram.image(first, bytes));
    }

    @Override
    public void pages(String name, PageMap pages) {
        begin(Item.PAGES, name);
        putInt(images.size());
        images.add(pages.image());
    }

    @Override
    public void identity(String name, String value) {
        fixed(name, value);
    }

    @Override
    public void fixed(String name, String value) {
        begin(Item.FIXED, name);
        putBytes(value.getBytes(StandardCharsets.UTF_8));
    }

    private void begin(Item item, String name) {
        if (name.length() > MAX_NAME) {
            throw new IllegalArgumentException("a name of " + name.length() + " letters: " + name);
        }
        reserve(2 + name.length());
        data[length++] = (byte) item.ordinal();
        data[length++] = (byte) name.length();
        for (int i = 0; i < name.length(); i++) {
            data[length++] = (byte) name.charAt(i);
        }
    }

    private void putInt(int value) {
        reserve(Integer.BYTES);
        LittleEndian.putInt(data, length, value);
        length += Integer.BYTES;
    }

    private void putLong(long value) {
        reserve(Long.BYTES);
        LittleEndian.putLong(data, length, value);
        length += Long.BYTES;
    }

    private void putBytes(byte[] bytes) {
        putInt(bytes.length);
        reserve(bytes.length);
        System.arraycopy(bytes, 0, data, length, bytes.length);
        length += bytes.length;
    }

    private void reserve(int more) {
        if (length + more > data.length) {
            data = Arrays.copyOf(data, Math.max(2 * data.length, length + more));
        }
    }
}
