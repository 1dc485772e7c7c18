// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.function.LongSupplier;

/**
 * Finds out when HotSpot has compiled a region well. Until then the region is slower than its blocks' own steps, so it is executed just often enough for
 * HotSpot to find it worth compiling, a little at a time, and then from time to time, to see how long it takes. That is a matter of the wall clock,
 * but makes no other difference than of speed.
 */
final class Ripening {
    /** Calls in a row for HotSpot to count. */
    private static final int TRAINING_CALLS = 1_500;
    private static final int TRAINING_CYCLES = 64;
    /** The clock is looked at when the region could have been executed so many times. */
    private static final int ASKED = 0x3f;
    /** Nanoseconds from one trial to the next, at least. */
    private static final long TRIAL_INTERVAL = 1_000_000;
    /** Trials take at most about one part of the time in so many: code that HotSpot has not compiled at all takes long. */
    private static final int PAUSE = 32;
    private static final long MAX_PAUSE = 20 * TRIAL_INTERVAL;
    /** After so many trials there is more training. */
    private static final int TRIALS = 20;
    /** After so much training HotSpot will not do more. */
    private static final int HOPELESS = 100;
    private static final int TRIAL_CYCLES = 1_000;
    /** Calls that are a trial, of which the first are not timed: what has not been executed for a while starts slowly. */
    static final int TRIAL_CALLS = 20;
    private static final int UNTIMED = 4;
    /** A loop of a ripe region ends after so many cycles. */
    static final int RIPE_CYCLES = 16_000;
    /** One in so many calls of a ripe region is timed. */
    private static final int TIMED = 0x3ff;
    /** Cycles to be timed before there is an opinion. */
    private static final int ENOUGH_CYCLES = 1_500;
    /** Picoseconds a cycle that steps hardly reach. Code that HotSpot has compiled, but not optimized yet, does; used, it is optimized soon. */
    private static final long FAST = 2_500;
    /** Picoseconds a cycle of code that HotSpot does not keep compiled. */
    private static final long SLOW = 5_000;

    private static final long MAX_LOOK = 100;
    /** Nanoseconds that it takes to enter a region and to leave it: short ones are not slow for that. */
    private static final long ENTERING = 40;

    private final LongSupplier clock;
    /** What it takes to look at the clock. */
    private final long look;
    private boolean ripe;
    private int training = TRAINING_CALLS;
    private int rounds;
    private int asked;
    /** Calls that are left of a trial. */
    private int left;
    private long tried;
    /** Nanoseconds that the last trial took. */
    private long tookLately;
    private int trials;
    private int calls;
    private long nanoseconds;
    private long cycles;

    /**
     * Of a region that has just been made.
     * @param clock in nanoseconds
     */
    Ripening(LongSupplier clock) {
        this.clock = clock;
        long before = clock.getAsLong();
        look = Math.min(MAX_LOOK, clock.getAsLong() - before);
    }

    /** Of a region that is to be executed whenever it can be. */
    static Ripening always() {
        Ripening ripening = new Ripening(() -> 0);
        ripening.ripe = true;
        return ripening;
    }

    boolean isRipe() {
        return ripe;
    }

    /** Tells whether a region that is not ripe is to be executed now. */
    boolean isToTry() {
        if (training > 0) {
            training--;
            return true;
        }
        if (left > 0) {
            left--;
            return true;
        }
        if ((++asked & ASKED) != 0) {
            return false;
        }
        long now = clock.getAsLong();
        if (now - tried < Math.clamp(PAUSE * tookLately, TRIAL_INTERVAL, MAX_PAUSE)) {
            return false;
        }
        tried = now;
        tookLately = 0;
        left = TRIAL_CALLS - 1;
        if (++trials % TRIALS == 0) {
            training = TRAINING_CALLS;
            rounds++;
        }
        return true;
    }

    /** Tells whether there is no point in waiting any longer. */
    boolean isHopeless() {
        return rounds >= HOPELESS;
    }

    /** Returns the cycles after which loops end. */
    int patience() {
        if (ripe) {
            return RIPE_CYCLES;
        }
        return training > 0 || !isTimed() ? TRAINING_CYCLES : TRIAL_CYCLES;
    }

    /** Tells whether the next call is to be timed. */
    boolean isTimed() {
        return ripe ? (++calls & TIMED) == 0 : training == 0 && left < TRIAL_CALLS - UNTIMED;
    }

    /**
     * Takes notice how long a call took.
     * @return whether the region has become ripe, or is no longer
     */
    boolean took(long moreNanoseconds, long moreCycles) {
        tookLately += moreNanoseconds;
        nanoseconds += Math.max(0, moreNanoseconds - look - ENTERING);
        cycles += moreCycles;
        if (moreCycles >= TRIAL_CYCLES) {
            left = 0;
        }
        if (cycles < ENOUGH_CYCLES) {
            return false;
        }
        long speed = nanoseconds * 1_000 / cycles;
        nanoseconds = 0;
        cycles = 0;
        boolean before = ripe;
        ripe = speed < (before ? SLOW : FAST);
        if (ripe == before) {
            return false;
        }
        rounds = 0;
        return true;
    }
}
