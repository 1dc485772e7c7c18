// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

import org.trapline.machine.memory.LittleEndian;

/** Reads what a {@link StateWriter} wrote without knowing whose state it is. */
final class FieldReader {
    private final byte[] data;
    private final Map<String, String> fields = new LinkedHashMap<>();
    private final Deque<String> path = new ArrayDeque<>();
    private int at;

    FieldReader(byte[] data) {
        this.data = data;
    }

    Map<String, String> read() {
        while (at < data.length) {
            final Item item = Item.of(take(1)[0]);
            final String name = new String(take(take(1)[0] & 0xff), StandardCharsets.ISO_8859_1);
            if (item == null || item == Item.END && path.isEmpty()) {
                throw broken();
            }
            item(item, name);
        }
        return fields;
    }

    private void item(final Item item, final String name) {
        switch (item) {
            case END -> path.removeLast();
            case PART -> path.addLast(name);
            case NUMBER -> put(name, number(takeLong()));
            case LONGS -> longs(name);
            case BYTES -> bytes(name, take(takeInt()));
            case PAGES -> takeInt();
            case FIXED -> put(name, new String(take(takeInt()), StandardCharsets.UTF_8));
        }
    }

    private void longs(final String name) {
        final int count = takeInt();
        for (int i = 0; i < count;) {
            final int zeros = takeInt();
            final int others = takeInt();
            if (zeros < 0 || others < 0 || zeros > count - i || others > count - i - zeros || zeros + others == 0) {
                throw broken();
            }
            i += zeros;
            for (final int end = i + others; i < end; i++) {
                element(name, i, takeLong());
            }
        }
    }

    private void bytes(final String name, final byte[] values) {
        for (int i = 0; i < values.length; i++) {
            element(name, i, values[i] & 0xff);
        }
    }

    private void element(final String name, final int index, final long value) {
        if (value != 0) {
            put(name + "[" + index + "]", number(value));
        }
    }

    private static String number(final long value) {
        return value >= 0 && value < 10 ? Long.toString(value) : "0x" + Long.toHexString(value);
    }

    private void put(final String name, final String value) {
        fields.put(path.isEmpty() ? name : String.join(".", path) + "." + name, value);
    }

    private byte[] take(final int count) {
        if (count < 0 || count > data.length - at) {
            throw broken();
        }
        at += count;
        return Arrays.copyOfRange(data, at - count, at);
    }

    private int takeInt() {
        return LittleEndian.getInt(take(Integer.BYTES), 0);
    }

    private long takeLong() {
        return LittleEndian.getLong(take(Long.BYTES), 0);
    }

    private StateException broken() {
        return new StateException("the state is not encoded as it must be, at byte " + at);
    }
}
