// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.vmm.VCpu;

/** What techniques have in common by which all of a guest, its kernel too, runs in the physical hart's user mode. */
public abstract class Deprivileged implements Technique {
    /** FS of a status register: switched on, but the same as when it was saved. */
    private static final long CLEAN = Mstatus.FS & Mstatus.FS << 1;

    private final VCpu vcpu;

    protected Deprivileged(final VCpu vcpu) {
        this.vcpu = vcpu;
    }

    protected final VCpu vcpu() {
        return vcpu;
    }

    /** The hart's floating-point unit is on, and counts as changed, if the vCPU's is. */
    @Override
    public void enter(final Hart hart) {
        final PrivilegedState physical = hart.state();
        vcpu.giveRegisters(hart);
        vcpu.paging().enter(hart);
        physical.write(Csr.SEPC, vcpu.hart().pc());
        // The return from this trap goes to user mode.
        final long status = physical.read(Csr.SSTATUS) & ~(Mstatus.SPP | Mstatus.FS) | Mstatus.SPIE;
        physical.write(Csr.SSTATUS, status | floatStatus());
    }

    private long floatStatus() {
        if (vcpu.state().isFloatOff()) {
            return 0;
        }
        return vcpu.state().isFloatDirty() ? Mstatus.FS : CLEAN;
    }

    @Override
    public void leave(final Hart hart, final Cause cause) {
        vcpu.takeRegisters(hart);
        vcpu.hart().setPc(hart.state().read(Csr.SEPC));
        if (hart.state().isFloatDirty()) {
            vcpu.state().floatDirty();
        }
    }

    @Override
    public boolean hasNews() {
        return vcpu.state().isInterruptReady();
    }
}
