// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Arrays;

import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.memory.PageMap;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.memory.RamImage;

/**
 * Reads a state that a {@link StateWriter} wrote: first only to see that it fits, and gives every field back as it is; then for good. Trusts
 * nothing that it reads.
 */
final class StateReader extends StateExchange {
    private final StateImage image;
    private final byte[] data;
    private final Purpose purpose;
    private final boolean applies;
    private final Deque<String> path = new ArrayDeque<>();
    private int at;

    /** What the values read are for. */
    enum Purpose {
        CHECK, RESTORE, GO_BACK,
        /** As CHECK and RESTORE, of another machine with an identity of its own. */
        CHECK_CLONE, CLONE
    }

    StateReader(StateImage image, Purpose purpose) {
        this.image = image;
        this.data = image.data();
        this.purpose = purpose;
        applies = purpose != Purpose.CHECK && purpose != Purpose.CHECK_CLONE;
    }

    /** Makes sure that everything has been read. */
    void finish() {
        if (at != data.length) {
            throw new StateException("the state has more than this machine: " + nextName() + " is left over");
        }
    }

    @Override
    public boolean isRestoring() {
        return applies;
    }

    @Override
    public boolean isGoingBack() {
        return purpose == Purpose.GO_BACK;
    }

    @Override
    public long number(String name, long value) {
        begin(Item.NUMBER, name);
        long read = takeLong(name);
        return applies ? read : value;
    }

    @Override
    long bounded(String name, long value, long low, long high) {
        begin(Item.NUMBER, name);
        long read = takeLong(name);
        check(name, read, low, high);
        return applies ? read : value;
    }

    private void check(String name, long read, long low, long high) {
        if (read < low || read > high) {
            throw new StateException(where(name) + " is " + read + ", expected " + low + " to " + high);
        }
    }

    @Override
    public void numbers(String name, long[] values, int from, int count) {
        long[] read = takeLongs(name, count, count);
        if (applies) {
            System.arraycopy(read, 0, values, from, count);
        }
    }

    @Override
    public void numbers(String name, int[] values) {
        long[] read = takeLongs(name, values.length, values.length);
        for (int i = 0; i < values.length; i++) {
            check(name, read[i], Integer.MIN_VALUE, Integer.MAX_VALUE);
            values[i] = applies ? (int) read[i] : values[i];
        }
    }

    @Override
    public void numbers(String name, byte[] values) {
        byte[] read = takeBytes(Item.BYTES, name, values.length, values.length);
        if (applies) {
            System.arraycopy(read, 0, values, 0, values.length);
        }
    }

    @Override
    public void flags(String name, boolean[] values) {
        byte[] read = takeBytes(Item.BYTES, name, values.length, values.length);
        for (int i = 0; i < values.length; i++) {
            check(name, read[i], 0, 1);
            values[i] = applies ? read[i] != 0 : values[i];
        }
    }

    @Override
    public long[] list(String name, long[] values, int most, long low, long high) {
        long[] read = takeLongs(name, 0, most);
        for (long each : read) {
            check(name, each, low, high);
        }
        return applies ? read : values;
    }

    @Override
    public byte[] bytes(String name, byte[] values, int most) {
        byte[] read = takeBytes(Item.BYTES, name, 0, most);
        return applies ? read : values;
    }

    @Override
    public void part(String name, Stateful part) {
        begin(Item.PART, name);
        path.addLast(name);
        part.exchange(this);
        path.removeLast();
        if (at + 2 > data.length || data[at] != Item.END.ordinal()) {
            throw new StateException(where(name) + " has more than this machine's: " + nextName() + " is left over");
        }
        at += 2;
    }

    @Override
    public void pages(String name, Ram ram, long first, long bytes) {
        RamImage memory = takePages(name, bytes);
        if (applies && bytes == ram.size()) {
            ram.restore(memory);
        } else if (applies) {
            ram.restore(first, memory);
        }
    }

    @Override
    public void pages(String name, PageMap pages) {
        RamImage memory = takePages(name, pages.size());
        if (applies) {
            pages.restore(memory);
        }
    }

    private RamImage takePages(String name, long bytes) {
        begin(Item.PAGES, name);
        int index = takeInt(name);
        if (index < 0 || index >= image.memories().size()) {
            throw new StateException(where(name) + " is missing");
        }
        RamImage memory = image.memories().get(index);
        if (memory.size() != bytes) {
            throw new StateException(where(name) + " has " + memory.size() + " bytes, this machine's has " + bytes);
        }
        return memory;
    }

    @Override
    public void identity(String name, String value) {
        if (purpose == Purpose.CHECK_CLONE || purpose == Purpose.CLONE) {
            takeBytes(Item.FIXED, name, 0, Integer.MAX_VALUE);
        } else {
            fixed(name, value);
        }
    }

    @Override
    public void fixed(String name, String value) {
        String read = new String(takeBytes(Item.FIXED, name, 0, Integer.MAX_VALUE), StandardCharsets.UTF_8);
        if (!read.equals(value)) {
            throw new StateException(where(name) + " is " + read + " in the state, " + value + " in this machine");
        }
    }

    // ---- the data ----

    private void begin(Item item, String name) {
        if (at + 2 > data.length) {
            throw new StateException("the state ends before " + where(name));
        }
        boolean sameName = Arrays.equals(data, at + 2, Math.min(data.length, at + 2 + (data[at + 1] & 0xff)),
            name.getBytes(StandardCharsets.ISO_8859_1), 0, name.length());
        if (data[at] != item.ordinal() || !sameName) {
            throw new StateException("the state does not fit this machine: expected " + item.what() + " " + where(name) + ", found " + nextName());
        }
        at += 2 + name.length();
    }

    private String nextName() {
        if (at + 2 > data.length) {
            return "the end";
        }
        Item item = Item.of(data[at]);
        int end = Math.min(data.length, at + 2 + (data[at + 1] & 0xff));
        String name = new String(data, at + 2, end - at - 2, StandardCharsets.ISO_8859_1);
        return item == null || item == Item.END ? "the end" : item.what() + " " + where(name);
    }

    private String where(String name) {
        return path.isEmpty() ? name : String.join(".", path) + "." + name;
    }

    private void need(String name, long bytes) {
        if (bytes > data.length - at) {
            throw new StateException("the state ends within " + where(name));
        }
    }

    private int takeInt(String name) {
        need(name, Integer.BYTES);
        int value = LittleEndian.getInt(data, at);
        at += Integer.BYTES;
        return value;
    }

    private long takeLong(String name) {
        need(name, Long.BYTES);
        long value = LittleEndian.getLong(data, at);
        at += Long.BYTES;
        return value;
    }

    private int takeCount(String name, int least, int most) {
        int count = takeInt(name);
        if (count < least || count > most) {
            throw new StateException(where(name) + " has " + count + " entries, expected "
                + (least == most ? String.valueOf(least) : "up to " + most));
        }
        return count;
    }

    private long[] takeLongs(String name, int least, int most) {
        begin(Item.LONGS, name);
        long[] read = new long[takeCount(name, least, most)];
        for (int i = 0; i < read.length;) {
            int zeros = takeInt(name);
            int others = takeInt(name);
            if (zeros < 0 || others < 0 || zeros > read.length - i || others > read.length - i - zeros || zeros + others == 0) {
                throw new StateException(where(name) + " is not encoded as it must be");
            }
            i += zeros;
            for (int end = i + others; i < end; i++) {
                read[i] = takeLong(name);
            }
        }
        return read;
    }

    private byte[] takeBytes(Item item, String name, int least, int most) {
        begin(item, name);
        int count = takeCount(name, least, most);
        need(name, count);
        at += count;
        return Arrays.copyOfRange(data, at - count, at);
    }
}
