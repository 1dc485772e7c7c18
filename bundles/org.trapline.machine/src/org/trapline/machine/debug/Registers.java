// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.debug;

import org.trapline.isa.Csr;
import org.trapline.isa.Privilege;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.privileged.Mstatus;

/**
 * The privileged registers of a hart as its program sees them, for onlookers. Those of a vCPU whose guest is on a physical hart just now may be
 * there, in the registers that it has for guests; reading them there changes nothing.
 */
public final class Registers {
    /** The part of mstatus that is sstatus. */
    private static final long STATUS = Mstatus.SIE | Mstatus.SPIE | Mstatus.SPP | Mstatus.FS | Mstatus.SUM | Mstatus.MXR | Mstatus.SD;

    private final Hart hart;

    /** @param hart of a vCPU, its own one */
    public Registers(Hart hart) {
        this.hart = hart;
    }

    /** Returns the register of the physical hart that stands for one of the vCPU's, or null if that has its own. */
    private Csr place(Csr csr) {
        return hart.debug().place(csr);
    }

    /** Tells whether the program runs on a hart that has its mode. */
    private boolean isNative() {
        return place(Csr.SSTATUS) != null || place(Csr.VSSTATUS) != null;
    }

    private Hart active() {
        return hart.debug().active();
    }

    /** Returns the mode that the program is in. */
    public Privilege privilege() {
        return (isNative() ? active() : hart).state().privilege();
    }

    /** Returns a register that the hart has, whatever its mode may read. */
    public long csr(Csr csr) {
        Csr place = place(csr);
        if (place != null) {
            return active().state().read(place);
        }
        if (csr == Csr.MSTATUS && place(Csr.SSTATUS) != null) {
            return hart.state().read(csr) & ~STATUS | active().state().read(place(Csr.SSTATUS)) & STATUS;
        }
        if (csr == Csr.MIE && place(Csr.SIE) != null) {
            long mask = hart.state().read(Csr.MIDELEG);
            return hart.state().read(csr) & ~mask | active().state().read(place(Csr.SIE)) & mask;
        }
        if (hart.debug().keepsElsewhere(csr)) {
            return hart.debug().csrElsewhere(csr);
        }
        return holder(csr).state().read(csr);
    }

    /** Writes a register that the hart has, as machine mode would. */
    public void setCsr(Csr csr, long value) {
        Csr place = place(csr);
        if (place != null) {
            active().state().write(place, value);
            return;
        }
        if (csr == Csr.MSTATUS && place(Csr.SSTATUS) != null) {
            active().state().write(place(Csr.SSTATUS), value);
        } else if (csr == Csr.MIE && place(Csr.SIE) != null) {
            active().state().write(place(Csr.SIE), value);
        }
        holder(csr).state().write(csr, value);
        hart.debug().csrWritten(csr);
    }

    /** Returns the hart that keeps a register: the flags and mode of the floating-point unit are where its registers are. */
    private Hart holder(Csr csr) {
        return csr == Csr.FCSR || csr.viewOf() == Csr.FCSR ? hart.debug().floatStatus() : hart;
    }

    /** Changes the mode. */
    public void setPrivilege(Privilege privilege) {
        if (isNative() && privilege != Privilege.M) {
            active().state().setPrivilege(privilege, true);
        } else {
            hart.state().setPrivilege(privilege);
        }
    }

    /** Returns the physical address, of a vCPU the guest's, of what the program's mode could load from a virtual one; -1 if nothing is mapped. */
    public long physical(long va) {
        long pa = physical(va, privilege());
        return pa == -1 && privilege() == Privilege.U ? physical(va, Privilege.S) : pa;
    }

    private long physical(long va, Privilege mode) {
        boolean virtual = hart.state().isVirtual();
        Csr place = place(virtual ? Csr.VSATP : Csr.SATP);
        return place == null ? hart.mmu().peek(va, mode.code(), virtual) : hart.mmu().peek(va, mode.code(), virtual, active().state().read(place));
    }
}
