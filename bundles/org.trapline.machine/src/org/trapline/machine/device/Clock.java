// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.device;

/** Virtual time, in ticks of the platform's timebase. It never depends on the wall clock. */
@FunctionalInterface
public interface Clock {
    /** Ticks in a second on the virt platform. */
    long TIMEBASE_HZ = 10_000_000;
    /** Cycles that a hart of the nominal 100 MHz does in one tick. */
    long CYCLES_PER_TICK = 10;
    /** Nanoseconds of one tick. */
    long NANOS_PER_TICK = 1_000_000_000 / TIMEBASE_HZ;

    /** Returns the ticks since power-on. */
    long ticks();
}
