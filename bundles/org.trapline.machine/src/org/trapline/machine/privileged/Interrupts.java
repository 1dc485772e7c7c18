// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Privilege;
import org.trapline.machine.device.TimedDevice;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * Which interrupts are pending, and which is taken next; with the comparators that make timer interrupts pending.
 *
 * @implSpec priv "Machine Interrupt (mip and mie) Registers", "Hypervisor Interrupt (hvip, hip, and hie) Registers", "Sstc"
 */
final class Interrupts implements Stateful {
    /** Interrupts in the order in which they are taken. */
    private static final Cause[] ORDER = {
        Cause.MACHINE_EXTERNAL_INTERRUPT, Cause.MACHINE_SOFTWARE_INTERRUPT, Cause.MACHINE_TIMER_INTERRUPT,
        Cause.SUPERVISOR_EXTERNAL_INTERRUPT, Cause.SUPERVISOR_SOFTWARE_INTERRUPT, Cause.SUPERVISOR_TIMER_INTERRUPT,
        Cause.SUPERVISOR_GUEST_EXTERNAL_INTERRUPT,
        Cause.VIRTUAL_SUPERVISOR_EXTERNAL_INTERRUPT, Cause.VIRTUAL_SUPERVISOR_SOFTWARE_INTERRUPT, Cause.VIRTUAL_SUPERVISOR_TIMER_INTERRUPT,
    };
    private static final long SEIP = Cause.SUPERVISOR_EXTERNAL_INTERRUPT.bit();
    private static final long STIP = Cause.SUPERVISOR_TIMER_INTERRUPT.bit();
    private static final long VSTIP = Cause.VIRTUAL_SUPERVISOR_TIMER_INTERRUPT.bit();
    private static final long VSSIP = Cause.VIRTUAL_SUPERVISOR_SOFTWARE_INTERRUPT.bit();
    private static final int MIE = Csr.MIE.ordinal();
    private static final int MIP = Csr.MIP.ordinal();
    private static final int HVIP = Csr.HVIP.ordinal();
    private static final int MIDELEG = Csr.MIDELEG.ordinal();
    private static final int HIDELEG = Csr.HIDELEG.ordinal();
    private static final int MSTATUS = Csr.MSTATUS.ordinal();
    private static final int VSSTATUS = Csr.VSSTATUS.ordinal();
    private static final int S = Privilege.S.code();
    private static final int M = Privilege.M.code();

    private final PrivilegedState state;
    private final HartEnvironment environment;
    // Of mip, values[] holds what software wrote, except VSSIP, which hvip holds; lines what devices drive.
    private final long[] values;
    private long lines;
    // Bits of the comparators whose time has come.
    private long expired;
    // Which are pending and enabled in mie; follows from the registers.
    private long enabled;
    private boolean ready;

    Interrupts(PrivilegedState state, HartEnvironment environment, long[] values) {
        this.state = state;
        this.environment = environment;
        this.values = values;
    }

    // ---- pending ----

    /** Returns {@code mip}. */
    long pending() {
        long pending = values[MIP] | lines | values[HVIP] | expired;
        return state.hasTimer() && (expired & STIP) == 0 ? pending & ~STIP : pending;
    }

    /** Returns of {@code mip} what csrrs and csrrc modify. */
    long pendingToModify() {
        return pending() & ~SEIP | values[MIP] & SEIP;
    }

    void setLine(Cause interrupt, boolean raised) {
        long old = lines;
        lines = raised ? lines | interrupt.bit() : lines & ~interrupt.bit();
        if (lines != old) {
            changed();
        }
    }

    /** Changes what software can write of {@code mip}, by a mask of what the instruction may change. */
    void write(long written, long mask) {
        long own = mask & ~VSSIP & ~(state.hasTimer() ? STIP : 0);
        values[MIP] = values[MIP] & ~own | written & own;
        values[HVIP] = values[HVIP] & ~(mask & VSSIP) | written & mask & VSSIP;
        changed();
    }

    boolean wakes() {
        return (pending() & values[MIE]) != 0;
    }

    // ---- comparators ----

    /** Brings the comparators' bits up to the present. */
    void compareTimers() {
        long now = environment.time();
        long old = expired;
        expired = 0;
        if (state.hasTimer() && Long.compareUnsigned(now, values[Csr.STIMECMP.ordinal()]) >= 0) {
            expired |= STIP;
        }
        if (state.hasGuestTimer() && Long.compareUnsigned(now + guestDelta(), values[Csr.VSTIMECMP.ordinal()]) >= 0) {
            expired |= VSTIP;
        }
        if (expired != old) {
            changed();
        }
    }

    /** Returns the first moment of {@code time}, now or later, at which {@link #compareTimers} would change something. */
    long nextTick() {
        long now = environment.time();
        long next = TimedDevice.NEVER;
        if (state.hasTimer()) {
            next = due(now, now, values[Csr.STIMECMP.ordinal()], (expired & STIP) != 0);
        }
        if (state.hasGuestTimer()) {
            next = Math.min(next, due(now, now + guestDelta(), values[Csr.VSTIMECMP.ordinal()], (expired & VSTIP) != 0));
        }
        return next;
    }

    private static long due(long now, long seen, long compare, boolean isExpired) {
        if (Long.compareUnsigned(seen, compare) >= 0) {
            return isExpired ? TimedDevice.NEVER : now;
        }
        if (isExpired) {
            // Time was set back.
            return now;
        }
        long ticks = compare - seen;
        return ticks < 0 || ticks > TimedDevice.NEVER - now ? TimedDevice.NEVER : now + ticks;
    }

    private long guestDelta() {
        return values[Csr.HTIMEDELTA.ordinal()];
    }

    // ---- what is taken ----

    boolean isReady() {
        return ready;
    }

    /** Takes notice of anything that decides which interrupt is taken. */
    void changed() {
        enabled = pending() & values[MIE];
        modeChanged();
    }

    /** Takes notice of a mode, or of what a mode has enabled: {@code mstatus}, {@code vsstatus}, and delegation. */
    void modeChanged() {
        ready = enabled != 0 && takable() != 0;
        if (ready) {
            environment.interruptReady();
        }
    }

    /** Returns the interrupts that can be taken now; only those for the highest mode that can take any. */
    private long takable() {
        int mode = state.mode();
        boolean virtual = state.isVirtual();
        long mstatus = values[MSTATUS];
        long delegated = values[MIDELEG];
        if (mode < M || (mstatus & Mstatus.MIE) != 0) {
            long forMachine = enabled & ~delegated;
            if (forMachine != 0) {
                return forMachine;
            }
        }
        if (virtual || mode < S || mode == S && (mstatus & Mstatus.SIE) != 0) {
            long forSupervisor = enabled & delegated & ~values[HIDELEG];
            if (forSupervisor != 0) {
                return forSupervisor;
            }
        }
        return virtual && (mode < S || (values[VSSTATUS] & Mstatus.SIE) != 0) ? enabled & delegated & values[HIDELEG] : 0;
    }

    /** Returns the interrupt to take before the next instruction, or null. */
    Cause next() {
        long candidates = takable();
        for (Cause cause : ORDER) {
            if ((candidates & cause.bit()) != 0) {
                return cause;
            }
        }
        return null;
    }

    @Override
    public void exchange(StateExchange exchange) {
        lines = exchange.number("lines", lines);
        expired = exchange.number("expired", expired);
    }

    /** Works out what follows from the state, all of which has been brought back. */
    void restored() {
        enabled = pending() & values[MIE];
        ready = takable() != 0;
    }
}
