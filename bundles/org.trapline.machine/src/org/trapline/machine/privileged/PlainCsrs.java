// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.trapline.isa.Csr;
import org.trapline.isa.CsrRule;
import org.trapline.isa.Privilege;

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
    private final Map<Integer, PlainCsr> reads = new HashMap<>();
    private final Map<Integer, PlainCsr> writes = new HashMap<>();

    PlainCsrs(PrivilegedState state, CsrAccess access, long[] values, CsrRule[] rules) {
        this.state = state;
        this.access = access;
        this.values = values;
        this.rules = rules;
    }

    /** Returns what an instruction accesses; null if it reaches a plain register in no mode. */
    PlainCsr of(int number, boolean isWrite) {
        Csr csr = state.csr(number);
        if (csr == null || state.isa().xlen() != Long.SIZE || isWrite && csr.isReadOnly() || !isPlain(csr, isWrite)) {
            return null;
        }
        return (isWrite ? writes : reads).computeIfAbsent(number, n -> make(csr, isWrite));
    }

    private static boolean isPlain(Csr csr, boolean isWrite) {
        return PLAIN.contains(csr) || !isWrite && PLAINLY_READ.contains(csr);
    }

    private PlainCsr make(Csr csr, boolean isWrite) {
        PlainCsr made = new PlainCsr(state, values);
        for (Privilege privilege : Privilege.values()) {
            for (boolean isVirtual : new boolean[] {false, true}) {
                Csr reached = access.reached(csr, privilege, isVirtual);
                if (reached != null && isPlain(reached, isWrite) && rules[reached.ordinal()] != null) {
                    put(made, PrivilegedState.modeNumber(privilege.code(), isVirtual), reached);
                }
            }
        }
        return made;
    }

    private void put(PlainCsr made, int mode, Csr csr) {
        Csr kept = csr == Csr.SSTATUS ? Csr.MSTATUS : csr;
        made.put(mode, kept.ordinal(), kept == csr ? -1 : rules[csr.ordinal()].readMask(), rules[csr.ordinal()]);
    }
}
