// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import java.util.EnumSet;
import java.util.Set;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.CsrRule;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.isa.kernel.FloatState;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;

/**
 * What the privileged architecture defines for one hart, and its rules: the privilege mode, the CSRs of all modes, trap entry and return,
 * delegation, and the choice of the next interrupt. It executes nothing and knows no memory: physical harts and virtual CPUs have one alike.
 *
 * <p>With the H extension there is also the virtualization mode: in it, S and U mode are those of a guest, VS and VU.
 *
 * @implSpec priv "Control and Status Registers (CSRs)", "Machine-Level ISA", "Supervisor-Level ISA", "H Extension for Hypervisor Support"
 */
public final class PrivilegedState implements Stateful {
    private static final long CYCLE_BIT = 1;
    private static final long INSTRET_BIT = 4;
    /** The bits of mstatus on which the translation of data accesses depends. */
    private static final long TRANSLATION_BITS = Mstatus.MPRV | Mstatus.MPV | Mstatus.MPP | Mstatus.SUM | Mstatus.MXR;
    /** The bits of henvcfg that cannot be set unless those of menvcfg are. */
    private static final long GRANTED_BITS = menvcfg("STCE") | menvcfg("PBMTE") | menvcfg("ADUE");
    private static final long STCE = menvcfg("STCE");
    private static final long ADUE = menvcfg("ADUE");
    private static final int MSTATUS = Csr.MSTATUS.ordinal();
    private static final int HSTATUS = Csr.HSTATUS.ordinal();
    private static final int VSSTATUS = Csr.VSSTATUS.ordinal();
    private static final int SEPC = Csr.SEPC.ordinal();
    private static final int VSEPC = Csr.VSEPC.ordinal();
    private static final int MIE = Csr.MIE.ordinal();
    private static final int MIDELEG = Csr.MIDELEG.ordinal();
    private static final int MEDELEG = Csr.MEDELEG.ordinal();
    private static final int HIDELEG = Csr.HIDELEG.ordinal();
    private static final int HEDELEG = Csr.HEDELEG.ordinal();
    private static final int MENVCFG = Csr.MENVCFG.ordinal();
    private static final int HENVCFG = Csr.HENVCFG.ordinal();
    /** The numbers of {@link #translationMode} are less than this. */
    public static final int TRANSLATION_MODES = 1 << 7;
    private static final int RIGHTS_SHIFT = Long.numberOfTrailingZeros(Mstatus.SUM | Mstatus.MXR);
    private static final int RIGHTS_MASK = (int) ((Mstatus.SUM | Mstatus.MXR) >>> RIGHTS_SHIFT);
    private static final int RIGHTS_BITS = Integer.bitCount(RIGHTS_MASK);
    private static final int MODE_BITS = 3;
    private static final int VIRTUAL_MODES = 4;

    private static final int U = Privilege.U.code();
    private static final int S = Privilege.S.code();
    private static final int M = Privilege.M.code();

    private final Isa isa;
    /** RV32: registers of 64 bits are seen as two halves. */
    private final boolean narrow;
    private final int hartId;
    private final HartEnvironment environment;
    private final Set<Quirk> quirks;
    private final Csr[] byNumber = new Csr[1 << 12];
    private final CsrRule[] rules = new CsrRule[Csr.values().length];
    private final Trap trap = new Trap();
    private final Pmp pmp = new Pmp();

    private final boolean hypervisor;

    // The state proper.
    private final long[] values = new long[rules.length];
    private int mode;
    private boolean virtual;
    /** What both make together, see {@link #modeNumber()}. */
    private int modeNumber;
    private final Counter cycle = new Counter();
    private final Counter instret = new Counter();
    private final Interrupts interrupts;
    private final CsrAccess access;
    private final PlainCsrs plainCsrs;
    private final FloatUnit floatUnit;

    /** Creates state after reset, in M mode. */
    public PrivilegedState(Isa isa, int hartId, HartEnvironment environment, Set<Quirk> quirks) {
        this.isa = isa;
        narrow = isa.xlen() == 32;
        this.hartId = hartId;
        this.environment = environment;
        hypervisor = isa.has(Extension.H);
        interrupts = new Interrupts(this, environment, values);
        access = new CsrAccess(this, values);
        plainCsrs = new PlainCsrs(this, access, values, rules);
        floatUnit = new FloatUnit(values, isa);
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
        floatUnit.reset();
        pmp.reset();
        cycle.reset(environment.cycle());
        instret.reset(environment.instret());
        if (!isa.has(Extension.SVADE)) {
            // Whoever has only Svadu expects A and D bits to be set.
            long updates = isa.has(Extension.SVADU) ? ADUE : 0;
            values[MENVCFG] |= updates;
            values[HENVCFG] |= hypervisor ? updates : 0;
        }
        mode = M;
        virtual = false;
        modeNumber = M;
        floatUnit.setVirtual(false);
        environment.protectionChanged();
        environment.translationChanged();
        interrupts.compareTimers();
        interrupts.changed();
    }

    private static long menvcfg(String field) {
        return Csr.MENVCFG.field(field, 64).mask(64);
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

    /** Tells whether the hart is in virtualization mode: its S and U mode are VS and VU. */
    public boolean isVirtual() {
        return virtual;
    }

    /** Changes the privilege mode, as a trap or a return from one does, and leaves virtualization mode. */
    public void setPrivilege(Privilege privilege) {
        setPrivilege(privilege, false);
    }

    /** Changes the privilege mode and the virtualization mode, as a trap or a return from one does. */
    public void setPrivilege(Privilege privilege, boolean newVirtual) {
        enter(privilege.code(), newVirtual);
        environment.modeChanged();
    }

    /** Changes the mode; that {@link HartEnvironment#modeChanged} must be said is left to the caller. */
    private void enter(int newMode, boolean newVirtual) {
        boolean willBeVirtual = newVirtual && newMode != M;
        mode = newMode;
        modeNumber = willBeVirtual ? VIRTUAL_MODES + newMode : newMode;
        if (virtual != willBeVirtual) {
            virtual = willBeVirtual;
            floatUnit.setVirtual(willBeVirtual);
        }
        interrupts.modeChanged();
    }

    /** Returns the code of the mode whose rights loads and stores have, which mstatus.MPRV may change. */
    public int dataMode() {
        long mstatus = values[MSTATUS];
        return (mstatus & Mstatus.MPRV) != 0 ? Mstatus.previousMode(mstatus) : mode;
    }

    /** Tells whether loads and stores are those of a guest, which mstatus.MPRV may change. */
    public boolean isDataVirtual() {
        long mstatus = values[MSTATUS];
        return (mstatus & Mstatus.MPRV) != 0 ? (mstatus & Mstatus.MPV) != 0 && Mstatus.previousMode(mstatus) != M : virtual;
    }

    /** Returns a number of the mode: its code, and 4 more in virtualization mode. */
    public int modeNumber() {
        return modeNumber;
    }

    /**
     * Returns a number that is the same for two moments only if nothing has changed between them on which translation depends, but perhaps what
     * chooses the tables; a negative one if that cannot be said.
     */
    public int translationMode() {
        long mstatus = values[MSTATUS];
        if ((mstatus & Mstatus.MPRV) != 0) {
            return -1;
        }
        int own = (int) (mstatus >>> RIGHTS_SHIFT) & RIGHTS_MASK;
        int guests = (int) (values[VSSTATUS] >>> RIGHTS_SHIFT) & RIGHTS_MASK;
        return (guests << RIGHTS_BITS | own) << MODE_BITS | modeNumber();
    }

    /** Returns the code of the guest's mode whose rights the hypervisor's own loads and stores of guest memory have. */
    public int guestMode() {
        return (values[HSTATUS] & Hstatus.SPVP) != 0 ? S : U;
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

    /** Returns a register's value, as an instruction that reaches it reads it; in RV32 without copies of its sign. */
    public long read(Csr csr) {
        return narrow ? readNarrow(csr) : readWide(csr);
    }

    private long readNarrow(Csr csr) {
        boolean isUpperHalf = csr.viewShift() == 32;
        return isUpperHalf ? rules[csr.ordinal()].read(readWide(csr.viewOf())) : isa.zeroExtend(readWide(csr));
    }

    /** Returns what an instruction puts into a register of what it has {@link #read}. */
    public long extend(long value) {
        return isa.signExtend(value);
    }

    /** Returns a register with all its bits, also of those that RV32 divides. */
    private long readWide(Csr csr) {
        int i = csr.ordinal();
        return switch (csr) {
            case SSTATUS -> values[MSTATUS] & rules[i].readMask();
            case MIP -> pending();
            case SIE -> values[MIE] & values[MIDELEG] & rules[i].readMask();
            case SIP -> pending() & values[MIDELEG] & rules[i].readMask();
            case HIE -> values[MIE] & rules[i].readMask();
            case HIP -> pending() & rules[i].readMask();
            case VSIE -> rules[i].read(values[MIE] & values[HIDELEG]);
            case VSIP -> rules[i].read(pending() & values[HIDELEG]);
            case HENVCFG -> henvcfg();
            case FCSR, FFLAGS, FRM -> floatUnit.read(csr);
            case MSECCFG -> pmp.readSecurity();
            case HSTATEEN0, HSTATEEN1, HSTATEEN2, HSTATEEN3 -> values[i] & values[CsrAccess.machineEnables(csr).ordinal()];
            case CYCLE, MCYCLE -> cycle.read(environment.cycle());
            case INSTRET, MINSTRET -> instret.read(environment.instret());
            case TIME -> virtual ? environment.time() + values[Csr.HTIMEDELTA.ordinal()] : environment.time();
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
        return csr == Csr.MIP ? interrupts.pendingToModify() : read(csr);
    }

    /** Writes a register, as an instruction that reaches it does: what its fields do not allow is not changed. */
    public void write(Csr csr, long written) {
        CsrRule rule = rules[csr.ordinal()];
        switch (csr) {
            case MSTATUS, MSTATUSH, SSTATUS -> writeStatus(rule.legalize(values[MSTATUS], written));
            case MIE, MIDELEG, HIDELEG, HVIP -> writeInterrupts(csr, rule.legalize(values[csr.ordinal()], written));
            case SIE -> writeEnables(written, values[MIDELEG] & rule.writeMask());
            case HIE -> writeEnables(written, rule.writeMask());
            case VSIE -> writeEnables(written << 1, values[HIDELEG] & rule.writeMask());
            case MIP, HIP -> interrupts.write(written, rule.writeMask());
            case SIP -> interrupts.write(written, values[MIDELEG] & rule.writeMask());
            case VSIP -> interrupts.write(written << 1, values[HIDELEG] & rule.writeMask());
            case SATP, HGATP -> writeTranslation(csr, rule.legalize(values[csr.ordinal()], written));
            case VSSTATUS -> {
                writeTranslation(csr, floatUnit.summed(rule.legalize(values[VSSTATUS], written)));
                floatUnit.changed();
            }
            case FCSR, FFLAGS, FRM -> {
                floatUnit.write(csr, written);
                floatUnit.dirty();
            }
            // A guest's write of a mode that there is not has no effect at all, as one to satp; its hypervisor's is legalized field by field.
            case VSATP -> writeTranslation(csr, (virtual ? rules[Csr.SATP.ordinal()] : rule).legalize(values[csr.ordinal()], written));
            case STIMECMP, VSTIMECMP, HTIMEDELTA, MENVCFG, HENVCFG -> writeTimer(csr, rule.legalize(values[csr.ordinal()], written));
            case STIMECMPH, VSTIMECMPH, HTIMEDELTAH, MENVCFGH, HENVCFGH ->
                writeTimer(csr.viewOf(), rule.legalize(values[csr.viewOf().ordinal()], written));
            case MCYCLE, MCYCLEH -> cycle.write(environment.cycle(), rule.legalize(readWide(Csr.MCYCLE), written));
            case MINSTRET, MINSTRETH -> instret.write(environment.instret(), rule.legalize(readWide(Csr.MINSTRET), written));
            case MSTATEEN0H, MSTATEEN1H, MSTATEEN2H, MSTATEEN3H -> values[csr.viewOf().ordinal()] = rule.legalize(values[csr.viewOf().ordinal()], written);
            case HSTATEEN0, HSTATEEN1, HSTATEEN2, HSTATEEN3 -> writeStateEnables(csr, rule, written);
            case HSTATEEN0H, HSTATEEN1H, HSTATEEN2H, HSTATEEN3H -> writeStateEnables(csr.viewOf(), rule, written);
            case MSECCFG -> {
                pmp.writeSecurity(rule, written);
                environment.protectionChanged();
            }
            case MCOUNTINHIBIT -> inhibitCounters(rule.legalize(values[csr.ordinal()], written));
            default -> writeOther(csr, rule, written);
        }
    }

    /** Writes a register with all its bits, also those that software of RV32 sees as another register. */
    public void writeWide(Csr csr, long written) {
        write(csr, written);
        Csr upper = narrow ? Csr.named(csr.csrName() + 'h') : null;
        if (upper != null) {
            write(upper, written >>> 32);
        }
    }

    private void writeStateEnables(Csr csr, CsrRule rule, long written) {
        long writable = values[CsrAccess.machineEnables(csr).ordinal()];
        long old = values[csr.ordinal()];
        values[csr.ordinal()] = old & ~writable | rule.legalize(old, written) & writable;
    }

    private void writeInterrupts(Csr csr, long value) {
        values[csr.ordinal()] = value;
        interrupts.changed();
    }

    private void writeEnables(long written, long mask) {
        writeInterrupts(Csr.MIE, values[MIE] & ~mask | written & mask);
    }

    private void writeTranslation(Csr csr, long value) {
        values[csr.ordinal()] = value;
        environment.translationChanged();
        interrupts.modeChanged();
    }

    private void writeTimer(Csr csr, long value) {
        values[csr.ordinal()] = value;
        interrupts.compareTimers();
        interrupts.changed();
        environment.timerChanged();
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
        values[MSTATUS] = floatUnit.summed(value);
        floatUnit.changed();
        if ((changed & TRANSLATION_BITS) != 0) {
            environment.modeChanged();
        }
        interrupts.modeChanged();
    }

    // ---- floating point ----

    /** Returns what {@code fcsr} holds, for kernels. */
    public FloatState floats() {
        return floatUnit.state();
    }

    /** Tells whether floating-point instructions are illegal now because the unit is switched off. */
    public boolean isFloatOff() {
        return floatUnit.isOff();
    }

    /** Tells whether everybody who keeps track of it knows that the floating-point state has changed. */
    public boolean isFloatDirty() {
        return floatUnit.isDirty();
    }

    /** Notes that a floating-point register or {@code fcsr} was written, in {@code mstatus} and, by a guest, {@code vsstatus}. */
    public void floatDirty() {
        floatUnit.dirty();
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
     * @return the register that the instruction reaches, which in VS mode may be another than it names
     * @throws Trap ILLEGAL_INSTRUCTION or VIRTUAL_INSTRUCTION if not
     */
    public Csr checkAccess(int number, boolean writes) {
        return access.check(byNumber[number], writes);
    }

    /** Tells what the current mode's access to a register would trap with, as {@link #checkAccess} does; null if it would not. */
    public Cause csrRefusal(int number, boolean writes) {
        return access.refusal(byNumber[number], writes);
    }

    /**
     * Returns what a CSR instruction accesses in the present mode if that is a register that only keeps what is written to it.
     * @param number 0..4095
     * @param writes whether the instruction writes
     * @return null if not
     */
    public PlainCsr plainCsr(int number, boolean writes) {
        return plainCsrs.of(number, writes);
    }

    /** Tells whether a CSR instruction is one that the hart's {@link Quirk#SILENT_SENSITIVE_CSR} swallows in the current mode. */
    public boolean isSwallowed(int number) {
        Csr csr = byNumber[number];
        return mode == U && !virtual && csr != null && csr.privilege() == Privilege.S && quirks.contains(Quirk.SILENT_SENSITIVE_CSR);
    }

    // ---- interrupts ----

    /** Drives a bit of {@code mip} that a device's wire ends in. */
    public void setLine(Cause interrupt, boolean raised) {
        interrupts.setLine(interrupt, raised);
    }

    /** Sets or clears a bit of {@code mip} as M-mode software does, such as STIP by firmware. */
    public void setPending(Cause interrupt, boolean on) {
        interrupts.write(on ? interrupt.bit() : 0, interrupt.bit());
    }

    /** Returns {@code mip}. */
    public long pending() {
        return interrupts.pending();
    }

    /** Tells whether {@code wfi} would not wait: an interrupt is pending that {@code mie} enables, whatever the mode. */
    public boolean wakes() {
        return interrupts.wakes();
    }

    /** Tells whether an interrupt is to be taken before the next instruction. */
    public boolean isInterruptReady() {
        return interrupts.isReady();
    }

    /** Returns the interrupt to take before the next instruction, or null. */
    public Cause nextInterrupt() {
        return interrupts.next();
    }

    // ---- timers of S and VS mode ----

    /** Tells whether {@code stimecmp} drives mip.STIP. */
    public boolean hasTimer() {
        return (values[MENVCFG] & STCE) != 0;
    }

    /** Tells whether {@code vstimecmp} drives hip.VSTIP. */
    public boolean hasGuestTimer() {
        return hypervisor && (henvcfg() & STCE) != 0;
    }

    /** Returns the first moment of {@code time}, now or later, at which {@link #compareTimers} must be called; the largest number if none. */
    public long nextTimerTick() {
        return interrupts.nextTick();
    }

    /** Makes timer interrupts pending whose time has come. */
    public void compareTimers() {
        interrupts.compareTimers();
    }

    // ---- traps ----

    /** Returns the trap of an illegal instruction, to be thrown. */
    public Trap illegal() {
        return trap.set(Cause.ILLEGAL_INSTRUCTION, 0);
    }

    /** Returns the trap of an instruction that a guest may not execute but its hypervisor could, to be thrown. */
    public Trap virtualInstruction() {
        return trap.set(Cause.VIRTUAL_INSTRUCTION, 0);
    }

    /** Returns what is thrown to give an instruction up as if it had not been begun; it has no cause and is no trap. */
    public Trap hold() {
        return trap.set(null, 0);
    }

    /** Returns a trap, to be thrown; it is valid until the next. */
    public Trap trap(Cause cause, long value) {
        return trap.set(cause, value);
    }

    /** Returns the trap of an access to a guest's memory, whatever mode made it; it is valid until the next. */
    public Trap guestFault(Cause cause, long gva) {
        return trap.set(cause, gva, true, 0, 0);
    }

    /**
     * Returns the trap of an access that the second stage of translation refuses; it is valid until the next.
     * @param gpa         guest physical address
     * @param instruction {@link Trap#READ_FOR_TRANSLATION}, {@link Trap#WRITE_FOR_TRANSLATION}, or 0 for the access itself
     */
    public Trap guestPageFault(Cause cause, long gva, long gpa, long instruction) {
        return trap.set(cause, gva, true, gpa, instruction);
    }

    /** Tells whether the trap that is about to be taken is one for which {@code htinst} or {@code mtinst} should tell the instruction. */
    public boolean wantsInstruction(Cause cause) {
        return hypervisor && trap.cause() == cause && trap.isGuest() && trap.instruction() == 0 && (FaultCauses.OF_ACCESSES & cause.bit()) != 0;
    }

    /** Tells the instruction, transformed, that has raised the trap which is about to be taken. */
    public void setTrapInstruction(long transformed) {
        trap.setInstruction(transformed);
    }

    /** Returns the mode that a trap is taken to now; of S mode, {@link #isTargetGuest} tells whether it is VS. */
    public Privilege target(Cause cause) {
        long delegated = values[cause.isInterrupt() ? MIDELEG : MEDELEG];
        return mode <= S && (delegated & cause.bit()) != 0 ? Privilege.S : Privilege.M;
    }

    /** Tells whether a trap that S mode takes is taken by the guest's own kernel. */
    public boolean isTargetGuest(Cause cause) {
        return virtual && (values[cause.isInterrupt() ? HIDELEG : HEDELEG] & cause.bit()) != 0;
    }

    /**
     * Takes a trap: records where, why and in which mode, and changes to the mode that handles it, with its interrupts disabled.
     * @param pc    address of the instruction that trapped, or before which the interrupt is taken
     * @param value what {@code mtval} or {@code stval} gets
     * @return the address at which execution goes on
     */
    public long enterTrap(Cause cause, long pc, long value) {
        long to = enterTrapQuietly(cause, pc, value);
        environment.modeChanged();
        return to;
    }

    /** As {@link #enterTrap}; that {@link HartEnvironment#modeChanged} must be said is left to the caller. */
    public long enterTrapQuietly(Cause cause, long pc, long value) {
        return target(cause) == Privilege.M ? enterMachine(cause, pc, value) : enterSupervisor(cause, pc, value);
    }

    private long enterSupervisor(Cause cause, long pc, long value) {
        return isTargetGuest(cause) ? enterGuest(cause, pc, value) : enterHypervisor(cause, pc, value);
    }

    private long enterMachine(Cause cause, long pc, long value) {
        record(Csr.MEPC, Csr.MCAUSE, Csr.MTVAL, cause.value(isa.xlen()), pc, value);
        long mstatus = Mstatus.enterMachine(values[MSTATUS], mode);
        if (hypervisor) {
            mstatus = mstatus & ~(Mstatus.MPV | Mstatus.GVA) | (virtual ? Mstatus.MPV : 0) | (tellsGuestAddress(cause) ? Mstatus.GVA : 0);
            recordGuest(Csr.MTVAL2, Csr.MTINST, cause);
        }
        values[MSTATUS] = mstatus;
        enter(M, false);
        return vector(values[Csr.MTVEC.ordinal()], cause, cause.code());
    }

    private long enterHypervisor(Cause cause, long pc, long value) {
        record(Csr.SEPC, Csr.SCAUSE, Csr.STVAL, cause.value(isa.xlen()), pc, value);
        values[MSTATUS] = Mstatus.enterSupervisor(values[MSTATUS], mode);
        if (hypervisor) {
            long hstatus = values[HSTATUS] & ~(Hstatus.SPV | Hstatus.GVA) | (tellsGuestAddress(cause) ? Hstatus.GVA : 0);
            if (virtual) {
                hstatus = hstatus & ~Hstatus.SPVP | Hstatus.SPV | (mode == S ? Hstatus.SPVP : 0);
            }
            values[HSTATUS] = hstatus;
            recordGuest(Csr.HTVAL, Csr.HTINST, cause);
        }
        enter(S, false);
        return vector(values[Csr.STVEC.ordinal()], cause, cause.code());
    }

    private long enterGuest(Cause cause, long pc, long value) {
        // The guest's kernel sees its own interrupts under the numbers of S mode's, one less.
        int shift = cause.isInterrupt() ? 1 : 0;
        record(Csr.VSEPC, Csr.VSCAUSE, Csr.VSTVAL, cause.value(isa.xlen()) - shift, pc, value);
        values[VSSTATUS] = Mstatus.enterSupervisor(values[VSSTATUS], mode);
        trap.taken();
        enter(S, true);
        return vector(values[Csr.VSTVEC.ordinal()], cause, cause.code() - shift);
    }

    /** Tells whether the trap's tval is an address of the guest's. */
    private boolean tellsGuestAddress(Cause cause) {
        if (cause.isInterrupt()) {
            return false;
        }
        return virtual ? (FaultCauses.WITH_ADDRESS & cause.bit()) != 0 : trap.cause() == cause && trap.isGuest();
    }

    private void recordGuest(Csr tval2, Csr tinst, Cause cause) {
        boolean told = trap.cause() == cause;
        values[tval2.ordinal()] = told ? trap.gpa() >>> 2 : 0;
        values[tinst.ordinal()] = told ? trap.instruction() : 0;
        trap.taken();
    }

    /**
     * Hands a trap that was taken to M mode down to S or VS mode, as if it had been delegated: the return from M mode then enters the
     * handler there.
     */
    public void handDown(Cause cause) {
        long pc = values[Csr.MEPC.ordinal()];
        long value = values[Csr.MTVAL.ordinal()];
        if (hypervisor) {
            trap.set(cause, value, (values[MSTATUS] & Mstatus.GVA) != 0, values[Csr.MTVAL2.ordinal()] << 2, values[Csr.MTINST.ordinal()]);
        }
        returnFromMachineTrap();
        values[Csr.MEPC.ordinal()] = enterSupervisor(cause, pc, value);
        environment.modeChanged();
        long mstatus = Mstatus.enterMachine(values[MSTATUS], mode);
        values[MSTATUS] = virtual ? mstatus | Mstatus.MPV : mstatus;
        enter(M, false);
        environment.modeChanged();
    }

    private void record(Csr epc, Csr xcause, Csr tval, long cause, long pc, long value) {
        values[epc.ordinal()] = pc;
        values[xcause.ordinal()] = cause;
        values[tval.ordinal()] = value;
    }

    private static long vector(long tvec, Cause cause, int code) {
        long base = tvec & ~3L;
        return (tvec & 3) == 1 && cause.isInterrupt() ? base + 4L * code : base;
    }

    /**
     * Returns from a trap taken to M mode.
     * @return the address at which execution goes on
     */
    public long returnFromMachineTrap() {
        long to = returnFromMachineTrapQuietly();
        // Even without a change of mode MPP may have changed, on which MPRV's effect depends.
        environment.modeChanged();
        return to;
    }

    /** As {@link #returnFromMachineTrap}; that {@link HartEnvironment#modeChanged} must be said is left to the caller. */
    public long returnFromMachineTrapQuietly() {
        long mstatus = values[MSTATUS];
        int previous = Mstatus.previousMode(mstatus);
        boolean toGuest = (mstatus & Mstatus.MPV) != 0;
        mstatus = Mstatus.leaveMachine(mstatus);
        values[MSTATUS] = previous == M ? mstatus : mstatus & ~Mstatus.MPRV;
        enter(previous, toGuest);
        return values[Csr.MEPC.ordinal()];
    }

    /**
     * Returns from a trap taken to S mode, or in virtualization mode to VS mode.
     * @return the address at which execution goes on
     */
    public long returnFromSupervisorTrap() {
        long to = returnFromSupervisorTrapQuietly();
        environment.modeChanged();
        return to;
    }

    /** As {@link #returnFromSupervisorTrap}; that {@link HartEnvironment#modeChanged} must be said is left to the caller. */
    public long returnFromSupervisorTrapQuietly() {
        return virtual ? returnFromGuestTrap() : returnFromHypervisorTrap();
    }

    private long returnFromHypervisorTrap() {
        // Each register is written once: its next reader waits for that.
        long mstatus = values[MSTATUS];
        long hstatus = values[HSTATUS];
        values[MSTATUS] = Mstatus.leaveSupervisor(mstatus) & ~Mstatus.MPRV;
        values[HSTATUS] = hstatus & ~Hstatus.SPV;
        enter(Mstatus.previousSupervisedMode(mstatus), (hstatus & Hstatus.SPV) != 0);
        return values[SEPC];
    }

    private long returnFromGuestTrap() {
        long vsstatus = values[VSSTATUS];
        values[VSSTATUS] = Mstatus.leaveSupervisor(vsstatus);
        values[MSTATUS] &= ~Mstatus.MPRV;
        enter(Mstatus.previousSupervisedMode(vsstatus), true);
        return values[VSEPC];
    }

    // ---- fields that others need ----

    /** Tells whether a bit of {@code mstatus} is set, see {@link Mstatus}. */
    public boolean hasStatus(long bit) {
        return (values[MSTATUS] & bit) != 0;
    }

    /** Tells whether a bit of {@code vsstatus} is set, see {@link Mstatus}. */
    public boolean hasGuestStatus(long bit) {
        return (values[VSSTATUS] & bit) != 0;
    }

    /** Tells whether a bit of {@code hstatus} is set, see {@link Hstatus}. */
    public boolean hasHypervisorStatus(long bit) {
        return (values[HSTATUS] & bit) != 0;
    }

    /** Returns {@code satp}, whatever the mode; that of RV32 with its fields where RV64 has them. */
    public long satp() {
        return spread(values[Csr.SATP.ordinal()]);
    }

    /** Returns {@code vsatp} as {@link #satp}; 0 without the H extension. */
    public long vsatp() {
        return spread(values[Csr.VSATP.ordinal()]);
    }

    /** Returns {@code hgatp} as {@link #satp}; 0 without the H extension. */
    public long hgatp() {
        return spread(values[Csr.HGATP.ordinal()]);
    }

    /** Returns how many bits the number of an address space has. */
    public int asidBits() {
        return narrow ? 9 : 16;
    }

    /** Returns how many bits the number of a virtual machine has. */
    public int vmidBits() {
        return narrow ? 7 : 14;
    }

    // RV32: 31 MODE | 30..22 ASID | 21..0 PPN; RV64: 63..60 MODE | 59..44 ASID | 43..0 PPN
    private long spread(long atp) {
        return narrow ? atp >>> 31 << 60 | (atp >>> 22 & 0x1ff) << 44 | atp & 0x3f_ffff : atp;
    }

    /** Returns {@code menvcfg}. */
    public long menvcfg() {
        return values[MENVCFG];
    }

    /** Returns {@code henvcfg}; 0 without the H extension. */
    public long henvcfg() {
        return values[HENVCFG] & (values[MENVCFG] | ~GRANTED_BITS);
    }

    @Override
    public void exchange(StateExchange state) {
        state.fixed("isa", isa.toString());
        state.fixed("hart", hartId);
        for (Csr csr : byNumber) {
            // What is only another view of a register has nothing of its own.
            if (csr != null && csr.viewOf() == null && csr != Csr.FCSR) {
                values[csr.ordinal()] = state.number(csr.csrName(), values[csr.ordinal()]);
            }
        }
        mode = state.choice("mode", Privilege.class, Privilege.ofCode(mode)).code();
        virtual = state.flag("virtual", virtual);
        state.part("float", floatUnit);
        state.part("interrupts", interrupts);
        state.part("cycle", cycle);
        state.part("instret", instret);
        state.part("pmp", pmp);
        if (state.isRestoring()) {
            modeNumber = virtual ? VIRTUAL_MODES + mode : mode;
            floatUnit.setVirtual(virtual);
            floatUnit.changed();
            interrupts.restored();
        }
    }
}
