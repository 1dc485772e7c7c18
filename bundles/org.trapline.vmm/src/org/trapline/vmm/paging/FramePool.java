// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.paging;

import java.util.Arrays;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/** The VMM's own page frames in the host's memory, handed out one by one. */
public final class FramePool implements Stateful {
    public static final int FRAME_SIZE = 4096;

    private final long baseHpa;
    private final int frames;
    private final long[] free;
    private int freeCount;

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
        free = new long[frames];
        for (int i = 0; i < frames; i++) {
            free[i] = baseHpa + (long) (frames - 1 - i) * FRAME_SIZE;
        }
        freeCount = frames;
    }

    /** Returns how many frames are left. */
    public int available() {
        return freeCount;
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
        if (freeCount == 0) {
            throw new IllegalStateException("no page frame left");
        }
        return free[--freeCount];
    }

    /** Gives a frame back that {@link #take} returned. */
    void release(long hpa) {
        free[freeCount++] = hpa;
    }

    @Override
    public void exchange(StateExchange state) {
        final long last = baseHpa + (frames - 1L) * FRAME_SIZE;
        final long[] left = state.list("free", Arrays.copyOf(free, freeCount), frames, baseHpa, last);
        if (state.isRestoring()) {
            freeCount = left.length;
            System.arraycopy(left, 0, free, 0, freeCount);
        }
    }
}
