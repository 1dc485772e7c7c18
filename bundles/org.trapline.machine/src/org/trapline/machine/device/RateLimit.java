// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/** Limits how much passes in a second of virtual time, by a token bucket that several devices may share: after a pause a hundredth of that passes at once. */
public final class RateLimit implements Stateful {
    private static final long DEPTH_TICKS = Clock.TIMEBASE_HZ / 100;

    private final long bitsPerSecond;
    /** The tick at which the bucket is full if nothing passes until then. */
    private long fullTick;

    /** @param bitsPerSecond 0 for no limit */
    public RateLimit(long bitsPerSecond) {
        this.bitsPerSecond = bitsPerSecond;
    }

    /** Returns a limit that lets everything pass. */
    public static RateLimit none() {
        return new RateLimit(0);
    }

    /** Lets something pass; returns after how many ticks it has. */
    public long pass(long now, long bytes) {
        if (bitsPerSecond == 0) {
            return 0;
        }
        fullTick = Math.max(fullTick, now) + Math.ceilDiv(Byte.SIZE * bytes * Clock.TIMEBASE_HZ, bitsPerSecond);
        return Math.max(0, fullTick - DEPTH_TICKS - now);
    }

    /** Fills the bucket: time begins anew. */
    public void reset() {
        fullTick = 0;
    }

    @Override
    public void exchange(StateExchange state) {
        fullTick = state.number("fullTick", fullTick);
    }
}
