// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.memory;

import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * What a {@link Ram} held at one moment. Pages are shared with the RAM and with other images and never change; images that differ little share
 * most of their tables, too.
 */
public final class RamImage {
    private static final int CHUNK_SHIFT = 8;
    private static final int CHUNK = 1 << CHUNK_SHIFT;
    private static final byte[] ZERO = new byte[Ram.PAGE_SIZE];

    private final int pageCount;
    /** Pages by their number, in chunks; null for a page, or a chunk, of zeros. */
    private final byte[][][] chunks;

    private RamImage(int pageCount, byte[][][] chunks) {
        this.pageCount = pageCount;
        this.chunks = chunks;
    }

    /** Returns the image of these pages, null for zeros, which must not be changed any more. */
    public static RamImage of(byte[][] pages) {
        byte[][][] chunks = new byte[chunks(pages.length)][][];
        for (int i = 0; i < pages.length; i++) {
            if (pages[i] != null) {
                if (chunks[i >>> CHUNK_SHIFT] == null) {
                    chunks[i >>> CHUNK_SHIFT] = new byte[CHUNK][];
                }
                chunks[i >>> CHUNK_SHIFT][i & CHUNK - 1] = pages[i];
            }
        }
        return new RamImage(pages.length, chunks);
    }

    /** Returns an image of zeros but for some pages, which must not be changed any more. */
    public static RamImage of(int pageCount, int[] indexes, byte[][] pages) {
        return new RamImage(pageCount, new byte[chunks(pageCount)][][]).with(i -> pages[i], indexes, indexes.length);
    }

    private static int chunks(int pages) {
        return pages + CHUNK - 1 >>> CHUNK_SHIFT;
    }

    /** Returns an image that differs from this one in some pages, which must not be changed any more; the function gets their place in the list. */
    public RamImage with(int[] indexes, IntFunction<byte[]> pageOf) {
        return with(pageOf, indexes, indexes.length);
    }

    /** Returns an image that differs from this one in some pages. */
    RamImage with(byte[][] pages, int[] changed, int count) {
        return with(i -> pages[changed[i]], changed, count);
    }

    private RamImage with(IntFunction<byte[]> pageOf, int[] changed, int count) {
        byte[][][] copy = chunks.clone();
        for (int i = 0; i < count; i++) {
            int index = changed[i];
            int chunk = index >>> CHUNK_SHIFT;
            if (copy[chunk] == null) {
                copy[chunk] = new byte[CHUNK][];
            } else if (copy[chunk] == chunks[chunk]) {
                copy[chunk] = copy[chunk].clone();
            }
            copy[chunk][index & CHUNK - 1] = pageOf.apply(i);
        }
        return new RamImage(pageCount, copy);
    }

    /** Returns the image of a part of the memory. */
    public RamImage slice(int firstPage, int count) {
        byte[][] part = new byte[count][];
        for (int i = 0; i < count; i++) {
            part[i] = page(firstPage + i);
        }
        return of(part);
    }

    /** Returns the size in bytes. */
    public long size() {
        return (long) pageCount << Ram.PAGE_SHIFT;
    }

    public int pageCount() {
        return pageCount;
    }

    /** Returns a page, which must not be changed; null if it is all zero. One that is not null may be all zero, too. */
    public byte[] page(int index) {
        byte[][] chunk = chunks[index >>> CHUNK_SHIFT];
        return chunk == null ? null : chunk[index & CHUNK - 1];
    }

    /** Tells of every page that is not the same array in both images, which must be of one size. */
    public void forEachDifference(RamImage other, IntConsumer action) {
        for (int c = 0; c < chunks.length; c++) {
            if (chunks[c] != other.chunks[c]) {
                int end = Math.min(pageCount, c + 1 << CHUNK_SHIFT);
                for (int index = c << CHUNK_SHIFT; index < end; index++) {
                    if (page(index) != other.page(index)) {
                        action.accept(index);
                    }
                }
            }
        }
    }

    /** Returns how many pages this image has that the other has not, or all if that is null: what it costs to keep it as well. */
    public int pagesBeyond(RamImage other) {
        int[] count = {0};
        if (other == null || other.pageCount != pageCount) {
            for (int index = 0; index < pageCount; index++) {
                count[0] += page(index) != null ? 1 : 0;
            }
        } else {
            forEachDifference(other, index -> count[0] += page(index) != null ? 1 : 0);
        }
        return count[0];
    }

    /** Tells whether a page is all zero. */
    public static boolean isZero(byte[] page) {
        return Arrays.equals(page, ZERO);
    }
}
