// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.translation;

import java.util.Arrays;

import org.trapline.isa.Csr;

/**
 * What translated code keeps outside of the guest's registers, and in which floating-point register of the hart. Memory would be in the guest's
 * address space, where the guest could find it; these registers it cannot reach, because the VMM carries out each instruction that names one. They are those
 * that compilers use last.
 *
 * <p>The registers for CSRs hold those of the virtual mode for which the code was translated.
 */
public enum Bank {
    /** What the first scratch register held. */
    SPILL_A(21, null, null),
    /** What the second scratch register held. */
    SPILL_B(20, null, null),
    /** Instructions that the hart has retired beyond those of the guest. */
    OVERHEAD(19, null, null),
    /** Where an indirect jump goes, as a guest virtual address. */
    TARGET(18, null, null),
    /** Not 0 if an interrupt would be taken at once if the guest enabled interrupts. */
    PENDING(27, null, null),
    STATUS(26, Csr.SSTATUS, Csr.MSTATUS),
    SCRATCH(25, Csr.SSCRATCH, Csr.MSCRATCH),
    EPC(24, Csr.SEPC, Csr.MEPC),
    CAUSE(23, Csr.SCAUSE, Csr.MCAUSE),
    TVAL(22, Csr.STVAL, Csr.MTVAL);

    /** The registers, a bit for each. */
    public static final int REGISTERS = Arrays.stream(values()).mapToInt(each -> 1 << each.register).reduce(0, (a, b) -> a | b);

    private final int register;
    private final Csr supervisor;
    private final Csr machine;

    Bank(final int register, final Csr supervisor, final Csr machine) {
        this.register = register;
        this.supervisor = supervisor;
        this.machine = machine;
    }

    /** Returns the number of the floating-point register. */
    public int register() {
        return register;
    }

    /** Tells whether a floating-point register of the hart is one of these. */
    public static boolean has(final int register) {
        return (REGISTERS >>> register & 1) != 0;
    }

    /** Returns the CSR whose value it holds in code for machine mode or else supervisor mode; null if it holds something else. */
    public Csr csr(final boolean machineMode) {
        return machineMode ? machine : supervisor;
    }

    /** Returns the register that holds a CSR in code for a mode; null if there is none. */
    public static Bank of(final int csr, final boolean machineMode) {
        for (final Bank each : values()) {
            final Csr held = each.csr(machineMode);
            if (held != null && held.number() == csr) {
                return each;
            }
        }
        return null;
    }
}
