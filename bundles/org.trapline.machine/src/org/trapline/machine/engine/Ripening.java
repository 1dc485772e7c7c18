// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.function.LongSupplier;

/**
 * Finds out when HotSpot has compiled a region. As long as HotSpot interprets it, it is slower than its blocks' own steps by far, so it is executed just
 * often enough for HotSpot to find it worth compiling, a little at a time, and then from time to time, to see how long it takes. Compiled it is ripe,
 * even though not optimized yet: it is when it has been used for a while. What is to take the place of another region is ripe only then. All this is a
 * matter of the wall clock, but makes no other difference than of speed.
 */
final class Ripening {
    /** Calls in a row for HotSpot to count, until it compiles and until it optimizes. */
    private static final int TRAINING_CALLS = 300;
    private static final int MORE_TRAINING_CALLS = 6_000;
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
    private static final int FIRST_TRIAL_CYCLES = 128;
    /** Calls that are a trial, of which the first are not timed: what has not been executed for a while starts slowly. */
    static final int TRIAL_CALLS = 20;
    private static final int UNTIMED = 4;
    /** A loop of a ripe region ends after so many cycles; in code that is not optimized earlier, or HotSpot would optimize the loop for itself. */
    static final int RIPE_CYCLES = 16_000;
    private static final int EARLY_CYCLES = 250;
    /** One in so many calls of a ripe region is timed, and while it is not optimized. */
    private static final int TIMED = 0x3ff;
    private static final int TIMED_EARLY = 0xf;
    /** What was called so often is not going to become faster. */
    private static final int MANY_CALLS = 30_000;
    /** Cycles to be timed before there is an opinion. */
    private static final int ENOUGH_CYCLES = 1_500;
    /** Picoseconds a cycle that steps hardly reach, and code that is not optimized. */
    private static final long FAST = 2_500;
    /** Picoseconds a cycle that code hardly takes once HotSpot has compiled it; interpreted, it takes several times as long. */
    private static final long COMPILED = 12_000;
    /** Picoseconds a cycle of code that HotSpot does not keep compiled. */
    private static final long SLOW = 20_000;
    /** The same for what goes round in loops. */
    private static final long SLOW_LOOP = 5_000;

    /** Cycles of calls that go round in no loop. In loops steps are fast. */
    private static final long SHORT = 100;
    private static final long MAX_LOOK = 100;
    /** Nanoseconds that it takes to enter a region and to leave it: short ones are not slow for that. */
    private static final long ENTERING = 40;

    private final LongSupplier clock;
    /** What it takes to look at the clock. */
    private final long look;
    private final boolean replaces;
    private boolean ripe;
    private boolean optimized;
    /** Whether it was seen to be compiled while that was not enough. */
    private boolean compiled;
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
    private int timedCalls;

    /**
     * Of a region that has just been made.
     * @param clock    in nanoseconds
     * @param replaces whether it is to take the place of another
     */
    Ripening(LongSupplier clock, boolean replaces) {
        this.clock = clock;
        this.replaces = replaces;
        long before = clock.getAsLong();
        look = Math.min(MAX_LOOK, clock.getAsLong() - before);
    }

    /** Of a region that is to be executed whenever it can be. */
    static Ripening always() {
        Ripening ripening = new Ripening(() -> 0, false);
        ripening.ripe = true;
        ripening.optimized = true;
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
            return optimized ? RIPE_CYCLES : EARLY_CYCLES;
        }
        return training > 0 || !isInTrial() ? TRAINING_CYCLES : compiled ? TRIAL_CYCLES : FIRST_TRIAL_CYCLES;
    }

    /** Tells whether the next call is to be timed. */
    boolean isTimed() {
        return ripe ? (++calls & (optimized ? TIMED : TIMED_EARLY)) == 0 : training == 0 && isInTrial();
    }

    private boolean isInTrial() {
        return left < TRIAL_CALLS - UNTIMED;
    }

    /**
     * Takes notice how long a call took.
     * @return whether the region has become ripe, or is no longer
     */
    boolean took(long moreNanoseconds, long moreCycles) {
        tookLately += moreNanoseconds;
        nanoseconds += Math.max(0, moreNanoseconds - look - ENTERING);
        cycles += moreCycles;
        timedCalls++;
        if (moreCycles >= TRIAL_CYCLES) {
            left = 0;
        }
        if (cycles < ENOUGH_CYCLES) {
            return false;
        }
        long speed = nanoseconds * 1_000 / cycles;
        boolean goesRound = replaces || cycles > timedCalls * SHORT;
        nanoseconds = 0;
        cycles = 0;
        timedCalls = 0;
        boolean before = ripe;
        ripe = speed < (before ? optimized && goesRound ? SLOW_LOOP : SLOW : goesRound ? FAST : COMPILED);
        optimized = ripe && (optimized || speed < FAST || calls > MANY_CALLS);
        if (!ripe && !compiled && speed < COMPILED) {
            compiled = true;
            training = MORE_TRAINING_CALLS;
        }
        if (ripe == before) {
            return false;
        }
        rounds = 0;
        return true;
    }
}
