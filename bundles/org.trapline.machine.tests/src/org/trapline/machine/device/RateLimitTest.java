// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.trapline.machine.state.StateImage;

class RateLimitTest {
    /** A byte a tick. */
    private static final long RATE = 8 * Clock.TIMEBASE_HZ;
    private static final long BURST = Clock.TIMEBASE_HZ / 100;

    @Test
    void aHundredthOfASecondPassesAtOnceAndTheRestAtTheRate() {
        RateLimit limit = new RateLimit(RATE);
        long now = 12_345;
        assertEquals(0, limit.pass(now, BURST));
        assertEquals(500, limit.pass(now, 500));
        assertEquals(800, limit.pass(now, 300));
        assertEquals(0, limit.pass(now + 5_000, 1), "after a pause there is room again");
        assertEquals(BURST + 100 - (5_000 - 801), limit.pass(now + 5_000, BURST + 100));
    }

    @Test
    void whatPassesInALongTimeIsTheRate() {
        RateLimit limit = new RateLimit(RATE / 4);
        long now = 0;
        for (int i = 0; i < 1000; i++) {
            now += limit.pass(now, 1000);
        }
        assertEquals(4 * 1_000_000 - BURST, now, 4_000);
    }

    @Test
    void withoutALimitNothingWaits() {
        assertEquals(0, RateLimit.none().pass(0, Long.MAX_VALUE >>> 8));
    }

    @Test
    void aKeptStateGoesOnAsItWas() {
        RateLimit limit = new RateLimit(RATE);
        limit.pass(7, 3 * BURST);
        StateImage kept = StateImage.of(limit);
        long future = limit.pass(9, 10);
        kept.restore(limit);
        assertEquals(future, limit.pass(9, 10));
        limit.reset();
        assertEquals(0, limit.pass(9, 10));
    }
}
