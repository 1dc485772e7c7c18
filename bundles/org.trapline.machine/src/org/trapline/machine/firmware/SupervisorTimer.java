// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.firmware;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.machine.device.mtimer.Mtimer;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.privileged.PrivilegedState;

/**
 * Gives supervisor mode a timer. On harts whose only timer interrupts machine mode firmware sets that one, and when it fires hands it down as a
 * pending supervisor timer interrupt; on others it sets the supervisor's own.
 */
public final class SupervisorTimer {
    private static final long MTIE = Cause.MACHINE_TIMER_INTERRUPT.bit();

    private final Mtimer mtimer;

    public SupervisorTimer(Mtimer mtimer) {
        this.mtimer = mtimer;
    }

    /**
     * Raises a supervisor timer interrupt once the clock has reached a tick; takes an earlier request, and a pending interrupt, back.
     * @param tick {@code mtime}, compared as unsigned
     */
    public void arm(Hart hart, long tick) {
        PrivilegedState state = hart.state();
        if (state.hasTimer()) {
            state.writeWide(Csr.STIMECMP, tick);
            return;
        }
        state.setPending(Cause.SUPERVISOR_TIMER_INTERRUPT, false);
        mtimer.setMtimecmp(hart.id(), tick);
        state.write(Csr.MIE, state.read(Csr.MIE) | MTIE);
        // Whoever lets the hart run must see when the next event is due now.
        hart.pause();
    }

    /** Hands a machine timer interrupt down that was just taken. */
    public void fired(Hart hart) {
        PrivilegedState state = hart.state();
        state.write(Csr.MIE, state.read(Csr.MIE) & ~MTIE);
        state.setPending(Cause.SUPERVISOR_TIMER_INTERRUPT, true);
    }
}
