// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import org.trapline.machine.device.Clock;
import org.trapline.machine.state.StateExchange;

/** A domain's time: its host's, from the domain's start on, without what passes while the domain stands still. */
final class DomainClock implements Clock {
    private final Clock host;
    private long startedAtTick;
    // What it shows while the domain stands still, and in which cycle of its host's tick that began.
    private boolean frozen;
    private long frozenTick;
    private int frozenPhase;

    DomainClock(final Clock host) {
        this.host = host;
    }

    @Override
    public long ticks() {
        return frozen ? frozenTick : host.ticks() - startedAtTick;
    }

    /** Begins at 0, at a tick of the host. */
    void begin(final long tick) {
        startedAtTick = tick;
        frozen = false;
    }

    /** Stands still from now on. */
    void freeze(final int phase) {
        frozenTick = ticks();
        frozenPhase = phase;
        frozen = true;
    }

    /** Shows what a state that was taken over says. */
    void stayFrozen() {
        frozen = true;
    }

    /** Goes on, if it stands still, in the cycle of a tick in which it stopped. */
    void thaw(final Hypervisor hypervisor) {
        if (frozen) {
            frozen = false;
            hypervisor.alignTick(frozenPhase);
            startedAtTick = host.ticks() - frozenTick;
        }
    }

    long frozenTick() {
        return frozenTick;
    }

    /** Returns the host's tick at which it shows one of its own. */
    long hostTick(final long tick) {
        // A domain that has come from elsewhere may be older than its host.
        return tick >= Long.MAX_VALUE - Math.max(0, startedAtTick) ? Long.MAX_VALUE : tick + startedAtTick;
    }

    /** All of it, which means something on this host alone. */
    void exchange(final StateExchange state) {
        startedAtTick = state.number("startedAtTick", startedAtTick);
        exchangeFrozen(state);
    }

    /** What goes along with the guest. */
    void exchangeFrozen(final StateExchange state) {
        frozen = state.flag("frozen", frozen);
        frozenTick = state.number("frozenTick", frozenTick);
        frozenPhase = state.number("frozenPhase", frozenPhase, 0, (int) Clock.CYCLES_PER_TICK - 1);
    }
}
