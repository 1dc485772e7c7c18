// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.machine.mmu.PageWalker;
import org.trapline.machine.privileged.PrivilegedState;

/** Moves the registers of a guest's S mode between the vCPU and those that the hart has for guests. */
final class GuestCsrs {
    /** What a guest reads and writes in VS mode as the register at the left. */
    private static final Csr[][] PAIRS = {
        {Csr.STVEC, Csr.VSTVEC}, {Csr.SSCRATCH, Csr.VSSCRATCH}, {Csr.SEPC, Csr.VSEPC}, {Csr.SCAUSE, Csr.VSCAUSE}, {Csr.STVAL, Csr.VSTVAL},
        {Csr.SATP, Csr.VSATP}, {Csr.SSTATUS, Csr.VSSTATUS}, {Csr.SIE, Csr.VSIE},
    };
    /** Registers that the hart has once, for the host as for guests. */
    private static final Csr[] SHARED = {Csr.SCOUNTEREN, Csr.SENVCFG};
    private static final long SSIP = Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit();
    private static final long ADUE = Csr.MENVCFG.field("ADUE", 64).mask(64);

    private final PrivilegedState guest;
    private final boolean hardwareAd;

    /** @param hardwareAd whether the guest's walks set A and D bits, unless extensions Svade and Svadu say */
    GuestCsrs(final PrivilegedState guest, final boolean hardwareAd) {
        this.guest = guest;
        this.hardwareAd = hardwareAd;
    }

    /** Returns the hart's register that stands for one of the guest's, or null. */
    Csr place(final Csr csr) {
        if (csr == Csr.STIMECMP && guest.hasTimer()) {
            return Csr.VSTIMECMP;
        }
        for (final Csr[] pair : PAIRS) {
            if (pair[0] == csr) {
                return pair[1];
            }
        }
        return csr == Csr.SIP ? Csr.VSIP : csr == Csr.SCOUNTEREN || csr == Csr.SENVCFG ? csr : null;
    }

    /** Puts the guest's registers on a hart. */
    void give(final PrivilegedState hart) {
        // Of vsie there are the bits that hideleg has.
        hart.write(Csr.HIDELEG, guest.read(Csr.MIDELEG) << 1);
        final boolean updates = (PageWalker.tableModes(guest, hardwareAd) & PageWalker.UPDATE_AD) != 0;
        hart.write(Csr.HENVCFG, guest.menvcfg() & ~ADUE | (updates ? ADUE : 0));
        for (final Csr[] pair : PAIRS) {
            copy(guest, pair[0], hart, pair[1]);
        }
        for (final Csr csr : SHARED) {
            copy(guest, csr, hart, csr);
        }
        if (guest.hasTimer()) {
            copy(guest, Csr.STIMECMP, hart, Csr.VSTIMECMP);
        }
    }

    /** Takes the guest's registers back from a hart. */
    void take(final PrivilegedState hart) {
        for (final Csr[] pair : PAIRS) {
            copy(hart, pair[1], guest, pair[0]);
        }
        for (final Csr csr : SHARED) {
            copy(hart, csr, guest, csr);
        }
        if (guest.hasTimer()) {
            copy(hart, Csr.VSTIMECMP, guest, Csr.STIMECMP);
        }
        if ((hart.read(Csr.VSIP) & SSIP) != 0) {
            guest.setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, true);
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
