// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import org.trapline.isa.Cause;
import org.trapline.machine.memory.Access;
import org.trapline.vmm.Meter;
import org.trapline.vmm.VCpu;
import org.trapline.vmm.paging.Paging;

/** Trap-and-emulate: the guest runs on the hart with none of its privileges, and whatever traps is {@link Emulation carried out} on the vCPU. */
public final class TrapAndEmulate extends Deprivileged {
    private final Emulation emulation;

    public TrapAndEmulate(final VCpu vcpu, final Meter meter) {
        super(vcpu);
        emulation = new Emulation(vcpu, meter);
    }

    @Override
    public void handle(final Cause cause, final long value) {
        switch (cause) {
            case INSTRUCTION_PAGE_FAULT -> fillOrCarryOut(value, Access.FETCH);
            case LOAD_PAGE_FAULT -> fillOrCarryOut(value, Access.LOAD);
            case STORE_PAGE_FAULT -> fillOrCarryOut(value, Access.STORE);
            case ILLEGAL_INSTRUCTION -> emulation.carryOut((int) value);
            default -> emulation.carryOut(0);
        }
    }

    private void fillOrCarryOut(final long gva, final Access access) {
        if (vcpu().paging().fill(gva, access) == Paging.Outcome.REFUSED) {
            emulation.carryOut(0);
        }
    }

    @Override
    public void deliverInterrupts() {
        emulation.deliverInterrupts();
    }
}
