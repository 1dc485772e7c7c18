// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.debug;

import org.trapline.isa.Cause;
import org.trapline.isa.Privilege;
import org.trapline.machine.hart.Hart;

/** What a machine was stopped by. */
public sealed interface Stop {
    /** Returns whose point it was: a hart of the machine or, if that ran a guest, the vCPU's. */
    Hart hart();

    /** Returns the address of the instruction that matters. */
    long pc();

    /** The instruction at the pc is the next; it has not been executed. */
    record AtBreakpoint(Hart hart, long pc) implements Stop {
    }

    /**
     * The instruction at the pc is about to touch watched memory; it has not been executed.
     *
     * @param va     the first watched address that it touches
     * @param reads  whether it reads there
     * @param writes whether it writes there
     * @param done   whether it has been executed after all: what a VMM carries out for a guest is not held
     */
    record AtWatchpoint(Hart hart, long pc, Watchpoint watchpoint, long va, boolean reads, boolean writes, boolean done) implements Stop {
    }

    /** A trap was taken, by the instruction at the pc or before it; the handler has not begun. */
    record AfterTrap(Hart hart, long pc, Cause cause, Privilege from, Privilege to) implements Stop {
    }
}
