// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import org.trapline.isa.Cause;
import org.trapline.isa.Privilege;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Access;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.trace.EventKind;
import org.trapline.vmm.Cost;
import org.trapline.vmm.Meter;
import org.trapline.vmm.VCpu;
import org.trapline.vmm.paging.DirectPaging;
import org.trapline.vmm.paging.DirectTables;
import org.trapline.vmm.paging.Paging;
import org.trapline.vmm.paravirt.Hypercall;
import org.trapline.vmm.paravirt.HypercallError;
import org.trapline.vmm.paravirt.SharedPage;

/**
 * Paravirtualization: the guest's kernel knows that it is in the hart's user mode and asks for what it needs by {@link Hypercall}. No instruction of its is
 * carried out for it; one that it may not execute is a trap, which like all traps and events goes to the entry that the kernel has named.
 */
public final class Paravirt extends Deprivileged implements Partners.Knowing, Partner.Way {
    private static final int SP = 2;
    private static final int A7 = 17;
    /** What a guest ends with that traps and has named no entry. */
    private static final int NO_ENTRY = 1;

    private final VCpu vcpu;
    private final Meter meter;
    private final DirectPaging paging;
    private final DirectTables tables;
    private final Partner partner;
    private long entry;

    public Paravirt(final VCpu vcpu, final Meter meter) {
        super(vcpu);
        this.vcpu = vcpu;
        this.meter = meter;
        paging = (DirectPaging) vcpu.paging();
        tables = paging.shared();
        partner = new Partner(vcpu, meter, this, Partners.of(vcpu, meter, tables));
    }

    @Override
    public Partner partner() {
        return partner;
    }

    private boolean isKernel() {
        return vcpu.state().privilege() != Privilege.U;
    }

    // ---- on a hart and off it ----

    @Override
    public void booted() {
        if (vcpu.id() == 0) {
            tables.reset();
        }
        partner.booted();
    }

    @Override
    public void enter(final Hart hart) {
        partner.showTime();
        super.enter(hart);
    }

    @Override
    public void handle(final Cause cause, final long value) {
        switch (cause) {
            case ECALL_FROM_U -> {
                if (isKernel()) {
                    tables.takeChanged();
                    partner.call();
                    tellOthers();
                } else {
                    upcall(cause, value);
                }
            }
            case INSTRUCTION_PAGE_FAULT -> fillOrUpcall(cause, value, Access.FETCH);
            case LOAD_PAGE_FAULT -> fillOrUpcall(cause, value, Access.LOAD);
            case STORE_PAGE_FAULT -> fillOrUpcall(cause, value, Access.STORE);
            default -> upcall(cause, value);
        }
    }

    private void fillOrUpcall(final Cause cause, final long va, final Access access) {
        if (paging.fill(va, access) == Paging.Outcome.REFUSED) {
            upcall(cause, va);
        }
    }

    /** What was changed in the tables holds for the guest's other vCPUs before their next instruction. */
    private void tellOthers() {
        if (tables.takeChanged()) {
            for (final VCpu each : vcpu.domain().vcpus()) {
                if (each != vcpu && each.isLoaded()) {
                    meter.charge(Cost.KICK, 1);
                    each.forgetTranslations();
                }
            }
        }
    }

    // ---- upcalls ----

    private void upcall(final Cause cause, final long value) {
        if (!partner.isRegistered()) {
            vcpu.domain().exit(NO_ENTRY);
            return;
        }
        final Hart hart = vcpu.hart();
        final boolean kernel = isKernel();
        partner.put(SharedPage.PC, hart.pc());
        partner.put(SharedPage.SP, hart.x()[SP]);
        partner.put(SharedPage.A7, hart.x()[A7]);
        partner.put(SharedPage.CAUSE, cause.value());
        partner.put(SharedPage.VALUE, value);
        partner.put(SharedPage.MODE, kernel ? 1 : 0);
        partner.put(SharedPage.MASKED, partner.get(SharedPage.MASK));
        partner.put(SharedPage.MASK, 1);
        if (!kernel) {
            hart.x()[SP] = partner.get(SharedPage.KERNEL_SP);
            vcpu.state().setPrivilege(Privilege.S);
        }
        meter.charge(Cost.UPCALL, 1);
        if (meter.isTracing()) {
            meter.record(EventKind.REFLECT, hart.pc(), cause.value(), value, entry, vcpu.state().mode());
        }
        hart.setPc(entry);
    }

    private long goBack() {
        if (!partner.isRegistered()) {
            return HypercallError.NO_SHARED_PAGE.result();
        }
        final long mode = partner.get(SharedPage.MODE);
        if (mode < 0 || mode > 1 || mode == 0 && !paging.hasUserRoot()) {
            return HypercallError.BAD_ARGUMENT.result();
        }
        meter.charge(Cost.UPCALL_RETURN, 1);
        final Hart hart = vcpu.hart();
        // Harts have no odd pc.
        hart.setPc(partner.get(SharedPage.PC) & -2);
        hart.x()[SP] = partner.get(SharedPage.SP);
        hart.x()[A7] = partner.get(SharedPage.A7);
        partner.put(SharedPage.MASK, partner.get(SharedPage.MASKED));
        vcpu.state().setPrivilege(mode == 0 ? Privilege.U : Privilege.S);
        return 0;
    }

    // ---- events ----

    @Override
    public void deliverInterrupts() {
        partner.gatherEvents();
        if (partner.isEventDue()) {
            meter.charge(Cost.INJECT, 1);
            upcall(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, 0);
        }
    }

    @Override
    public void inputArrived() {
        partner.inputArrived();
    }

    @Override
    public boolean hasNews() {
        return partner.isTimerDue() || partner.isEventDue();
    }

    @Override
    public void raised() {
        // The page says so, and is looked at before the guest goes on.
    }

    // ---- hypercalls ----

    @Override
    public void setEntry(final long newEntry) {
        entry = newEntry;
    }

    @Override
    public long carryOut(final Hypercall call, final long first, final long second) {
        return switch (call) {
            case RETURN -> goBack();
            case PIN -> HypercallError.result(tables.pin(first));
            case UNPIN -> HypercallError.result(tables.unpin(first));
            case SET_ROOTS -> HypercallError.result(paging.setRoots(first, second));
            case UPDATE -> HypercallError.result(tables.update(first, second));
            default -> throw new IllegalArgumentException(call + " is not about traps and tables");
        };
    }

    @Override
    public void begin(final Partner caller) {
        entry = 0;
        paging.shareRoot((DirectPaging) caller.vcpu().paging());
    }

    @Override
    public void ended() {
        paging.dropRoots();
    }

    @Override
    public void forgetTranslations() {
        vcpu.forgetTranslations();
    }

    // ---- state ----

    @Override
    public Stateful guestState() {
        return state -> {
            exchange(state);
            paging.exchangeNames(state);
        };
    }

    @Override
    public boolean attach() {
        return paging.attach() && partner.attach();
    }

    @Override
    public void forgetAsked() {
        partner.forgetAsked();
    }

    @Override
    public void exchange(final StateExchange state) {
        entry = state.number("entry", entry);
        state.part("partner", partner);
    }
}
