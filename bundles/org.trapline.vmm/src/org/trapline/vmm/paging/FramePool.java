// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import java.util.BitSet;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/** The VMM's own page frames in the host's memory, handed out one by one, or several that follow each other; always the first that is free. */
public final class FramePool implements Stateful {
    public static final int FRAME_SIZE = 4096;

    private final long baseHpa;
    private final int frames;
    private final BitSet taken = new BitSet();

    /**
     * Takes a range of the host's memory.
     * @param baseHpa host physical address, aligned to a frame
     * @param frames  how many frames there are
     */
    public FramePool(long baseHpa, int frames) {
        if ((baseHpa & FRAME_SIZE - 1) != 0 || frames <= 0) {
            throw new IllegalArgumentException("frame pool of " + frames + " frames at 0x" + Long.toHexString(baseHpa));
        }
        this.baseHpa = baseHpa;
        this.frames = frames;
    }

    /** Returns how many frames are left. */
    public int available() {
        return frames - taken.cardinality();
    }

    /** Returns how many frames there are in all. */
    public int frames() {
        return frames;
    }

    /** Returns the host physical address of the first frame. */
    public long baseHpa() {
        return baseHpa;
    }

    /**
     * Takes a frame, whose content is whatever it was.
     * @throws IllegalStateException if none is left; ask {@link #available} before
     */
    long take() {
        return take(1);
    }

    /**
     * Takes frames that follow each other, the first at a multiple of their size.
     * @param count a power of two
     * @throws IllegalStateException if there are none; ask {@link #has} before
     */
    long take(int count) {
        final int first = find(count);
        if (first < 0) {
            throw new IllegalStateException("no page frame left");
        }
        taken.set(first, first + count);
        return baseHpa + (long) first * FRAME_SIZE;
    }

    /** Tells whether so many frames that follow each other are left. */
    boolean has(int count) {
        return find(count) >= 0;
    }

    private int find(int count) {
        final long size = (long) count * FRAME_SIZE;
        int first = taken.nextClearBit(0);
        for (;;) {
            // Alignment is one of addresses.
            first += (int) ((-(baseHpa + (long) first * FRAME_SIZE) & size - 1) / FRAME_SIZE);
            if (first + count > frames) {
                return -1;
            }
            final int occupied = taken.nextSetBit(first);
            if (occupied < 0 || occupied >= first + count) {
                return first;
            }
            first = taken.nextClearBit(occupied);
        }
    }

    /** Gives a frame back that {@link #take} returned. */
    void release(long hpa) {
        release(hpa, 1);
    }

    /** Gives frames back that {@link #take(int)} returned. */
    void release(long hpa, int count) {
        final int first = (int) ((hpa - baseHpa) / FRAME_SIZE);
        taken.clear(first, first + count);
    }

    @Override
    public void exchange(StateExchange state) {
        final long[] words = state.list("taken", taken.toLongArray(), (frames + Long.SIZE - 1) / Long.SIZE, Long.MIN_VALUE, Long.MAX_VALUE);
        if (state.isRestoring()) {
            taken.clear();
            taken.or(BitSet.valueOf(words));
            taken.clear(frames, Math.max(frames, taken.length()));
        }
    }
}
