// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.schedule;

import org.trapline.machine.device.Clock;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * The limit of a domain: so many cycles in each period, for all its vCPUs together. Who has used more than that, because nobody could stop it at
 * once, has less in the next period.
 */
final class Budget implements Stateful {
    /** Ten milliseconds, in ticks. */
    static final long PERIOD = 100_000;

    private final long perPeriod;
    private long left;
    private long period;

    /** @param cpus how many harts' worth of time */
    Budget(final double cpus) {
        perPeriod = Math.max(1, (long) (cpus * PERIOD * Clock.CYCLES_PER_TICK));
        left = perPeriod;
    }

    private void refill(final long tick) {
        final long now = tick / PERIOD;
        if (now > period) {
            left = (long) Math.min(perPeriod, left + (double) perPeriod * (now - period));
            period = now;
        }
    }

    void used(final long cycles, final long tick) {
        refill(tick);
        left -= cycles;
    }

    boolean isUsedUp(final long tick) {
        refill(tick);
        return left <= 0;
    }

    /** Returns the tick at which one who runs from now on has used everything up. */
    long end(final long tick) {
        refill(tick);
        return tick + Math.max(1, left / Clock.CYCLES_PER_TICK);
    }

    /** Returns the tick at which there is something again. */
    long next() {
        return (period + 1) * PERIOD;
    }

    @Override
    public void exchange(final StateExchange state) {
        left = state.number("left", left);
        period = state.number("period", period);
    }
}
