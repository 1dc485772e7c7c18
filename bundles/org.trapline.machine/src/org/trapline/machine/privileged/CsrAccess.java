// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Privilege;

/**
 * Decides which register a CSR instruction reaches in the current mode, or what it traps with.
 *
 * @implSpec priv "CSR Address Mapping Conventions", "Hypervisor and Virtual Supervisor CSRs", and of "Trap Cause Codes" the list of what
 *           raises a virtual-instruction exception instead of an illegal-instruction exception
 */
final class CsrAccess {
    private static final int U = Privilege.U.code();
    private static final int S = Privilege.S.code();
    private static final int M = Privilege.M.code();
    /** Counters 0 to 31 for S and U mode stand at 0xc00 on. */
    private static final int COUNTERS = 0xc00 >>> 5;
    /** Their upper halves, in RV32. */
    private static final int UPPER_COUNTERS = 0xc80 >>> 5;
    /** In the enables of state, register 0: access to {@code senvcfg} and {@code henvcfg}. */
    private static final long ENVCFG = Csr.MSTATEEN0.field("ENVCFG", 64).mask(64);
    /** In each of them: access to those of modes below. */
    private static final long ENABLES = Csr.MSTATEEN0.field("SE0", 64).mask(64);
    /** Bits 9..8 of the number of a register for hypervisors. */
    private static final int HYPERVISOR = 2;
    private static final int TIME = 1;
    /** By number: what the register of S mode stands for in VS mode, if it is another. */
    private static final Csr[] SUBSTITUTES = substitutes();

    private final PrivilegedState state;
    private final long[] values;
    private final boolean hasEnables;
    CsrAccess(PrivilegedState state, long[] values) {
        this.state = state;
        this.values = values;
        hasEnables = state.isa().has(Extension.SMSTATEEN);
    }

    private static Csr[] substitutes() {
        Csr[] substitutes = new Csr[1 << 12];
        for (Csr csr : Csr.values()) {
            substitutes[csr.number()] = Csr.named('v' + csr.csrName());
        }
        return substitutes;
    }

    /**
     * Checks an access by the current mode.
     * @param csr the register that the instruction names, null if there is none
     * @return the register that it reaches
     */
    Csr check(Csr csr, boolean writes) {
        Cause refusal = refusal(csr, writes);
        if (refusal != null) {
            throw state.trap(refusal, 0);
        }
        return state.isVirtual() && SUBSTITUTES[csr.number()] != null ? SUBSTITUTES[csr.number()] : csr;
    }

    /**
     * Tells what an access by the current mode traps with; null if it does not.
     * @param csr the register that the instruction names, null if there is none
     */
    Cause refusal(Csr csr, boolean writes) {
        if (csr == null || writes && csr.isReadOnly() || state.mode() < csr.privilege().code() && !state.isVirtual()) {
            return Cause.ILLEGAL_INSTRUCTION;
        }
        if (FloatUnit.isRegister(csr) && state.isFloatOff()) {
            return Cause.ILLEGAL_INSTRUCTION;
        }
        Cause byEnables = hasEnables && state.mode() != M ? refusalByEnables(csr) : null;
        if (byEnables != null) {
            return byEnables;
        }
        return state.isVirtual() ? refusalToGuest(csr) : refusalToHost(csr);
    }

    /**
     * Returns the register that an access by a mode reaches if nothing but the modes decides, as it does of registers that only keep what is written
     * to them.
     * @return null if the access traps, or has no effect
     */
    Csr reached(Csr csr, Privilege mode, boolean isVirtual) {
        if (!isVirtual) {
            return mode.code() >= csr.privilege().code() ? csr : null;
        }
        if (csr.privilege() == Privilege.M || (csr.number() >>> 8 & 3) == HYPERVISOR) {
            return null;
        }
        if (csr.privilege() == Privilege.U) {
            return csr;
        }
        Csr substitute = SUBSTITUTES[csr.number()];
        return mode != Privilege.S ? null : substitute != null ? substitute : csr;
    }

    /** Returns the register whose zeros are zeros of a hypervisor's enables, too. */
    static Csr machineEnables(Csr hypervisors) {
        return switch (hypervisors) {
            case HSTATEEN0 -> Csr.MSTATEEN0;
            case HSTATEEN1 -> Csr.MSTATEEN1;
            case HSTATEEN2 -> Csr.MSTATEEN2;
            default -> Csr.MSTATEEN3;
        };
    }

    /** Refuses what M mode keeps to itself and, to a guest, what its hypervisor does. */
    private Cause refusalByEnables(Csr csr) {
        return switch (csr) {
            case SENVCFG, HENVCFG, HENVCFGH -> refusalByEnable(Csr.MSTATEEN0, Csr.HSTATEEN0, ENVCFG);
            case SSTATEEN0, HSTATEEN0, HSTATEEN0H -> refusalByEnable(Csr.MSTATEEN0, Csr.HSTATEEN0, ENABLES);
            case SSTATEEN1, HSTATEEN1, HSTATEEN1H -> refusalByEnable(Csr.MSTATEEN1, Csr.HSTATEEN1, ENABLES);
            case SSTATEEN2, HSTATEEN2, HSTATEEN2H -> refusalByEnable(Csr.MSTATEEN2, Csr.HSTATEEN2, ENABLES);
            case SSTATEEN3, HSTATEEN3, HSTATEEN3H -> refusalByEnable(Csr.MSTATEEN3, Csr.HSTATEEN3, ENABLES);
            default -> null;
        };
    }

    private Cause refusalByEnable(Csr machine, Csr hypervisor, long bit) {
        if ((values[machine.ordinal()] & bit) == 0) {
            return Cause.ILLEGAL_INSTRUCTION;
        }
        return state.isVirtual() && (values[hypervisor.ordinal()] & bit) == 0 ? Cause.VIRTUAL_INSTRUCTION : null;
    }

    private Cause refusalToHost(Csr csr) {
        int mode = state.mode();
        boolean refused = switch (csr) {
            case SATP, HGATP -> mode == S && state.hasStatus(Mstatus.TVM);
            case STIMECMP, STIMECMPH, VSTIMECMP, VSTIMECMPH -> isTimerClosed(mode);
            default -> isCounter(csr) && mode != M && isCounterClosed(csr.number() & 0x1f, mode);
        };
        return refused ? Cause.ILLEGAL_INSTRUCTION : null;
    }

    private boolean isTimerClosed(int mode) {
        return mode != M && !(state.hasTimer() && isEnabled(Csr.MCOUNTEREN, TIME));
    }

    private boolean isCounterClosed(int counter, int mode) {
        return !isEnabled(Csr.MCOUNTEREN, counter) || mode == U && !isEnabled(Csr.SCOUNTEREN, counter);
    }

    private static boolean isCounter(Csr csr) {
        int range = csr.number() >>> 5;
        return range == COUNTERS || range == UPPER_COUNTERS;
    }

    private boolean isEnabled(Csr enables, int counter) {
        return (values[enables.ordinal()] >>> counter & 1) != 0;
    }

    // What HS mode could do, a guest's attempt at which is its hypervisor's business, is a virtual-instruction exception.
    private Cause refusalToGuest(Csr csr) {
        if (csr.privilege() == Privilege.M) {
            return Cause.ILLEGAL_INSTRUCTION;
        }
        boolean isTimer = csr == Csr.STIMECMP || csr == Csr.STIMECMPH;
        if ((isTimer || csr == Csr.VSTIMECMP || csr == Csr.VSTIMECMPH) && isTimerClosed(S)) {
            return Cause.ILLEGAL_INSTRUCTION;
        }
        if ((csr.number() >>> 8 & 3) == HYPERVISOR) {
            return Cause.VIRTUAL_INSTRUCTION;
        }
        if (isCounter(csr)) {
            return refusalOfCounterToGuest(csr.number() & 0x1f);
        }
        if (csr.privilege() != Privilege.S) {
            return null;
        }
        boolean refused = state.mode() == U
            || csr == Csr.SATP && state.hasHypervisorStatus(Hstatus.VTVM)
            || isTimer && !(isEnabled(Csr.HCOUNTEREN, TIME) && state.hasGuestTimer());
        return refused ? Cause.VIRTUAL_INSTRUCTION : null;
    }

    private Cause refusalOfCounterToGuest(int counter) {
        if (!isEnabled(Csr.MCOUNTEREN, counter)) {
            return Cause.ILLEGAL_INSTRUCTION;
        }
        return !isEnabled(Csr.HCOUNTEREN, counter) || state.mode() == U && !isEnabled(Csr.SCOUNTEREN, counter) ? Cause.VIRTUAL_INSTRUCTION : null;
    }
}
