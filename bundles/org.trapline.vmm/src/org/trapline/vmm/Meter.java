// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import org.trapline.machine.hart.Hart;
import org.trapline.trace.EventKind;

/** Charges what the VMM does to the physical hart on which it does it, and records it there. */
public final class Meter {
    private final CostModel costs;
    private Hart hart;

    Meter(final CostModel costs) {
        this.costs = costs;
    }

    /** From now on the VMM works on this hart. */
    void on(final Hart newHart) {
        hart = newHart;
    }

    /** Returns the hart on which the VMM works. */
    public Hart hart() {
        return hart;
    }

    /** Lets the hart's time pass for so many events of a row. */
    public void charge(final Cost cost, final int times) {
        hart.charge((long) costs.cycles(cost) * times);
    }

    /** Tells whether somebody wants to see events. */
    public boolean isTracing() {
        return hart.trace() != null;
    }

    /** Records an event; {@link #isTracing} must hold. */
    public void record(final EventKind kind, final long pc, final long a, final long b, final long c, final long d) {
        hart.record(kind, pc, a, b, c, d);
    }
}
