// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import java.util.EnumSet;
import java.util.Set;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.CsrRule;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * What the privileged architecture defines for one hart, and its rules: the privilege mode, the CSRs of all modes, trap entry and return,
 * delegation, and the choice of the next interrupt. It executes nothing and knows no memory: physical harts and virtual CPUs have one alike.
 *
 * @implSpec priv "Control and Status Registers (CSRs)", "Machine-Level ISA", "Supervisor-Level ISA"
 */
public final class PrivilegedState implements Stateful {
    /** Interrupts in the order in which they are taken. */
    private static final Cause[] INTERRUPT_ORDER = {
        Cause.MACHINE_EXTERNAL_INTERRUPT, Cause.MACHINE_SOFTWARE_INTERRUPT, Cause.MACHINE_TIMER_INTERRUPT,
        Cause.SUPERVISOR_EXTERNAL_INTERRUPT, Cause.SUPERVISOR_SOFTWARE_INTERRUPT, Cause.SUPERVISOR_TIMER_INTERRUPT,
    };
    private static final long CYCLE_BIT = 1;
    private static final long INSTRET_BIT = 4;
    /** The bits of mstatus on which the translation of data accesses depends. */
    private static final long TRANSLATION_BITS = Mstatus.MPRV | Mstatus.MPP | Mstatus.SUM | Mstatus.MXR;
    private static final int MSTATUS = Csr.MSTATUS.ordinal();
    private static final int MIE = Csr.MIE.ordinal();
    private static final int MIP = Csr.MIP.ordinal();
    private static final int MIDELEG = Csr.MIDELEG.ordinal();
    private static final int MEDELEG = Csr.MEDELEG.ordinal();
    private static final int U = Privilege.U.code();
    private static final int S = Privilege.S.code();
    private static final int M = Privilege.M.code();

    private final Isa isa;
    private final int hartId;
    private final HartEnvironment environment;
    private final Set<Quirk> quirks;
    private final Csr[] byNumber = new Csr[1 << 12];
    private final CsrRule[] rules = new CsrRule[Csr.values().length];
    private final Trap trap = new Trap();
    private final Pmp pmp = new Pmp();

    // The state proper. Of mip, values[] holds what software wrote and lines what devices drive.
    private final long[] values = new long[rules.length];
    private int mode;
    private long lines;
    private final Counter cycle = new Counter();
    private final Counter instret = new Counter();
    private boolean interruptReady;

    /** Creates state after reset, in M mode. */
    public PrivilegedState(Isa isa, int hartId, HartEnvironment environment, Set<Quirk> quirks) {
        if (isa.xlen() != 64) {
            throw new IllegalArgumentException("the hart has 64-bit registers, not " + isa.xlen());
        }
        this.isa = isa;
        this.hartId = hartId;
        this.environment = environment;
        this.quirks = quirks.isEmpty() ? EnumSet.noneOf(Quirk.class) : EnumSet.copyOf(quirks);
        for (Csr csr : Csr.values()) {
            if (csr.isIn(isa)) {
                byNumber[csr.number()] = csr;
                rules[csr.ordinal()] = csr.rule(isa);
            }
        }
        reset();
    }

    /** Sets everything to its value after reset. Interrupt lines stay as devices drive them. */
    public void reset() {
        for (Csr csr : byNumber) {
            if (csr != null) {
                values[csr.ordinal()] = rules[csr.ordinal()].reset();
            }
        }
        values[Csr.MHARTID.ordinal()] = hartId;
        pmp.reset();
        cycle.reset(environment.cycle());
        instret.reset(environment.instret());
        mode = M;
        environment.protectionChanged();
        environment.translationChanged();
        interruptsChanged();
    }

    // ---- modes ----

    public Isa isa() {
        return isa;
    }

    public int hartId() {
        return hartId;
    }

    /** Returns the privilege mode. */
    public Privilege privilege() {
        return Privilege.ofCode(mode);
    }

    /** Returns the code of the privilege mode. */
    public int mode() {
        return mode;
    }

    /** Changes the privilege mode, as a trap or a return from one does. */
    public void setPrivilege(Privilege privilege) {
        setMode(privilege.code());
    }

    private void setMode(int newMode) {
        if (newMode != mode) {
            mode = newMode;
            environment.translationChanged();
        }
        interruptsChanged();
    }

    /** Returns the code of the mode whose rights loads and stores have, which mstatus.MPRV may change. */
    public int dataMode() {
        long mstatus = values[MSTATUS];
        return (mstatus & Mstatus.MPRV) != 0 ? (int) ((mstatus & Mstatus.MPP) >>> Mstatus.MPP_SHIFT) : mode;
    }

    public Pmp pmp() {
        return pmp;
    }

    public HartEnvironment environment() {
        return environment;
    }

    // ---- CSRs ----

    /** Returns the register of that number on this hart, or null. */
    public Csr csr(int number) {
        return byNumber[number];
    }

    /** Returns a register's value, as an instruction that may access it reads it. */
    public long read(Csr csr) {
        int i = csr.ordinal();
        return switch (csr) {
            case SSTATUS -> values[MSTATUS] & rules[i].readMask();
            case SIE -> values[MIE] & values[MIDELEG] & rules[i].readMask();
            case SIP -> pending() & values[MIDELEG] & rules[i].readMask();
            case MIP -> pending();
            case CYCLE, MCYCLE -> cycle.read(environment.cycle());
            case INSTRET, MINSTRET -> instret.read(environment.instret());
            case TIME -> environment.time();
            default -> {
                if (isPmpConfig(csr)) {
                    yield pmp.readConfig(4 * (csr.number() - Csr.PMPCFG0.number()));
                }
                yield isPmpAddress(csr) ? pmp.readAddress(csr.number() - Csr.PMPADDR0.number()) : values[i];
            }
        };
    }

    /**
     * Returns the value that csrrs and csrrc modify. It differs from what they read in {@code mip.SEIP}: the wire of the interrupt
     * controller must not be written back as if software had set it.
     */
    public long readToModify(Csr csr) {
        return csr == Csr.MIP ? values[MIP] | lines & ~Cause.SUPERVISOR_EXTERNAL_INTERRUPT.bit() : read(csr);
    }

    /** Writes a register, as an instruction that may access it does: what its fields do not allow is not changed. */
    public void write(Csr csr, long written) {
        CsrRule rule = rules[csr.ordinal()];
        switch (csr) {
            case MSTATUS, SSTATUS -> writeStatus(rule.legalize(values[MSTATUS], written));
            case MIE, MIDELEG -> {
                values[csr.ordinal()] = rule.legalize(values[csr.ordinal()], written);
                interruptsChanged();
            }
            case SIE -> {
                long delegated = values[MIDELEG] & rule.writeMask();
                values[MIE] = values[MIE] & ~delegated | written & delegated;
                interruptsChanged();
            }
            case MIP -> {
                values[MIP] = rule.legalize(values[MIP], written);
                interruptsChanged();
            }
            case SIP -> {
                long delegated = values[MIDELEG] & rule.writeMask();
                values[MIP] = values[MIP] & ~delegated | written & delegated;
                interruptsChanged();
            }
            case SATP -> {
                values[csr.ordinal()] = rule.legalize(values[csr.ordinal()], written);
                environment.translationChanged();
            }
            case MCYCLE -> cycle.write(environment.cycle(), written);
            case MINSTRET -> instret.write(environment.instret(), written);
            case MCOUNTINHIBIT -> inhibitCounters(rule.legalize(values[csr.ordinal()], written));
            default -> writeOther(csr, rule, written);
        }
    }

    private void writeOther(Csr csr, CsrRule rule, long written) {
        if (isPmpConfig(csr)) {
            pmp.writeConfig(4 * (csr.number() - Csr.PMPCFG0.number()), rule, written);
            environment.protectionChanged();
        } else if (isPmpAddress(csr)) {
            pmp.writeAddress(csr.number() - Csr.PMPADDR0.number(), rule, written);
            environment.protectionChanged();
        } else {
            values[csr.ordinal()] = rule.legalize(values[csr.ordinal()], written);
        }
    }

    private static boolean isPmpConfig(Csr csr) {
        return csr.number() >= Csr.PMPCFG0.number() && csr.number() <= Csr.PMPCFG15.number();
    }

    private static boolean isPmpAddress(Csr csr) {
        return csr.number() >= Csr.PMPADDR0.number() && csr.number() <= Csr.PMPADDR63.number();
    }

    private void writeStatus(long value) {
        long changed = values[MSTATUS] ^ value;
        values[MSTATUS] = value;
        if ((changed & TRANSLATION_BITS) != 0) {
            environment.translationChanged();
        }
        interruptsChanged();
    }

    private void inhibitCounters(long inhibited) {
        values[Csr.MCOUNTINHIBIT.ordinal()] = inhibited;
        cycle.stop(environment.cycle(), (inhibited & CYCLE_BIT) != 0);
        instret.stop(environment.instret(), (inhibited & INSTRET_BIT) != 0);
    }

    /**
     * Checks that the current mode may access a register.
     * @param number 0..4095
     * @param writes whether the instruction writes
     * @throws Trap ILLEGAL_INSTRUCTION if not
     */
    public Csr checkAccess(int number, boolean writes) {
        Csr csr = byNumber[number];
        if (csr == null || mode < csr.privilege().code() || writes && csr.isReadOnly()) {
            throw illegal();
        }
        if (csr == Csr.SATP && mode == S && (values[MSTATUS] & Mstatus.TVM) != 0) {
            throw illegal();
        }
        // Counters 0..31 for S and U mode stand at 0xc00 on.
        if (number >>> 5 == 0xc00 >>> 5 && mode != M && !mayReadCounter(number & 0x1f)) {
            throw illegal();
        }
        return csr;
    }

    private boolean mayReadCounter(int counter) {
        long enabled = values[Csr.MCOUNTEREN.ordinal()];
        if (mode == U) {
            enabled &= values[Csr.SCOUNTEREN.ordinal()];
        }
        return (enabled >>> counter & 1) != 0;
    }

    /** Tells whether a CSR instruction is one that the hart's {@link Quirk#SILENT_SENSITIVE_CSR} swallows in the current mode. */
    public boolean isSwallowed(int number) {
        Csr csr = byNumber[number];
        return mode == U && csr != null && csr.privilege() == Privilege.S && quirks.contains(Quirk.SILENT_SENSITIVE_CSR);
    }

    // ---- interrupts ----

    /** Drives a bit of {@code mip} that a device's wire ends in. */
    public void setLine(Cause interrupt, boolean raised) {
        long old = lines;
        lines = raised ? lines | interrupt.bit() : lines & ~interrupt.bit();
        if (lines != old) {
            interruptsChanged();
        }
    }

    /** Sets or clears a bit of {@code mip} as M-mode software does, such as STIP by firmware. */
    public void setPending(Cause interrupt, boolean on) {
        values[MIP] = on ? values[MIP] | interrupt.bit() : values[MIP] & ~interrupt.bit();
        interruptsChanged();
    }

    /** Returns {@code mip}. */
    public long pending() {
        return values[MIP] | lines;
    }

    /** Tells whether {@code wfi} would not wait: an interrupt is pending that {@code mie} enables, whatever the mode. */
    public boolean wakes() {
        return (pending() & values[MIE]) != 0;
    }

    /** Tells whether an interrupt is to be taken before the next instruction. */
    public boolean isInterruptReady() {
        return interruptReady;
    }

    private void interruptsChanged() {
        interruptReady = takable() != 0;
        if (interruptReady) {
            environment.interruptReady();
        }
    }

    /** Returns the interrupts that can be taken now; those for M mode first, so one that S mode waits for may be hidden. */
    private long takable() {
        long enabled = pending() & values[MIE];
        if (enabled == 0) {
            return 0;
        }
        long mstatus = values[MSTATUS];
        long delegated = values[MIDELEG];
        if (mode < M || (mstatus & Mstatus.MIE) != 0) {
            long forMachine = enabled & ~delegated;
            if (forMachine != 0) {
                return forMachine;
            }
        }
        return mode < S || mode == S && (mstatus & Mstatus.SIE) != 0 ? enabled & delegated : 0;
    }

    /** Returns the interrupt to take before the next instruction, or null. */
    public Cause nextInterrupt() {
        long candidates = takable();
        for (Cause cause : INTERRUPT_ORDER) {
            if ((candidates & cause.bit()) != 0) {
                return cause;
            }
        }
        return null;
    }

    // ---- traps ----

    /** Returns the trap of an illegal instruction, to be thrown. */
    public Trap illegal() {
        return trap.set(Cause.ILLEGAL_INSTRUCTION, 0);
    }

    /** Returns a trap, to be thrown; it is valid until the next. */
    public Trap trap(Cause cause, long value) {
        return trap.set(cause, value);
    }

    /** Returns the mode that a trap is taken to now. */
    public Privilege target(Cause cause) {
        long delegated = values[cause.isInterrupt() ? MIDELEG : MEDELEG];
        return mode <= S && (delegated & cause.bit()) != 0 ? Privilege.S : Privilege.M;
    }

    /**
     * Takes a trap: records where, why and in which mode, and changes to the mode that handles it, with its interrupts disabled.
     * @param pc    address of the instruction that trapped, or before which the interrupt is taken
     * @param value what {@code mtval} or {@code stval} gets
     * @return the address at which execution goes on
     */
    public long enterTrap(Cause cause, long pc, long value) {
        boolean toSupervisor = target(cause) == Privilege.S;
        long mstatus = values[MSTATUS];
        if (toSupervisor) {
            record(Csr.SEPC, Csr.SCAUSE, Csr.STVAL, cause, pc, value);
            mstatus = move(mstatus, Mstatus.SIE, Mstatus.SPIE) & ~Mstatus.SPP | (long) mode << Mstatus.SPP_SHIFT;
        } else {
            record(Csr.MEPC, Csr.MCAUSE, Csr.MTVAL, cause, pc, value);
            mstatus = move(mstatus, Mstatus.MIE, Mstatus.MPIE) & ~Mstatus.MPP | (long) mode << Mstatus.MPP_SHIFT;
        }
        values[MSTATUS] = mstatus;
        // Even without a change of mode MPP has changed, on which MPRV's effect depends.
        mode = toSupervisor ? S : M;
        environment.translationChanged();
        interruptsChanged();
        return vector(values[(toSupervisor ? Csr.STVEC : Csr.MTVEC).ordinal()], cause);
    }

    private void record(Csr epc, Csr xcause, Csr tval, Cause cause, long pc, long value) {
        values[epc.ordinal()] = pc;
        values[xcause.ordinal()] = cause.value();
        values[tval.ordinal()] = value;
    }

    /** Moves an interrupt-enable bit to where it is kept during the trap, and clears it. */
    private static long move(long mstatus, long enable, long previous) {
        long kept = (mstatus & enable) != 0 ? mstatus | previous : mstatus & ~previous;
        return kept & ~enable;
    }

    private static long vector(long tvec, Cause cause) {
        long base = tvec & ~3L;
        return (tvec & 3) == 1 && cause.isInterrupt() ? base + 4L * cause.code() : base;
    }

    /**
     * Returns from a trap taken to M mode.
     * @return the address at which execution goes on
     */
    public long returnFromMachineTrap() {
        long mstatus = values[MSTATUS];
        int previous = (int) ((mstatus & Mstatus.MPP) >>> Mstatus.MPP_SHIFT);
        mstatus = restore(mstatus, Mstatus.MIE, Mstatus.MPIE) & ~Mstatus.MPP;
        leaveTrap(previous == M ? mstatus : mstatus & ~Mstatus.MPRV, previous);
        return values[Csr.MEPC.ordinal()];
    }

    /**
     * Returns from a trap taken to S mode.
     * @return the address at which execution goes on
     */
    public long returnFromSupervisorTrap() {
        long mstatus = values[MSTATUS];
        int previous = (int) ((mstatus & Mstatus.SPP) >>> Mstatus.SPP_SHIFT);
        mstatus = restore(mstatus, Mstatus.SIE, Mstatus.SPIE) & ~Mstatus.SPP;
        leaveTrap(mstatus & ~Mstatus.MPRV, previous);
        return values[Csr.SEPC.ordinal()];
    }

    private static long restore(long mstatus, long enable, long previous) {
        long restored = (mstatus & previous) != 0 ? mstatus | enable : mstatus & ~enable;
        return restored | previous;
    }

    private void leaveTrap(long mstatus, int previous) {
        values[MSTATUS] = mstatus;
        mode = previous;
        environment.translationChanged();
        interruptsChanged();
    }

    /** Tells whether a bit of {@code mstatus} is set, see {@link Mstatus}. */
    public boolean hasStatus(long bit) {
        return (values[MSTATUS] & bit) != 0;
    }

    /** Returns {@code satp}, whatever the mode. */
    public long satp() {
        return values[Csr.SATP.ordinal()];
    }

    @Override
    public void exchange(StateExchange state) {
        state.fixed("isa", isa.toString());
        state.fixed("hart", hartId);
        for (Csr csr : byNumber) {
            // What is only another view of a register has nothing of its own.
            if (csr != null && csr.viewOf() == null) {
                values[csr.ordinal()] = state.number(csr.csrName(), values[csr.ordinal()]);
            }
        }
        mode = state.choice("mode", Privilege.class, Privilege.ofCode(mode)).code();
        lines = state.number("lines", lines);
        state.part("cycle", cycle);
        state.part("instret", instret);
        state.part("pmp", pmp);
        if (state.isRestoring()) {
            interruptReady = takable() != 0;
        }
    }
}
