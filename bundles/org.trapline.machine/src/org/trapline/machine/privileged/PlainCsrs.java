// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import java.util.EnumSet;
import java.util.Set;

import org.trapline.isa.Csr;
import org.trapline.isa.CsrRule;

/** Finds out which registers are {@linkplain PlainCsr plain}. */
final class PlainCsrs {
    /** Registers that neither reading nor writing does anything with but that. */
    private static final Set<Csr> PLAIN = EnumSet.of(
        Csr.MSCRATCH, Csr.MEPC, Csr.MCAUSE, Csr.MTVAL, Csr.MTVEC, Csr.MTVAL2, Csr.MTINST, Csr.MEDELEG,
        Csr.SSCRATCH, Csr.SEPC, Csr.SCAUSE, Csr.STVAL, Csr.STVEC,
        Csr.HSTATUS, Csr.HEDELEG, Csr.HTVAL, Csr.HTINST,
        Csr.VSSCRATCH, Csr.VSEPC, Csr.VSCAUSE, Csr.VSTVAL, Csr.VSTVEC);
    /** Registers of which that is so only while they are read. */
    private static final Set<Csr> PLAINLY_READ = EnumSet.of(Csr.MHARTID, Csr.MISA, Csr.MSTATUS, Csr.SSTATUS, Csr.VSSTATUS, Csr.MIE, Csr.MIDELEG, Csr.HIDELEG);

    private final PrivilegedState state;
    private final long[] values;
    private final CsrRule[] rules;
    private final CsrAccess access;

    PlainCsrs(PrivilegedState state, CsrAccess access, long[] values, CsrRule[] rules) {
        this.state = state;
        this.access = access;
        this.values = values;
        this.rules = rules;
    }

    /** Returns what an instruction accesses in the present mode; null if that is no plain register. */
    PlainCsr of(int number, boolean isWrite) {
        Csr csr = state.csr(number);
        if (csr == null || state.isa().xlen() != Long.SIZE || isWrite && csr.isReadOnly()) {
            return null;
        }
        Csr reached = access.reached(csr, state.privilege(), state.isVirtual());
        if (reached == null || !PLAIN.contains(reached) && (isWrite || !PLAINLY_READ.contains(reached))) {
            return null;
        }
        CsrRule rule = rules[reached.ordinal()];
        boolean isView = reached == Csr.SSTATUS;
        return new PlainCsr(state, state.modeNumber(), values, (isView ? Csr.MSTATUS : reached).ordinal(), isView ? rule.readMask() : -1, rule);
    }
}
