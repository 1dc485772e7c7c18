// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RipeningTest {
    private static final long CYCLES = 10_000;
    private static final long FAST = CYCLES;
    private static final long SLOW = 10 * CYCLES;
    private static final int SHORT_CALLS = 100;
    private static final int SHORT = 16;
    /** Nanoseconds of a short call that HotSpot has compiled, but not optimized; and of one that it interprets. */
    private static final long COMPILED = 180;
    private static final long INTERPRETED = 600;

    private long now = 1L << 40;
    private final Ripening ripening = new Ripening(() -> now, false);

    private void train() {
        while (!ripening.isTimed()) {
            assertTrue(ripening.isToTry());
        }
    }

    private int triesIn(int milliseconds) {
        int tries = 0;
        for (int i = 0; i < milliseconds; i++) {
            now += 1_000_000;
            for (int asked = 0; asked < 1_000; asked++) {
                tries += ripening.isToTry() ? 1 : 0;
            }
        }
        return tries;
    }

    @Test
    void isExecutedALittleAtATimeUntilHotSpotHasCountedItsCalls() {
        assertTrue(ripening.patience() < 100);
        train();
        assertTrue(ripening.patience() >= 100);
        assertEquals(10 * Ripening.TRIAL_CALLS, triesIn(10));
    }

    @Test
    void isRipeOnceItIsFasterThanSteps() {
        train();
        assertFalse(ripening.took(SLOW, CYCLES));
        assertFalse(ripening.isRipe());
        assertTrue(ripening.took(FAST, CYCLES));
        assertTrue(ripening.isRipe());
        assertFalse(ripening.took(FAST, CYCLES));
    }

    @Test
    void isRipeAlsoIfEnteringItTakesTheTime() {
        train();
        for (int i = 0; i < 1_000; i++) {
            ripening.took(60, 16);
        }
        assertTrue(ripening.isRipe());
    }

    @Test
    void shortCallsAreRipeAsSoonAsTheyAreCompiled() {
        train();
        for (int i = 0; i < SHORT_CALLS; i++) {
            assertFalse(ripening.took(INTERPRETED, SHORT));
        }
        boolean changed = false;
        for (int i = 0; i < 2 * SHORT_CALLS; i++) {
            changed |= ripening.took(COMPILED, SHORT);
        }
        assertTrue(changed);
        assertTrue(ripening.isRipe());
    }

    @Test
    void whatReplacesAnotherIsRipeOnlyWhenItIsFast() {
        Ripening replacing = new Ripening(() -> now, true);
        for (int i = 0; i < 2 * SHORT_CALLS; i++) {
            assertFalse(replacing.took(COMPILED, SHORT));
        }
        assertTrue(replacing.took(FAST, CYCLES));
    }

    @Test
    void isExecutedInARowOnceItIsCompiledUntilItMayBeOptimized() {
        train();
        assertEquals(0, triesIn(1) % Ripening.TRIAL_CALLS);
        assertFalse(ripening.took(SLOW, CYCLES));
        for (int i = 0; i < 5_200; i++) {
            assertTrue(ripening.isToTry());
        }
    }

    @Test
    void waitsAgainWhenItHasBecomeSlow() {
        train();
        ripening.took(FAST, CYCLES);
        assertTrue(ripening.took(SLOW, CYCLES));
        assertFalse(ripening.isRipe());
        assertFalse(ripening.isHopeless());
    }

    @Test
    void isHopelessAfterSecondsWithoutSuccess() {
        train();
        triesIn(1_000);
        assertFalse(ripening.isHopeless());
        for (int i = 0; i < 20; i++) {
            triesIn(200);
        }
        assertTrue(ripening.isHopeless());
    }
}
