// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.machine.firmware.SbiFirmware;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.vmm.Meter;
import org.trapline.vmm.VCpu;
import org.trapline.vmm.paging.PageKeeper;
import org.trapline.vmm.paravirt.Hypercall;
import org.trapline.vmm.paravirt.HypercallError;
import org.trapline.vmm.paravirt.SharedPage;

/**
 * Paravirtualization on harts with modes for guests: the guest's kernel is in VS mode, with its own tables and its own way of taking traps, for which it needs
 * nobody; what it asks for by {@link Hypercall} from there is what hardware does not give, such as devices without registers, time and other vCPUs.
 *
 * <p>An event is a supervisor software interrupt for it, unless the shared page masks events. There is no firmware: all exceptions are the kernel's.
 */
public final class AssistedParavirt implements Partners.Knowing, Partner.Way {
    private final VCpu vcpu;
    private final Hardware hardware;
    private final Partner partner;

    public AssistedParavirt(final VCpu vcpu, final Meter meter) {
        this.vcpu = vcpu;
        hardware = new Hardware(vcpu, meter);
        partner = new Partner(vcpu, meter, this, Partners.of(vcpu, meter, PageKeeper.of(vcpu.domain().memory())));
    }

    @Override
    public Partner partner() {
        return partner;
    }

    // ---- on a hart and off it ----

    @Override
    public void booted() {
        final PrivilegedState guest = vcpu.state();
        SbiFirmware.prepare(guest);
        guest.write(Csr.MEDELEG, ~Cause.ECALL_FROM_S.bit());
        partner.booted();
    }

    @Override
    public void enter(final Hart hart) {
        partner.showTime();
        hardware.enter(hart);
    }

    @Override
    public void leave(final Hart hart, final Cause cause) {
        hardware.leave(hart, cause);
    }

    @Override
    public void handle(final Cause cause, final long value) {
        if (cause == Cause.ECALL_FROM_VS) {
            partner.call();
        } else {
            hardware.handle(cause, value);
        }
    }

    // ---- events ----

    @Override
    public void deliverInterrupts() {
        partner.gatherEvents();
        hardware.deliverInterrupts();
    }

    @Override
    public void inputArrived() {
        partner.inputArrived();
    }

    @Override
    public void raised() {
        if (partner.get(SharedPage.MASK) == 0) {
            vcpu.state().setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, true);
        }
    }

    @Override
    public boolean hasNews() {
        return partner.isTimerDue() || hardware.hasNews();
    }

    @Override
    public boolean keepsTimer() {
        return hardware.keepsTimer();
    }

    @Override
    public GuestRegisters registers(final Hart hart) {
        return hardware.registers(hart);
    }

    @Override
    public Csr place(final Csr csr) {
        return hardware.place(csr);
    }

    // ---- hypercalls ----

    /** Traps go where {@code stvec} says. */
    @Override
    public void setEntry(final long entry) {
        // The kernel has a register for that.
    }

    @Override
    public long carryOut(final Hypercall call, final long first, final long second) {
        return HypercallError.NOT_NEEDED.result();
    }

    @Override
    public void begin(final Partner caller) {
        vcpu.state().write(Csr.SSTATUS, vcpu.state().read(Csr.SSTATUS) & ~Mstatus.SIE);
        vcpu.state().write(Csr.SATP, caller.vcpu().state().read(Csr.SATP));
    }

    @Override
    public void ended() {
        // Nobody relies on its tables.
    }

    @Override
    public void forgetTranslations() {
        vcpu.forgetTranslations();
    }

    // ---- state ----

    @Override
    public Stateful guestState() {
        return partner;
    }

    @Override
    public boolean attach() {
        return partner.attach();
    }

    @Override
    public void forgetAsked() {
        partner.forgetAsked();
    }

    @Override
    public void exchange(final StateExchange state) {
        state.part("hardware", hardware);
        state.part("partner", partner);
    }
}
