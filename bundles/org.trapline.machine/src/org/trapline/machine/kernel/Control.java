// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.kernel;

import org.trapline.isa.Cause;
import org.trapline.isa.Privilege;
import org.trapline.machine.privileged.Hstatus;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.privileged.Trap;

/**
 * Environment calls, returns from traps, waiting and fences. A return gives the address at which execution goes on; whatever the mode does
 * not allow throws ILLEGAL_INSTRUCTION, or VIRTUAL_INSTRUCTION if it is a guest's hypervisor that does not.
 */
public final class Control {
    private static final int U = Privilege.U.code();
    private static final int S = Privilege.S.code();
    private static final int M = Privilege.M.code();

    private Control() {
    }

    /** Returns the cause of the trap to take, whose value is 0. */
    public static Cause ecall(PrivilegedState state) {
        int mode = state.mode();
        Cause supervisor = state.isVirtual() ? Cause.ECALL_FROM_VS : Cause.ECALL_FROM_S;
        return mode == U ? Cause.ECALL_FROM_U : mode == S ? supervisor : Cause.ECALL_FROM_M;
    }

    /** Returns the trap to take; its value is the address of the instruction. */
    public static Trap ebreak(PrivilegedState state, long pc) {
        return state.trap(Cause.BREAKPOINT, pc);
    }

    /** Returns from a trap; that the mode has changed is left to the caller to say, see {@link PrivilegedState#returnFromMachineTrapQuietly}. */
    public static long mret(PrivilegedState state) {
        refuse(state, mretRefusal(state));
        return state.returnFromMachineTrapQuietly();
    }

    /** Tells what {@link #mret} traps with; null if it does not. */
    public static Cause mretRefusal(PrivilegedState state) {
        return state.mode() < M ? Cause.ILLEGAL_INSTRUCTION : null;
    }

    /** As {@link #mret}. */
    public static long sret(PrivilegedState state) {
        refuse(state, sretRefusal(state));
        return state.returnFromSupervisorTrapQuietly();
    }

    /** Tells what {@link #sret} traps with; null if it does not. */
    public static Cause sretRefusal(PrivilegedState state) {
        return supervisorRefusal(state, Mstatus.TSR, Hstatus.VTSR);
    }

    private static void refuse(PrivilegedState state, Cause refusal) {
        if (refusal != null) {
            throw state.trap(refusal, 0);
        }
    }

    /** Refuses an instruction of S mode to U mode, and to S mode or VS mode if a bit of {@code mstatus} or {@code hstatus} says so. */
    private static void supervisorOnly(PrivilegedState state, long mstatusBit, long hstatusBit) {
        refuse(state, supervisorRefusal(state, mstatusBit, hstatusBit));
    }

    private static Cause supervisorRefusal(PrivilegedState state, long mstatusBit, long hstatusBit) {
        int mode = state.mode();
        if (state.isVirtual()) {
            return mode == U || state.hasHypervisorStatus(hstatusBit) ? Cause.VIRTUAL_INSTRUCTION : null;
        }
        return mode < S || mode == S && state.hasStatus(mstatusBit) ? Cause.ILLEGAL_INSTRUCTION : null;
    }

    /** Refuses an instruction to U mode and to guests, and to HS mode if a bit of {@code mstatus} says so. */
    private static void hypervisorOnly(PrivilegedState state, long mstatusBit) {
        if (state.isVirtual()) {
            throw state.virtualInstruction();
        }
        if (state.mode() < S || state.mode() == S && state.hasStatus(mstatusBit)) {
            throw state.illegal();
        }
    }

    /**
     * Waits, unless an interrupt is pending. Where a control bit limits waiting, and in U mode, no time is granted before it traps.
     */
    public static void wfi(PrivilegedState state) {
        boolean virtual = state.isVirtual();
        if (state.mode() < M && (state.hasStatus(Mstatus.TW) || state.mode() == U && !virtual)) {
            throw state.illegal();
        }
        if (virtual && (state.mode() == U || state.hasHypervisorStatus(Hstatus.VTW))) {
            throw state.virtualInstruction();
        }
        if (!state.wakes()) {
            state.environment().waitForInterrupt();
        }
    }

    /** Waits for a store to the reserved place, or not: it may end at any time, which here is at once. */
    public static void wrs_nto(PrivilegedState state) {
        // The wait is over.
    }

    /** As {@link #wrs_nto}, for a short time. */
    public static void wrs_sto(PrivilegedState state) {
        // The wait is over.
    }

    /**
     * Drops cached translations; in VS mode those of the virtual machine that runs.
     * @param byAddress      false if rs1 is x0: all addresses
     * @param byAddressSpace false if rs2 is x0: all address spaces
     */
    public static void sfence_vma(PrivilegedState state, boolean byAddress, long va, boolean byAddressSpace, long asid) {
        supervisorOnly(state, Mstatus.TVM, Hstatus.VTVM);
        if (state.isVirtual()) {
            fenceFirstStage(state, byAddress, va, byAddressSpace, asid);
            return;
        }
        int space = asid(state, asid);
        long shown = state.isa().zeroExtend(va);
        if (byAddress && byAddressSpace) {
            state.environment().fenceAddress(shown, space);
        } else if (byAddress) {
            state.environment().fenceAddress(shown);
        } else if (byAddressSpace) {
            state.environment().fenceAddressSpace(space);
        } else {
            state.environment().fenceAll();
        }
    }

    private static void fenceFirstStage(PrivilegedState state, boolean byAddress, long va, boolean byAddressSpace, long asid) {
        int vmid = vmid(state, state.hgatp() >>> 44);
        if (byAddress) {
            state.environment().fenceFirstStageAddress(vmid, state.isa().zeroExtend(va));
        } else if (byAddressSpace) {
            state.environment().fenceFirstStage(vmid, asid(state, asid));
        } else {
            state.environment().fenceFirstStage(vmid);
        }
    }

    private static int asid(PrivilegedState state, long value) {
        return (int) value & (1 << state.asidBits()) - 1;
    }

    private static int vmid(PrivilegedState state, long value) {
        return (int) value & (1 << state.vmidBits()) - 1;
    }

    /** Invalidates at once, so the instructions that order it have nothing left to do. */
    public static void sinval_vma(PrivilegedState state, boolean byAddress, long va, boolean byAddressSpace, long asid) {
        sfence_vma(state, byAddress, va, byAddressSpace, asid);
    }

    public static void sfence_w_inval(PrivilegedState state) {
        supervisorOnly(state, 0, 0);
    }

    public static void sfence_inval_ir(PrivilegedState state) {
        supervisorOnly(state, 0, 0);
    }

    /** Drops what was cached of the first stage of the virtual machine that {@code hgatp} names. */
    public static void hfence_vvma(PrivilegedState state, boolean byAddress, long va, boolean byAddressSpace, long asid) {
        hypervisorOnly(state, 0);
        fenceFirstStage(state, byAddress, va, byAddressSpace, asid);
    }

    /** Drops what was cached of the second stage; of all guest physical addresses, because the caches know them by their virtual ones. */
    public static void hfence_gvma(PrivilegedState state, boolean byMachine, long vmid) {
        hypervisorOnly(state, Mstatus.TVM);
        if (byMachine) {
            state.environment().fenceSecondStage(vmid(state, vmid));
        } else {
            state.environment().fenceSecondStage();
        }
    }

    public static void hinval_vvma(PrivilegedState state, boolean byAddress, long va, boolean byAddressSpace, long asid) {
        hfence_vvma(state, byAddress, va, byAddressSpace, asid);
    }

    public static void hinval_gvma(PrivilegedState state, boolean byMachine, long vmid) {
        hfence_gvma(state, byMachine, vmid);
    }

    /** Harts do one thing after the other, so memory accesses are always in order. */
    public static void fence(PrivilegedState state) {
        // There is nothing to order.
    }

    public static void fence_tso(PrivilegedState state) {
        // There is nothing to order.
    }

    /** A hint: other harts have their turns anyway. */
    public static void pause(PrivilegedState state) {
        // There is nothing to give up.
    }

    public static void fence_i(PrivilegedState state) {
        state.environment().fenceInstructions();
    }
}
