// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Privilege;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Access;
import org.trapline.machine.mmu.PagingMode;
import org.trapline.machine.privileged.Hstatus;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.privileged.Trap;
import org.trapline.machine.state.StateExchange;
import org.trapline.trace.EventKind;
import org.trapline.vmm.Cost;
import org.trapline.vmm.Meter;
import org.trapline.vmm.VCpu;
import org.trapline.vmm.paging.Paging;
import org.trapline.vmm.paging.ShadowPaging;

/**
 * Hardware-assisted virtualization by the H extension: the guest's kernel runs in VS mode and its programs in VU mode, with the guest's own
 * registers for traps and translation. What the guest's kernel would handle on a machine of its own (system calls, page faults, its timer and
 * the interrupts that are made pending for it) goes there without the VMM. What reaches the VMM are accesses to devices, waiting, and whatever
 * its firmware serves.
 *
 * <p>The H extension has no virtual M mode. A guest that has one runs its M-mode code in VU mode without a first stage of translation, where
 * everything privileged traps and is {@link Emulation carried out}.
 *
 * <p>A guest that uses the H extension itself has its HS mode in VS mode, where what only HS mode may do traps and is carried out. Its own guest is
 * in VS and VU mode, too: the VMM gives the hart that guest's registers, and tables that lead through both second stages at once.
 *
 * <p>With {@link ShadowPaging}, as harts without a second stage need it, the hart walks the VMM's tables in VS mode. Then what the guest does to its
 * own tables' root and its fences come to the VMM, and all page faults. What has tables that differ from those of VS mode runs as M mode does: programs
 * of a kernel that does not translate, and a guest's own guest.
 */
public final class Hardware implements Technique {
    /** FS of a status register: switched on, but the same as when it was saved. */
    private static final long CLEAN = Mstatus.FS & Mstatus.FS << 1;
    private static final long TM = 1L << 1;
    /** What the hart delivers to VS mode by itself, under the names that the guest knows. */
    private static final long NATIVE_INTERRUPTS = Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit() | Cause.SUPERVISOR_TIMER_INTERRUPT.bit()
        | Cause.SUPERVISOR_EXTERNAL_INTERRUPT.bit();
    private static final long SSIP = Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit();
    private static final long PAGE_FAULTS = Cause.INSTRUCTION_PAGE_FAULT.bit() | Cause.LOAD_PAGE_FAULT.bit() | Cause.STORE_PAGE_FAULT.bit();
    private static final long STIP = Cause.SUPERVISOR_TIMER_INTERRUPT.bit();

    private final VCpu vcpu;
    private final Meter meter;
    private final Emulation emulation;
    private final GuestCsrs csrs;
    private final boolean shadowed;
    /** Whether the guest has been in a mode that the hart has, since it was entered. */
    private boolean enteredNative;
    /** Whether the guest's own guest may have fenced without the VMM since the vCPU's hart has forgotten its translations. */
    private boolean innerFences;
    /** The root of the VMM's tables that the hart has had for the guest last. */
    private long given;
    /** Interrupts of S mode that were pending on the vCPU once the hart had been told of them. */
    private long shown;
    // What the hart told of the last exit.
    private long gpa;
    private long instruction;

    public Hardware(final VCpu vcpu, final Meter meter) {
        this.vcpu = vcpu;
        this.meter = meter;
        emulation = new Emulation(vcpu, meter);
        shadowed = vcpu.paging() instanceof ShadowPaging;
        csrs = new GuestCsrs(vcpu.state(), vcpu.domain().config().hardwareAd(), !shadowed);
    }

    /** Tells whether the guest's present mode is one that the hart has. */
    private boolean isNative() {
        final PrivilegedState guest = vcpu.state();
        if (!shadowed || guest.mode() == Privilege.M.code()) {
            return guest.mode() != Privilege.M.code();
        }
        return !guest.isVirtual() && (guest.mode() == Privilege.S.code() || translates(guest));
    }

    private static boolean translates(final PrivilegedState guest) {
        return PagingMode.of(guest.satp()) != PagingMode.BARE;
    }

    // ---- to the guest ----

    @Override
    public void enter(final Hart hart) {
        final PrivilegedState guest = vcpu.state();
        final PrivilegedState physical = hart.state();
        meter.charge(Cost.GUEST_MODE, 1);
        vcpu.giveRegisters(hart);
        vcpu.hart().endWait();
        final long before = tables(physical);
        vcpu.paging().enter(hart);
        final boolean wasNative = enteredNative;
        enteredNative = isNative();
        final boolean otherSpace = shadowed && before == given && wasNative == enteredNative;
        given = tables(physical);
        if (given != before && !otherSpace) {
            // Another vCPU, or another kind of mode, had the hart's guest registers. In another address space they stay.
            meter.charge(Cost.GUEST_CSRS, 1);
        }
        final long delta = guest.isVirtual() ? guest.read(Csr.HTIMEDELTA) : 0;
        physical.write(Csr.HTIMEDELTA, vcpu.hart().time() - hart.time() + delta);
        if (enteredNative) {
            enterNative(guest, physical);
        } else {
            enterEmulated(guest, physical);
        }
        physical.write(Csr.SEPC, vcpu.hart().pc());
        final long status = physical.read(Csr.SSTATUS) & ~(Mstatus.SPP | Mstatus.FS | Mstatus.SUM | Mstatus.MXR) | Mstatus.SPIE;
        final boolean kernel = enteredNative && guest.mode() == Privilege.S.code();
        physical.write(Csr.SSTATUS, status | (kernel ? Mstatus.SPP : 0) | floatStatus(guest));
    }

    /** The root of the VMM's tables. */
    private long tables(final PrivilegedState physical) {
        return shadowed ? physical.vsatp() : physical.hgatp();
    }

    private void enterNative(final PrivilegedState guest, final PrivilegedState physical) {
        csrs.give(physical);
        physical.write(Csr.HSTATUS, Hstatus.SPV | Hstatus.VTW | (guest.mode() == Privilege.S.code() ? Hstatus.SPVP : 0) | refusals(guest));
        // Other counters count for the host.
        if (guest.isVirtual()) {
            physical.write(Csr.HEDELEG, guest.read(Csr.MEDELEG) & guest.read(Csr.HEDELEG));
            physical.write(Csr.HCOUNTEREN, guest.read(Csr.MCOUNTEREN) & guest.read(Csr.HCOUNTEREN) & TM);
        } else {
            physical.write(Csr.HEDELEG, guest.read(Csr.MEDELEG) & (shadowed ? ~PAGE_FAULTS : -1));
            physical.write(Csr.HCOUNTEREN, guest.read(Csr.MCOUNTEREN) & TM);
        }
        final long raised = interrupts(guest);
        if ((raised & ~shown) != 0) {
            meter.charge(Cost.PENDING, 1);
            trace(raised & ~shown);
        }
        physical.write(Csr.HVIP, raised << 1);
        // The guest clears this one by itself: from here on the hart has it, and what the vCPU has is new.
        if ((raised & SSIP) != 0) {
            csrs.setSoftwareInterrupt(false);
        }
        shown = interrupts(guest);
    }

    /** Returns the bits of hstatus that make privileged instructions of the guest's S mode come here. */
    private long refusals(final PrivilegedState guest) {
        if (guest.isVirtual()) {
            return guest.read(Csr.HSTATUS) & (Hstatus.VTVM | Hstatus.VTSR);
        }
        if (shadowed) {
            return Hstatus.VTVM | (!translates(guest) || guest.hasStatus(Mstatus.TSR) || guest.hasHypervisorStatus(Hstatus.SPV) ? Hstatus.VTSR : 0);
        }
        // The way from a guest's HS mode to its own guest is the VMM's business.
        return (guest.hasStatus(Mstatus.TVM) ? Hstatus.VTVM : 0)
            | (guest.hasStatus(Mstatus.TSR) || guest.hasHypervisorStatus(Hstatus.SPV) ? Hstatus.VTSR : 0);
    }

    private void trace(final long raised) {
        for (final Cause cause : Cause.values()) {
            if (meter.isTracing() && cause.isInterrupt() && (raised & cause.bit()) != 0) {
                meter.record(EventKind.IRQ_INJECT, vcpu.hart().pc(), cause.value(), -1, 0, 0);
            }
        }
    }

    private void enterEmulated(final PrivilegedState guest, final PrivilegedState physical) {
        physical.write(Csr.HSTATUS, Hstatus.SPV | Hstatus.VTW);
        physical.write(Csr.HEDELEG, 0);
        physical.write(Csr.HIDELEG, 0);
        if (!shadowed) {
            physical.write(Csr.VSATP, 0);
        }
        physical.write(Csr.VSSTATUS, floatStatus(guest));
        // M mode reads time whatever the enables say; for others it is rare, and the VMM looks at them.
        final long counters = guest.mode() == Privilege.M.code() ? TM : 0;
        physical.write(Csr.HCOUNTEREN, counters);
        physical.write(Csr.SCOUNTEREN, counters);
        physical.write(Csr.HENVCFG, 0);
        physical.write(Csr.SENVCFG, 0);
        shown = 0;
    }

    private static long floatStatus(final PrivilegedState guest) {
        if (guest.isFloatOff()) {
            return 0;
        }
        return guest.isFloatDirty() ? Mstatus.FS : CLEAN;
    }

    /**
     * Returns the interrupts that are pending for the guest's present S mode, under the names it knows them by; without that of its own timer, which
     * the hart has.
     */
    private long interrupts(final PrivilegedState guest) {
        final long delegated = guest.isVirtual() ? (guest.pending() & guest.read(Csr.HIDELEG)) >>> 1 : guest.pending() & guest.read(Csr.MIDELEG);
        return delegated & NATIVE_INTERRUPTS & ~(csrs.hasTimer() ? STIP : 0);
    }

    // ---- back from the guest ----

    @Override
    public void leave(final Hart hart, final Cause cause) {
        final PrivilegedState physical = hart.state();
        final PrivilegedState guest = vcpu.state();
        meter.charge(Cost.GUEST_MODE, 1);
        vcpu.takeRegisters(hart);
        vcpu.hart().setPc(physical.read(Csr.SEPC));
        vcpu.hart().charge(hart.takeGuestTraps());
        if (physical.isFloatDirty()) {
            // Of what the guest has set its own FS to since, the next step knows.
            guest.floatDirty();
        }
        if (enteredNative) {
            innerFences |= guest.isVirtual();
            csrs.take(physical);
            guest.setPrivilege(physical.hasStatus(Mstatus.SPP) ? Privilege.S : Privilege.U, guest.isVirtual());
        }
        gpa = physical.read(Csr.HTVAL) << 2 | physical.read(Csr.STVAL) & 3;
        instruction = physical.read(Csr.HTINST);
        // The VMM itself is not to be woken by what is pending for the guest.
        physical.write(Csr.HIE, 0);
        physical.write(Csr.HVIP, 0);
    }

    @Override
    public void handle(final Cause cause, final long value) {
        switch (cause) {
            case INSTRUCTION_GUEST_PAGE_FAULT -> fillOrCarryOut(Access.FETCH);
            case LOAD_GUEST_PAGE_FAULT -> fillOrCarryOut(Access.LOAD);
            case STORE_GUEST_PAGE_FAULT -> fillOrCarryOut(Access.STORE);
            case INSTRUCTION_PAGE_FAULT -> fillShadow(value, Access.FETCH);
            case LOAD_PAGE_FAULT -> fillShadow(value, Access.LOAD);
            case STORE_PAGE_FAULT -> fillShadow(value, Access.STORE);
            case ILLEGAL_INSTRUCTION, VIRTUAL_INSTRUCTION -> carryOut((int) value);
            default -> carryOut(0);
        }
    }

    private void fillOrCarryOut(final Access access) {
        meter.charge(Cost.FAULT_ADDRESS, 1);
        if (vcpu.paging().fill(gpa, kind(access)) == Paging.Outcome.REFUSED) {
            carryOut(0);
        }
    }

    private void fillShadow(final long gva, final Access access) {
        if (!shadowed || vcpu.paging().fill(gva, access) == Paging.Outcome.REFUSED) {
            carryOut(0);
        }
    }

    /** An access that translation itself makes, to the guest's tables, has a kind of its own. */
    private Access kind(final Access access) {
        if (instruction == Trap.READ_FOR_TRANSLATION) {
            return Access.LOAD;
        }
        return instruction == Trap.WRITE_FOR_TRANSLATION ? Access.STORE : access;
    }

    private void carryOut(final int word) {
        // Fences that the hart has executed have not reached the vCPU's own, so nothing may be left there that they were about: what the guest's kernel fences
        // is in one stage. Its fences of two stages come here, but for those that its own guest has made.
        vcpu.hart().mmu().fenceAll();
        if (innerFences) {
            innerFences = false;
            vcpu.hart().mmu().fenceSecondStage(-1);
        }
        emulation.carryOut(word);
    }

    @Override
    public void deliverInterrupts() {
        while (vcpu.isRunnable() && vcpu.state().isInterruptReady() && !isDeliveredByHart(vcpu.state().nextInterrupt())) {
            emulation.deliverInterrupt();
        }
    }

    private boolean isDeliveredByHart(final Cause interrupt) {
        return isNative() && (interrupt.bit() & delegated(vcpu.state())) != 0;
    }

    /** Returns the interrupts that the hart takes to the guest's present S mode, once it is told of them. */
    private static long delegated(final PrivilegedState guest) {
        return guest.isVirtual() ? guest.read(Csr.HIDELEG) & NATIVE_INTERRUPTS << 1 : guest.read(Csr.MIDELEG) & NATIVE_INTERRUPTS;
    }

    // ---- while the guest is on the hart ----

    @Override
    public boolean hasNews() {
        final PrivilegedState guest = vcpu.state();
        if (!enteredNative) {
            return guest.isInterruptReady();
        }
        final long others = guest.isVirtual() ? ~delegated(guest) : ~guest.read(Csr.MIDELEG);
        return interrupts(guest) != shown || (guest.pending() & guest.read(Csr.MIE) & others) != 0;
    }

    @Override
    public boolean keepsTimer() {
        // Of a guest that has a guest there are two timers, of which the hart keeps one.
        return enteredNative && !vcpu.state().isVirtual() && csrs.hasTimer();
    }

    @Override
    public Csr place(final Csr csr) {
        return enteredNative ? csrs.place(csr) : null;
    }

    @Override
    public void exchange(final StateExchange state) {
        shown = state.number("shown", shown);
        enteredNative = state.flag("enteredNative", enteredNative);
        given = state.number("given", given);
        innerFences = state.flag("innerFences", innerFences);
    }
}
