// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.memory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;

/**
 * Random-access memory in pages that are allocated when first touched. A page that was never touched reads as zero.
 *
 * <p>Whoever needs speed asks for a page's array and keeps it: {@link #pageForReads} and {@link #pageForStores}. The RAM tells its
 * {@link RamListener}s when such an array must be given up. All other stores come through {@link #write}, which keeps decoded code and
 * shared pages right.
 */
public final class Ram {
    public static final int PAGE_SHIFT = 12;
    public static final int PAGE_SIZE = 1 << PAGE_SHIFT;
    /** Granularity at which stores are compared with decoded code; a page has 64 lines. */
    public static final int LINE_SHIFT = 6;
    public static final int LINE_SIZE = 1 << LINE_SHIFT;

    private static final int OFFSET_MASK = PAGE_SIZE - 1;
    /** Somebody may hold the array for stores. */
    private static final byte STORES_GRANTED = 1;
    /** The array belongs to a snapshot, too, and is copied before the next store. */
    private static final byte SHARED = 2;

    private final long size;
    private final byte[][] pages;
    private final byte[] flags;
    private final long[] codeLines;
    /** Of which stores are to be seen one by one. */
    private final long[] watchedLines;
    // What image() returned last, null if it was never asked, and the pages that are no longer the same as there.
    private RamImage base;
    private int[] changed = new int[64];
    private int changedCount;
    // Pages whose content is elsewhere, and who gets it; null if there are none.
    private BitSet absent;
    private IntConsumer bringer;
    private final List<StoreWatcher> watchers = new ArrayList<>();
    private boolean deviceStores;
    private final List<RamListener> listeners = new ArrayList<>();

    /**
     * Creates zeroed RAM.
     * @param size bytes, a multiple of the page size, below 8 TiB
     */
    public Ram(long size) {
        if (size <= 0 || (size & OFFSET_MASK) != 0 || size >>> PAGE_SHIFT > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("RAM size " + size + " is not a positive multiple of " + PAGE_SIZE);
        }
        this.size = size;
        int count = (int) (size >>> PAGE_SHIFT);
        pages = new byte[count][];
        flags = new byte[count];
        codeLines = new long[count];
        watchedLines = new long[count];
    }

    /** Returns the size in bytes. */
    public long size() {
        return size;
    }

    /** Returns the number of pages. */
    public int pageCount() {
        return pages.length;
    }

    public void addListener(RamListener listener) {
        listeners.add(listener);
    }

    public void removeListener(RamListener listener) {
        listeners.remove(listener);
    }

    /** Returns the zero-extended value of {@code bytes} (1, 2, 4 or 8) bytes, which may cross a page. */
    public long read(long offset, int bytes) {
        int at = (int) offset & OFFSET_MASK;
        if (at + bytes <= PAGE_SIZE) {
            int index = (int) (offset >>> PAGE_SHIFT);
            byte[] page = pages[index];
            if (page == null) {
                page = broughtPage(index);
            }
            return page == null ? 0 : LittleEndian.get(page, at, bytes);
        }
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= read(offset + i, 1) << 8 * i;
        }
        return value;
    }

    /** Stores the low {@code bytes} (1, 2, 4 or 8) bytes of {@code value}; they may cross a page. */
    public void write(long offset, int bytes, long value) {
        int at = (int) offset & OFFSET_MASK;
        if (at + bytes > PAGE_SIZE) {
            for (int i = 0; i < bytes; i++) {
                write(offset + i, 1, value >>> 8 * i);
            }
            return;
        }
        int index = (int) (offset >>> PAGE_SHIFT);
        LittleEndian.put(ownPage(index), at, bytes, value);
        written(index, at, bytes);
    }

    /** Copies {@code length} bytes out of the RAM. */
    public void read(long offset, byte[] into, int from, int length) {
        int done = 0;
        while (done < length) {
            int at = (int) (offset + done) & OFFSET_MASK;
            int part = Math.min(length - done, PAGE_SIZE - at);
            int index = (int) (offset + done >>> PAGE_SHIFT);
            byte[] page = pages[index] != null ? pages[index] : broughtPage(index);
            if (page == null) {
                Arrays.fill(into, from + done, from + done + part, (byte) 0);
            } else {
                System.arraycopy(page, at, into, from + done, part);
            }
            done += part;
        }
    }

    /** Copies {@code length} bytes into the RAM. */
    public void write(long offset, byte[] bytes, int from, int length) {
        int done = 0;
        while (done < length) {
            int at = (int) (offset + done) & OFFSET_MASK;
            int part = Math.min(length - done, PAGE_SIZE - at);
            int index = (int) (offset + done >>> PAGE_SHIFT);
            System.arraycopy(bytes, from + done, ownPage(index), at, part);
            written(index, at, part);
            done += part;
        }
    }

    /** Returns the page's array for reading; it stays valid until {@link RamListener#pageReplaced}. */
    public byte[] pageForReads(int index) {
        byte[] page = pages[index];
        return page != null ? page : allocate(index);
    }

    /**
     * Returns the page's array for stores, but to the guarded lines; it stays valid until {@link RamListener#storesProtected}.
     * @return null if stores to this page must go through {@link #write}
     */
    public byte[] pageForStores(int index) {
        if (guardedLines(index) == -1) {
            return null;
        }
        byte[] page = ownPage(index);
        flags[index] |= STORES_GRANTED;
        return page;
    }

    /** Returns the lines of a page to which stores must go through {@link #write}, for they have code or are watched: a bit for each. */
    public long guardedLines(int index) {
        return codeLines[index] | watchedLines[index];
    }

    /** Tells whether a store to some bytes, which do not cross a page, must go through {@link #write}. */
    public boolean isGuarded(long offset, int length) {
        return (guardedLines((int) (offset >>> PAGE_SHIFT)) & lines((int) offset & OFFSET_MASK, length)) != 0;
    }

    /** Tells whether the page was ever touched; one that was not is all zero. */
    public boolean isAllocated(int index) {
        return pages[index] != null || absent != null && absent.get(index);
    }

    /** Returns how many bytes there are in pages that were ever touched and have come. */
    public long touchedBytes() {
        return (long) PAGE_SIZE * Arrays.stream(pages).filter(Objects::nonNull).count();
    }

    /**
     * Says of untouched pages that their content is elsewhere. They are brought when somebody touches them; until the last has come there is no
     * {@link #image}.
     * @param who is given the number of a page, and has called {@link #restorePage} for it when that returns, unless it is zero
     */
    public void setAbsent(BitSet which, IntConsumer who) {
        absent = which.isEmpty() ? null : (BitSet) which.clone();
        bringer = who;
    }

    /** Tells whether a page has not come yet. */
    public boolean isAbsent(int index) {
        return absent != null && absent.get(index);
    }

    /** Returns how many pages have not come yet. */
    public int absentPages() {
        return absent == null ? 0 : absent.cardinality();
    }

    /** Returns what an untouched page has: null for zeros, unless it is to be brought. */
    private byte[] broughtPage(int index) {
        if (absent == null || !absent.get(index)) {
            return null;
        }
        bringer.accept(index);
        present(index);
        return pages[index];
    }

    private void present(int index) {
        if (absent != null) {
            absent.clear(index);
            absent = absent.isEmpty() ? null : absent;
        }
    }

    /** Notes that bytes of a page have been decoded, so that a store to them is reported. They do not cross the page. */
    public void markCode(long offset, int length) {
        int index = (int) (offset >>> PAGE_SHIFT);
        long lines = lines((int) offset & OFFSET_MASK, length);
        if ((lines & ~guardedLines(index)) != 0) {
            protectStores(index);
        }
        codeLines[index] |= lines;
    }

    /** Returns the bits of the lines that {@code length} bytes at {@code at} in a page touch. */
    public static long lines(int at, int length) {
        int first = at >>> LINE_SHIFT;
        int last = at + length - 1 >>> LINE_SHIFT;
        return -1L << first & -1L >>> 63 - last;
    }

    /** Tells somebody of every store to watched pages, whoever wants them watched. */
    public void addWatcher(StoreWatcher watcher) {
        watchers.add(watcher);
    }

    public void removeWatcher(StoreWatcher watcher) {
        watchers.remove(watcher);
    }

    /** Tells whether the store that watchers are being told of is a device's own. */
    public boolean isStoredByDevice() {
        return deviceStores;
    }

    /** Says that stores are a device's own from now on, or no longer. */
    void setStoredByDevice(boolean is) {
        deviceStores = is;
    }

    /** Makes every store to the page come through {@link #write}, where watchers are told of it, or no longer. */
    public void watch(int index, boolean on) {
        if (on) {
            watchLines(index, -1);
        } else {
            watchedLines[index] = 0;
        }
    }

    /** Makes every store to some bytes, and perhaps others near them, come through {@link #write}, where watchers are told of it. They do not cross a page. */
    public void watch(long offset, int length) {
        watchLines((int) (offset >>> PAGE_SHIFT), lines((int) offset & OFFSET_MASK, length));
    }

    private void watchLines(int index, long lines) {
        protectStores(index);
        watchedLines[index] |= lines;
    }

    /**
     * Returns what the RAM holds now. Pages are not copied before the next store to them, so this costs as much as there are pages written since
     * it was last called.
     */
    public RamImage image() {
        if (absent != null) {
            throw new IllegalStateException(absentPages() + " pages of memory have not come yet");
        }
        if (base == null) {
            base = RamImage.of(pages);
            for (int index = 0; index < pages.length; index++) {
                share(index);
            }
        } else if (changedCount > 0) {
            base = base.with(pages, changed, changedCount);
            for (int i = 0; i < changedCount; i++) {
                share(changed[i]);
            }
        }
        listeners.forEach(listener -> listener.allStoresProtected(this));
        changedCount = 0;
        return base;
    }

    /**
     * Returns what a part of the RAM holds now; as for {@link #image()}, pages are shared.
     * @param first offset of the part's first byte, page-aligned
     * @param bytes whole pages
     */
    public RamImage image(long first, long bytes) {
        checkPages(first, bytes);
        return image().slice((int) (first >>> PAGE_SHIFT), (int) (bytes >>> PAGE_SHIFT));
    }

    /**
     * Makes a part of the RAM hold what the image has, whose pages are shared: a copy is made of those that are stored to.
     * @param first offset of the part's first byte, page-aligned
     */
    public void restore(long first, RamImage image) {
        checkPages(first, image.size());
        int firstPage = (int) (first >>> PAGE_SHIFT);
        for (int i = 0; i < image.pageCount(); i++) {
            present(firstPage + i);
            if (pages[firstPage + i] != image.page(i)) {
                replace(firstPage + i, image.page(i));
                noteChange(firstPage + i);
            }
        }
    }

    /**
     * Makes one page hold other bytes.
     * @param page shared from now on, and not to be changed; null for zeros
     */
    public void restorePage(int index, byte[] page) {
        present(index);
        if (pages[index] != page) {
            replace(index, page);
            noteChange(index);
        }
    }

    /** Makes a part of the RAM zero and gives back the room that it took. */
    public void release(long first, long bytes) {
        restore(first, RamImage.of(new byte[(int) (bytes >>> PAGE_SHIFT)][]));
    }

    private void checkPages(long first, long bytes) {
        if (((first | bytes) & OFFSET_MASK) != 0) {
            throw new IllegalArgumentException(bytes + " bytes from offset " + first + " on are not whole pages");
        }
        Objects.checkFromIndexSize(first, bytes, size);
    }

    private void share(int index) {
        if (pages[index] != null) {
            flags[index] = (byte) (flags[index] & ~STORES_GRANTED | SHARED);
        }
    }

    /**
     * Makes the RAM hold again what it did when the image was made. It costs as much as there are pages that differ.
     * @throws IllegalArgumentException if the image is one of RAM of another size
     */
    public void restore(RamImage image) {
        if (image.size() != size) {
            throw new IllegalArgumentException("an image of " + image.size() + " bytes for RAM of " + size);
        }
        if (base == null) {
            for (int index = 0; index < pages.length; index++) {
                replace(index, image.page(index));
            }
        } else {
            for (int i = 0; i < changedCount; i++) {
                replace(changed[i], image.page(changed[i]));
            }
            base.forEachDifference(image, index -> replace(index, image.page(index)));
        }
        base = image;
        changedCount = 0;
    }

    private void replace(int index, byte[] page) {
        byte[] old = pages[index];
        if (old == page) {
            return;
        }
        pages[index] = page;
        flags[index] = (byte) (flags[index] & ~(STORES_GRANTED | SHARED) | (page != null ? SHARED : 0));
        if (old != null) {
            for (RamListener listener : listeners) {
                listener.pageReplaced(this, index, old);
            }
        }
        overwriteCode(index, 0, PAGE_SIZE);
    }

    private byte[] allocate(int index) {
        byte[] brought = broughtPage(index);
        if (brought != null) {
            return brought;
        }
        noteChange(index);
        return pages[index] = new byte[PAGE_SIZE];
    }

    private void noteChange(int index) {
        if (base != null) {
            if (changedCount == changed.length) {
                changed = Arrays.copyOf(changed, 2 * changedCount);
            }
            changed[changedCount++] = index;
        }
    }

    /** Notes that a device has stored something: reservations of harts end, whatever they are of. */
    public void storedByDevice() {
        for (RamListener listener : listeners) {
            listener.storedByDevice(this);
        }
    }

    private void protectStores(int index) {
        if ((flags[index] & STORES_GRANTED) != 0) {
            flags[index] &= ~STORES_GRANTED;
            for (RamListener listener : listeners) {
                listener.storesProtected(this, pages[index]);
            }
        }
    }

    private byte[] ownPage(int index) {
        byte[] page = pages[index];
        if (page == null) {
            page = allocate(index);
        }
        if ((flags[index] & SHARED) == 0) {
            return page;
        }
        flags[index] &= ~SHARED;
        pages[index] = page.clone();
        noteChange(index);
        for (RamListener listener : listeners) {
            listener.pageReplaced(this, index, page);
        }
        return pages[index];
    }

    private void written(int index, int at, int length) {
        if (codeLines[index] != 0) {
            overwriteCode(index, at, length);
        }
        if ((watchedLines[index] & lines(at, length)) != 0) {
            for (StoreWatcher watcher : watchers) {
                watcher.stored(this, ((long) index << PAGE_SHIFT) + at, length);
            }
        }
    }

    private void overwriteCode(int index, int at, int length) {
        long lines = lines(at, length);
        if ((codeLines[index] & lines) == 0) {
            return;
        }
        long left = 0;
        for (RamListener listener : listeners) {
            left |= listener.codeOverwritten(this, index, at, length);
        }
        codeLines[index] &= ~lines | left;
    }
}
