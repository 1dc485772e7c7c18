// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.firmware;

import java.util.List;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Privilege;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.hart.TrapHandler;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.trace.EventKind;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * Firmware that starts a kernel in supervisor mode and serves its SBI calls. It lives in machine mode of all harts of a platform, physical or
 * virtual, and takes no memory.
 *
 * <p>It delegates what is the kernel's business. An exception that comes here all the same, such as an illegal instruction, is handed to the
 * kernel; nothing is emulated.
 */
public final class SbiFirmware implements TrapHandler, Stateful {
    private static final long DELEGATED_EXCEPTIONS = Cause.INSTRUCTION_ADDRESS_MISALIGNED.bit() | Cause.BREAKPOINT.bit()
        | Cause.ECALL_FROM_U.bit() | Cause.INSTRUCTION_PAGE_FAULT.bit() | Cause.LOAD_PAGE_FAULT.bit() | Cause.STORE_PAGE_FAULT.bit()
        | Cause.ECALL_FROM_VS.bit() | Cause.VIRTUAL_INSTRUCTION.bit() | Cause.INSTRUCTION_GUEST_PAGE_FAULT.bit()
        | Cause.LOAD_GUEST_PAGE_FAULT.bit() | Cause.STORE_GUEST_PAGE_FAULT.bit();
    private static final long DELEGATED_INTERRUPTS = Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit()
        | Cause.SUPERVISOR_TIMER_INTERRUPT.bit() | Cause.SUPERVISOR_EXTERNAL_INTERRUPT.bit();
    /** One entry that lets S and U mode access everything: NAPOT over all addresses, R, W and X. */
    private static final long ALL_MEMORY = -1;
    private static final long ALL_ALLOWED = 0x1f;
    private static final long BASE_COUNTERS = 7;
    private static final long ADUE = Csr.MENVCFG.field("ADUE", 64).mask(64);
    private static final int A0 = 10;
    private static final int A1 = 11;
    private static final int A6 = 16;
    private static final int A7 = 17;

    private final Platform platform;
    private final SupervisorTimer timer;
    private final SbiServices services;
    private StealTime steal;
    private int calls;

    public SbiFirmware(Platform platform) {
        this.platform = platform;
        timer = new SupervisorTimer(platform.mtimer());
        services = new SbiServices(platform, timer);
    }

    /** Returns what gives supervisor mode its timer, for a VMM that lives there. */
    public SupervisorTimer timer() {
        return timer;
    }

    /** Lets supervisors ask how long their harts were kept waiting; whoever shares harts out among platforms calls {@link #tellSteal} then. */
    public void offerStealTime() {
        steal = new StealTime(platform);
        services.setSteal(steal);
    }

    /**
     * Tells a supervisor that asked for it that one of its harts was kept waiting.
     * @param nanos  how much longer than it knows
     * @param waits  whether the hart is kept waiting from now on
     * @return whether it asked for it
     */
    public boolean tellSteal(int hart, long nanos, boolean waits) {
        return steal != null && steal.tell(hart, nanos, waits);
    }

    /** Returns how many calls it has served since this was last asked; for whoever carries out one instruction. */
    public int takeCalls() {
        int taken = calls;
        calls = 0;
        return taken;
    }

    /**
     * Takes over the harts of a platform that was just reset: the first one starts at an address in supervisor mode, as a kernel expects it,
     * the others wait to be started.
     */
    public void boot(long entry) {
        if (steal != null) {
            steal.forget();
        }
        for (Hart hart : platform.harts()) {
            hart.setResident(Privilege.M, this);
            prepare(hart.state());
            hart.park();
        }
        services.start(platform.hart(0), entry, platform.deviceTreeAddress());
    }

    @Override
    public void exchange(StateExchange state) {
        services.exchange(state);
    }

    /** Leaves to supervisor mode what is its business: traps, counters, memory and all that can be switched on for it. */
    public static void prepare(PrivilegedState state) {
        state.write(Csr.MEDELEG, DELEGATED_EXCEPTIONS);
        state.write(Csr.MIDELEG, DELEGATED_INTERRUPTS);
        state.write(Csr.MCOUNTEREN, -1);
        // A kernel may have its own timer and whatever else there is; who sets A and D bits stays as it was.
        state.writeWide(Csr.MENVCFG, state.menvcfg() | ~ADUE);
        if (state.isa().has(Extension.SMSTATEEN)) {
            List.of(Csr.MSTATEEN0, Csr.MSTATEEN1, Csr.MSTATEEN2, Csr.MSTATEEN3).forEach(enables -> state.writeWide(enables, -1));
        }
        state.write(Csr.SCOUNTEREN, BASE_COUNTERS);
        state.write(Csr.PMPADDR0, ALL_MEMORY);
        state.write(Csr.PMPCFG0, ALL_ALLOWED);
    }

    @Override
    public void handle(Hart hart, Cause cause) {
        PrivilegedState state = hart.state();
        switch (cause) {
            case ECALL_FROM_S -> call(hart);
            case MACHINE_TIMER_INTERRUPT -> timer.fired(hart);
            case MACHINE_SOFTWARE_INTERRUPT -> {
                platform.mswi().setMsip(hart.id(), false);
                state.setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, true);
            }
            default -> redirect(state, cause);
        }
    }

    private static void redirect(PrivilegedState state, Cause cause) {
        long previous = (state.read(Csr.MSTATUS) & Mstatus.MPP) >>> Mstatus.MPP_SHIFT;
        if (previous == Privilege.M.code() || cause.isInterrupt()) {
            throw new IllegalStateException("firmware took " + cause + " at 0x" + Long.toHexString(state.read(Csr.MEPC)));
        }
        state.handDown(cause);
    }

    private void call(Hart hart) {
        calls++;
        long[] x = hart.x();
        long extension = x[A7];
        long function = x[A6];
        long argument = x[A0];
        hart.state().write(Csr.MEPC, hart.state().read(Csr.MEPC) + 4);
        SbiCall row = SbiCall.of(extension, function);
        if (row == null) {
            x[A0] = SbiServices.NOT_SUPPORTED;
            x[A1] = 0;
        } else {
            services.serve(hart, row);
        }
        if (hart.trace() != null) {
            hart.record(EventKind.SBI, hart.state().read(Csr.MEPC) - 4, extension, function, argument, x[A0]);
        }
    }
}
