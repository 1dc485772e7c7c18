// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.trapline.machine.device.Device;

/**
 * The map from physical addresses to RAM and devices. The same class serves a machine and, with guest-physical addresses, a virtual one.
 */
public final class Bus {
    /**
     * A range of addresses and what answers there: RAM or a device, never both.
     *
     * @param base   first physical address
     * @param size   bytes
     * @param ram    null for a device
     * @param first  offset in the RAM of the byte at {@code base}; 0 for a device
     * @param device null for RAM
     * @param pages  where in the RAM each page is, if it is not one piece from {@code first} on; otherwise null
     */
    public record Region(long base, long size, Ram ram, long first, Device device, PageMap pages) {
        public Region {
            if (size <= 0 || base < 0 || base + size < 0 || ram == null == (device == null)) {
                throw new IllegalArgumentException("bus region at 0x" + Long.toHexString(base) + " of " + size + " bytes");
            }
        }

        /** Tells whether all of {@code bytes} bytes at {@code pa} lie in the region. */
        public boolean contains(long pa, int bytes) {
            return pa >= base && pa - base <= size - bytes;
        }

        /** Returns the offset in the RAM, or in the device, of a physical address. What follows the byte there belongs to the region up to the end of the page. */
        public long offset(long pa) {
            return pages == null ? pa - base + first : offsetInPages(pa - base);
        }

        private long offsetInPages(long at) {
            return ((long) pages.present((int) (at >>> Ram.PAGE_SHIFT)) << Ram.PAGE_SHIFT) + (at & Ram.PAGE_SIZE - 1);
        }

        /** Reads the zero-extended value of {@code bytes} bytes of RAM. */
        long read(long pa, int bytes) {
            if (pages == null || isInPage(pa, bytes)) {
                return ram.read(offset(pa), bytes);
            }
            long value = 0;
            for (int i = 0; i < bytes; i++) {
                value |= ram.read(offset(pa + i), 1) << 8 * i;
            }
            return value;
        }

        /** Writes {@code bytes} bytes of RAM. */
        void write(long pa, int bytes, long value) {
            if (pages == null || isInPage(pa, bytes)) {
                ram.write(offset(pa), bytes, value);
                return;
            }
            for (int i = 0; i < bytes; i++) {
                ram.write(offset(pa + i), 1, value >>> 8 * i);
            }
        }

        /** Copies bytes out of RAM. */
        void read(long pa, byte[] into, int from, int length) {
            for (int done = 0; done < length; ) {
                int part = piece(pa + done, length - done);
                ram.read(offset(pa + done), into, from + done, part);
                done += part;
            }
        }

        /** Copies bytes into RAM. */
        void write(long pa, byte[] bytes, int from, int length) {
            for (int done = 0; done < length; ) {
                int part = piece(pa + done, length - done);
                ram.write(offset(pa + done), bytes, from + done, part);
                done += part;
            }
        }

        /** Returns how many of {@code length} bytes are together in the RAM. */
        private int piece(long pa, int length) {
            return pages == null ? length : Math.min(length, Ram.PAGE_SIZE - (int) (pa & Ram.PAGE_SIZE - 1));
        }

        private static boolean isInPage(long pa, int bytes) {
            return (pa & Ram.PAGE_SIZE - 1) + bytes <= Ram.PAGE_SIZE;
        }

        /** Copies bytes of RAM for an onlooker, who leaves every page where it is. */
        private void look(long pa, byte[] into, int from, int length) {
            for (int done = 0; done < length; ) {
                int part = piece(pa + done, length - done);
                if (pages == null) {
                    ram.read(offset(pa + done), into, from + done, part);
                } else {
                    byte[] page = pages.peek((int) (pa + done - base >>> Ram.PAGE_SHIFT));
                    int at = (int) (pa + done & Ram.PAGE_SIZE - 1);
                    if (page == null) {
                        Arrays.fill(into, from + done, from + done + part, (byte) 0);
                    } else {
                        System.arraycopy(page, at, into, from + done, part);
                    }
                }
                done += part;
            }
        }

        private boolean isAllocated(long pa) {
            return pages == null ? ram.isAllocated((int) (offset(pa) >>> Ram.PAGE_SHIFT)) : pages.isAllocated((int) (pa - base >>> Ram.PAGE_SHIFT));
        }

        /** Returns what to call the region in messages. */
        public String name() {
            return ram != null ? "ram" : device.name();
        }
    }

    private final List<Region> regions = new ArrayList<>();
    private Region last;

    /** Maps RAM at a page-aligned address. */
    public void attach(long base, Ram ram) {
        attach(base, ram, 0, ram.size());
    }

    /**
     * Maps a part of RAM at a page-aligned address, as a VMM does with the memory it gives to a guest.
     * @param first offset of the part's first byte, page-aligned
     * @param size  bytes
     */
    public void attach(long base, Ram ram, long first, long size) {
        if (((base | first | size) & Ram.PAGE_SIZE - 1) != 0) {
            throw new IllegalArgumentException("RAM at 0x" + Long.toHexString(base) + " is not page-aligned");
        }
        if (first < 0 || size > ram.size() - first) {
            throw new IllegalArgumentException(size + " bytes from offset " + first + " on are more than the RAM has");
        }
        add(new Region(base, size, ram, first, null, null));
    }

    /**
     * Maps pages of RAM, wherever they are, at a page-aligned address.
     * @param size bytes
     */
    public void attach(long base, Ram ram, PageMap pages, long size) {
        if (((base | size) & Ram.PAGE_SIZE - 1) != 0) {
            throw new IllegalArgumentException("RAM at 0x" + Long.toHexString(base) + " is not page-aligned");
        }
        add(new Region(base, size, ram, 0, null, pages));
    }

    /** Maps a device. */
    public void attach(long base, Device device) {
        add(new Region(base, device.size(), null, 0, device, null));
    }

    /** Puts another device of the same size in the place of one. */
    public void replace(long base, Device device) {
        regions.removeIf(region -> region.base == base && region.device != null && region.size == device.size());
        last = null;
        attach(base, device);
    }

    private void add(Region region) {
        for (Region other : regions) {
            if (region.base < other.base + other.size && other.base < region.base + region.size) {
                throw new IllegalArgumentException(region.name() + " at 0x" + Long.toHexString(region.base) + " overlaps " + other.name());
            }
        }
        regions.add(region);
        regions.sort(Comparator.comparingLong(Region::base));
        last = regions.getFirst();
    }

    /** Returns what is mapped, by rising address. */
    public List<Region> regions() {
        return Collections.unmodifiableList(regions);
    }

    /** Returns the region that holds all of {@code bytes} bytes at {@code pa}, or null. */
    public Region find(long pa, int bytes) {
        Region region = last;
        if (region != null && region.contains(pa, bytes)) {
            return region;
        }
        for (Region candidate : regions) {
            if (candidate.contains(pa, bytes)) {
                return last = candidate;
            }
        }
        return null;
    }

    /**
     * Tells whether an access of {@code bytes} bytes at {@code pa} is answered: RAM takes every access, a device those that its registers
     * allow.
     */
    public boolean answers(long pa, int bytes) {
        Region region = find(pa, bytes);
        return region != null && (region.ram != null || region.device.accepts(region.offset(pa), bytes));
    }

    /**
     * Reads from RAM or a device.
     * @return the zero-extended value; zero where nothing answers, see {@link #answers}
     */
    public long read(long pa, int bytes) {
        Region region = find(pa, bytes);
        if (region == null) {
            return 0;
        }
        return region.ram != null ? region.read(pa, bytes) : region.device.read(region.offset(pa), bytes);
    }

    /** Writes to RAM or a device; lost where nothing answers, see {@link #answers}. */
    public void write(long pa, int bytes, long value) {
        Region region = find(pa, bytes);
        if (region == null) {
            return;
        }
        if (region.ram != null) {
            region.write(pa, bytes, value);
        } else {
            region.device.write(region.offset(pa), bytes, value);
        }
    }

    /**
     * Copies bytes into RAM.
     * @throws IndexOutOfBoundsException if they do not all lie in one RAM
     */
    public void load(long pa, byte[] bytes) {
        Region region = ramAt(pa, bytes.length);
        region.write(pa, bytes, 0, bytes.length);
    }

    /**
     * Copies bytes out of RAM.
     * @throws IndexOutOfBoundsException if they do not all lie in one RAM
     */
    public byte[] dump(long pa, int length) {
        Region region = ramAt(pa, length);
        byte[] bytes = new byte[length];
        region.read(pa, bytes, 0, length);
        return bytes;
    }

    /**
     * Copies bytes out of RAM for an onlooker: nothing is different afterwards.
     * @throws IndexOutOfBoundsException if they do not all lie in one RAM
     */
    public byte[] look(long pa, int length) {
        byte[] bytes = new byte[length];
        ramAt(pa, length).look(pa, bytes, 0, length);
        return bytes;
    }

    /** Reads the zero-extended value of bytes of RAM for an onlooker: nothing is different afterwards. What is no RAM reads as zero. */
    public long peek(long pa, int bytes) {
        Region region = find(pa, bytes);
        if (region == null || region.ram == null) {
            return 0;
        }
        return region.pages == null ? region.ram.read(region.offset(pa), bytes) : LittleEndian.get(look(pa, bytes), 0, bytes);
    }

    /**
     * Sets bytes of RAM to zero.
     * @throws IndexOutOfBoundsException if they do not all lie in one RAM
     */
    public void clear(long pa, long size) {
        byte[] zeros = new byte[Ram.PAGE_SIZE];
        for (long done = 0; done < size; ) {
            Region region = ramAt(pa + done, 1);
            int part = (int) Math.min(size - done, Ram.PAGE_SIZE - (pa + done & Ram.PAGE_SIZE - 1));
            // What was never touched is zero already.
            if (region.isAllocated(pa + done)) {
                region.write(pa + done, zeros, 0, part);
            }
            done += part;
        }
    }

    private Region ramAt(long pa, int length) {
        for (Region region : regions) {
            if (region.ram != null && region.contains(pa, length)) {
                return region;
            }
        }
        throw new IndexOutOfBoundsException("no RAM holds " + length + " bytes at 0x" + Long.toHexString(pa));
    }
}
