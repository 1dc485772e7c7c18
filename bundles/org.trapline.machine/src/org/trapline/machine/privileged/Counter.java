// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/** A counter CSR on top of something that never stops counting. "Now" is always the count before the current instruction. */
final class Counter implements Stateful {
    private long offset;
    private long stoppedAt;
    private boolean stopped;

    void reset(long now) {
        offset = -now;
        stoppedAt = 0;
        stopped = false;
    }

    long read(long now) {
        return stopped ? stoppedAt : now + offset;
    }

    /** Sets what the next instruction reads: a write replaces the writing instruction's own increment. */
    void write(long now, long value) {
        stoppedAt = value;
        offset = value - (now + 1);
    }

    /** Stops or goes on; the instruction that changes this is the last one counted, or the first one not. */
    void stop(long now, boolean stop) {
        if (stop && !stopped) {
            stoppedAt = now + 1 + offset;
        } else if (!stop && stopped) {
            offset = stoppedAt - (now + 1);
        }
        stopped = stop;
    }

    @Override
    public void exchange(StateExchange state) {
        offset = state.number("offset", offset);
        stoppedAt = state.number("stoppedAt", stoppedAt);
        stopped = state.flag("stopped", stopped);
    }
}
