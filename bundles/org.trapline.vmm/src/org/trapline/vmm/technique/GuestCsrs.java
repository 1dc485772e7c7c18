// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.machine.mmu.PageWalker;
import org.trapline.machine.privileged.PrivilegedState;

/**
 * Moves the registers of a guest's present S mode between the vCPU and those that the hart has for guests. That S mode is the guest kernel's, or that
 * of the guest's own guest.
 */
final class GuestCsrs {
    /** What a guest reads and writes in VS mode as the register at the left. */
    private static final Csr[][] PAIRS = {
        {Csr.STVEC, Csr.VSTVEC}, {Csr.SSCRATCH, Csr.VSSCRATCH}, {Csr.SEPC, Csr.VSEPC}, {Csr.SCAUSE, Csr.VSCAUSE}, {Csr.STVAL, Csr.VSTVAL},
        {Csr.SATP, Csr.VSATP}, {Csr.SSTATUS, Csr.VSSTATUS}, {Csr.SIE, Csr.VSIE},
    };
    /** Registers that the hart has once, for the host as for guests. */
    private static final Csr[] SHARED = {Csr.SCOUNTEREN, Csr.SENVCFG};
    private static final long SSIP = Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit();
    private static final long VSSIP = Cause.VIRTUAL_SUPERVISOR_SOFTWARE_INTERRUPT.bit();
    private static final long ADUE = Csr.MENVCFG.field("ADUE", 64).mask(64);

    private final PrivilegedState guest;
    private final boolean hardwareAd;
    private final boolean walked;

    /**
     * @param hardwareAd whether the guest's walks set A and D bits, unless extensions Svade and Svadu say
     * @param walked     whether the hart walks the guest's own tables; otherwise their root is not given to it
     */
    GuestCsrs(final PrivilegedState guest, final boolean hardwareAd, final boolean walked) {
        this.guest = guest;
        this.hardwareAd = hardwareAd;
        this.walked = walked;
    }

    /** Returns the vCPU's register that a pair is about. */
    private Csr own(final Csr[] pair) {
        return pair[guest.isVirtual() ? 1 : 0];
    }

    /** Tells whether the guest's present S mode has a timer of its own. */
    boolean hasTimer() {
        return guest.isVirtual() ? guest.hasGuestTimer() : guest.hasTimer();
    }

    private boolean isMoved(final Csr[] pair) {
        return walked || pair[1] != Csr.VSATP;
    }

    private Csr timer() {
        return guest.isVirtual() ? Csr.VSTIMECMP : Csr.STIMECMP;
    }

    /** Returns the hart's register that stands for one of the vCPU's, or null. */
    Csr place(final Csr csr) {
        if (csr == timer() && hasTimer()) {
            return Csr.VSTIMECMP;
        }
        for (final Csr[] pair : PAIRS) {
            if (own(pair) == csr && isMoved(pair)) {
                return pair[1];
            }
        }
        if (csr == (guest.isVirtual() ? Csr.VSIP : Csr.SIP)) {
            return Csr.VSIP;
        }
        return csr == Csr.SCOUNTEREN || csr == Csr.SENVCFG ? csr : null;
    }

    /** Puts the guest's registers on a hart. */
    void give(final PrivilegedState hart) {
        // Of vsie there are the bits that hideleg has.
        hart.write(Csr.HIDELEG, guest.isVirtual() ? guest.read(Csr.HIDELEG) : guest.read(Csr.MIDELEG) << 1);
        final long env = guest.isVirtual() ? guest.henvcfg() & (guest.menvcfg() | ADUE) : guest.menvcfg();
        final boolean updates = (PageWalker.tableModes(guest.isa(), env, hardwareAd) & PageWalker.UPDATE_AD) != 0;
        hart.write(Csr.HENVCFG, env & ~ADUE | (updates ? ADUE : 0));
        for (final Csr[] pair : PAIRS) {
            if (isMoved(pair)) {
                copy(guest, own(pair), hart, pair[1]);
            }
        }
        for (final Csr csr : SHARED) {
            copy(guest, csr, hart, csr);
        }
        if (hasTimer()) {
            copy(guest, timer(), hart, Csr.VSTIMECMP);
        }
    }

    /** Takes the guest's registers back from a hart. */
    void take(final PrivilegedState hart) {
        for (final Csr[] pair : PAIRS) {
            if (isMoved(pair)) {
                copy(hart, pair[1], guest, own(pair));
            }
        }
        for (final Csr csr : SHARED) {
            copy(hart, csr, guest, csr);
        }
        if (hasTimer()) {
            copy(hart, Csr.VSTIMECMP, guest, timer());
        }
        if ((hart.read(Csr.VSIP) & SSIP) != 0) {
            setSoftwareInterrupt(true);
        }
    }

    /** Makes the software interrupt of the guest's present S mode pending, or not. */
    void setSoftwareInterrupt(final boolean pending) {
        if (guest.isVirtual()) {
            guest.write(Csr.HVIP, pending ? guest.read(Csr.HVIP) | VSSIP : guest.read(Csr.HVIP) & ~VSSIP);
        } else {
            guest.setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, pending);
        }
    }

    /** Writing can have effects even without a change, so only what is different is written. */
    private static void copy(final PrivilegedState from, final Csr source, final PrivilegedState to, final Csr target) {
        final long value = from.read(source);
        if (to.read(target) != value) {
            to.write(target, value);
        }
    }
}
