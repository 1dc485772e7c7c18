// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.kernel;

import org.trapline.isa.Cause;
import org.trapline.isa.Privilege;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.privileged.Trap;

/**
 * Environment calls, returns from traps, waiting and fences. A return gives the address at which execution goes on; whatever the mode does
 * not allow throws ILLEGAL_INSTRUCTION.
 */
public final class Control {
    private static final int U = Privilege.U.code();
    private static final int S = Privilege.S.code();
    private static final int M = Privilege.M.code();

    private Control() {
    }

    /** Returns the trap to take; its value is 0. */
    public static Trap ecall(PrivilegedState state) {
        int mode = state.mode();
        return state.trap(mode == U ? Cause.ECALL_FROM_U : mode == S ? Cause.ECALL_FROM_S : Cause.ECALL_FROM_M, 0);
    }

    /** Returns the trap to take; its value is the address of the instruction. */
    public static Trap ebreak(PrivilegedState state, long pc) {
        return state.trap(Cause.BREAKPOINT, pc);
    }

    public static long mret(PrivilegedState state) {
        if (state.mode() < M) {
            throw state.illegal();
        }
        return state.returnFromMachineTrap();
    }

    public static long sret(PrivilegedState state) {
        if (state.mode() < S || state.mode() == S && state.hasStatus(Mstatus.TSR)) {
            throw state.illegal();
        }
        return state.returnFromSupervisorTrap();
    }

    /** Waits, unless an interrupt is pending. With TW set, and in U mode, waiting is not allowed and no time is granted before it traps. */
    public static void wfi(PrivilegedState state) {
        if (state.mode() < M && (state.mode() == U || state.hasStatus(Mstatus.TW))) {
            throw state.illegal();
        }
        if (!state.wakes()) {
            state.environment().waitForInterrupt();
        }
    }

    /**
     * Drops cached translations.
     * @param byAddress      false if rs1 is x0: all addresses
     * @param byAddressSpace false if rs2 is x0: all address spaces
     */
    public static void sfence_vma(PrivilegedState state, boolean byAddress, long va, boolean byAddressSpace, long asid) {
        if (state.mode() < S || state.mode() == S && state.hasStatus(Mstatus.TVM)) {
            throw state.illegal();
        }
        int space = (int) asid & 0xffff;
        if (byAddress && byAddressSpace) {
            state.environment().fenceAddress(va, space);
        } else if (byAddress) {
            state.environment().fenceAddress(va);
        } else if (byAddressSpace) {
            state.environment().fenceAddressSpace(space);
        } else {
            state.environment().fenceAll();
        }
    }

    /** Harts do one thing after the other, so memory accesses are always in order. */
    public static void fence(PrivilegedState state) {
        // There is nothing to order.
    }

    public static void fence_tso(PrivilegedState state) {
        // There is nothing to order.
    }

    public static void fence_i(PrivilegedState state) {
        state.environment().fenceInstructions();
    }
}
