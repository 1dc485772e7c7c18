// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Privilege;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Access;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.state.StateException;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.trace.EventKind;
import org.trapline.vmm.Cost;
import org.trapline.vmm.Meter;
import org.trapline.vmm.VCpu;
import org.trapline.vmm.paging.DirectPaging;
import org.trapline.vmm.paging.Paging;
import org.trapline.vmm.paging.TableOutcome;
import org.trapline.vmm.paravirt.Hypercall;
import org.trapline.vmm.paravirt.HypercallError;
import org.trapline.vmm.paravirt.SharedPage;

/**
 * Paravirtualization: the guest's kernel knows that it is in the hart's user mode and asks for what it needs by {@link Hypercall}. No instruction of its is
 * carried out for it; one that it may not execute is a trap, which like all traps and events goes to the entry that the kernel has named.
 */
public final class Paravirt extends Deprivileged {
    private static final int SP = 2;
    private static final int A0 = 10;
    private static final int A1 = 11;
    private static final int A7 = 17;
    private static final int LINE_STATUS = 5;
    private static final long NEVER = -1;
    private static final long NOT_SHARED = -1;
    private static final int MOST_CODE = 255;
    /** What a guest ends with that traps and has named no entry. */
    private static final int NO_ENTRY = 1;

    private final VCpu vcpu;
    private final Meter meter;
    private final DirectPaging paging;
    private final ConsoleChannel console;
    private long shared = NOT_SHARED;
    private long entry;

    public Paravirt(final VCpu vcpu, final Meter meter) {
        super(vcpu);
        this.vcpu = vcpu;
        this.meter = meter;
        paging = (DirectPaging) vcpu.paging();
        console = new ConsoleChannel(platform(), meter, paging);
    }

    private Platform platform() {
        return vcpu.domain().platform();
    }

    private Bus memory() {
        return platform().bus();
    }

    private long get(final SharedPage what) {
        return memory().read(shared + what.offset(), 8);
    }

    private void put(final SharedPage what, final long value) {
        memory().write(shared + what.offset(), 8, value);
    }

    private boolean isKernel() {
        return vcpu.state().privilege() != Privilege.U;
    }

    // ---- on a hart and off it ----

    @Override
    public void booted() {
        shared = NOT_SHARED;
        console.reset();
        paging.reset();
        vcpu.state().setPrivilege(Privilege.S);
        vcpu.state().write(Csr.MSTATUS, vcpu.state().read(Csr.MSTATUS) | Mstatus.FS);
        vcpu.state().write(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit());
        platform().uart().listen();
    }

    @Override
    public void enter(final Hart hart) {
        if (shared != NOT_SHARED) {
            meter.charge(Cost.SHARED_TIME, 1);
            put(SharedPage.TIME, platform().config().clock().ticks());
        }
        super.enter(hart);
    }

    @Override
    public void handle(final Cause cause, final long value) {
        switch (cause) {
            case ECALL_FROM_U -> {
                if (isKernel()) {
                    call();
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

    // ---- upcalls ----

    private void upcall(final Cause cause, final long value) {
        if (shared == NOT_SHARED) {
            vcpu.domain().exit(NO_ENTRY);
            return;
        }
        final Hart hart = vcpu.hart();
        final boolean kernel = isKernel();
        put(SharedPage.PC, hart.pc());
        put(SharedPage.SP, hart.x()[SP]);
        put(SharedPage.A7, hart.x()[A7]);
        put(SharedPage.CAUSE, cause.value());
        put(SharedPage.VALUE, value);
        put(SharedPage.MODE, kernel ? 1 : 0);
        put(SharedPage.MASKED, get(SharedPage.MASK));
        put(SharedPage.MASK, 1);
        if (!kernel) {
            hart.x()[SP] = get(SharedPage.KERNEL_SP);
            vcpu.state().setPrivilege(Privilege.S);
        }
        meter.charge(Cost.UPCALL, 1);
        if (meter.isTracing()) {
            meter.record(EventKind.REFLECT, hart.pc(), cause.value(), value, entry, vcpu.state().mode());
        }
        hart.setPc(entry);
    }

    private long goBack() {
        if (shared == NOT_SHARED) {
            return HypercallError.NO_SHARED_PAGE.result();
        }
        final long mode = get(SharedPage.MODE);
        if (mode < 0 || mode > 1 || mode == 0 && !paging.hasUserRoot()) {
            return HypercallError.BAD_ARGUMENT.result();
        }
        meter.charge(Cost.UPCALL_RETURN, 1);
        final Hart hart = vcpu.hart();
        // Harts have no odd pc.
        hart.setPc(get(SharedPage.PC) & -2);
        hart.x()[SP] = get(SharedPage.SP);
        hart.x()[A7] = get(SharedPage.A7);
        put(SharedPage.MASK, get(SharedPage.MASKED));
        vcpu.state().setPrivilege(mode == 0 ? Privilege.U : Privilege.S);
        return 0;
    }

    // ---- events ----

    private boolean isTimerDue() {
        return (vcpu.state().pending() & Cause.MACHINE_TIMER_INTERRUPT.bit()) != 0;
    }

    @Override
    public void deliverInterrupts() {
        vcpu.hart().endWait();
        console.takeInput();
        if (isTimerDue()) {
            platform().mtimer().setMtimecmp(vcpu.id(), NEVER);
            raise(SharedPage.Event.TIMER);
        }
        if (isUpcallDue()) {
            meter.charge(Cost.INJECT, 1);
            upcall(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, 0);
        }
    }

    private boolean isUpcallDue() {
        return shared != NOT_SHARED && get(SharedPage.PENDING) != 0 && get(SharedPage.MASK) == 0;
    }

    private void raise(final SharedPage.Event event) {
        if (shared != NOT_SHARED) {
            put(SharedPage.PENDING, get(SharedPage.PENDING) | event.bit());
        }
    }

    @Override
    public void inputArrived() {
        raise(SharedPage.Event.CONSOLE);
        vcpu.hart().endWait();
    }

    @Override
    public boolean hasNews() {
        return isTimerDue() || isUpcallDue();
    }

    // ---- hypercalls ----

    private void call() {
        final Hart hart = vcpu.hart();
        final long[] x = hart.x();
        final long pc = hart.pc();
        final long number = x[A7];
        final long first = x[A0];
        final long second = x[A1];
        final Hypercall call = Hypercall.of(number);
        hart.setPc(pc + 4);
        vcpu.countEmulated(1);
        final long result = carryOut(call, first, second);
        if (call != Hypercall.RETURN || result != 0) {
            x[A0] = result;
        }
        record(pc, number, first, second, result);
    }

    private void record(final long pc, final long number, final long first, final long second, final long result) {
        if (meter.isTracing()) {
            meter.record(EventKind.HYPERCALL, pc, number, first, second, result);
        }
    }

    private long carryOut(final Hypercall call, final long first, final long second) {
        meter.charge(Cost.HYPERCALL, 1);
        return switch (call) {
            case null -> HypercallError.NO_SUCH_CALL.result();
            case REGISTER -> register(first, second);
            case RETURN -> goBack();
            case PIN -> HypercallError.result(paging.pin(first));
            case UNPIN -> HypercallError.result(paging.unpin(first));
            case SET_ROOTS -> HypercallError.result(paging.setRoots(first, second));
            case UPDATE -> HypercallError.result(paging.update(first, second));
            case LIST -> list(first, second);
            case WRITE -> write(first, second);
            case READ -> (platform().uart().read(LINE_STATUS, 1) & 1) != 0 ? platform().uart().read(0, 1) & 0xff : -1;
            case TIMER -> {
                platform().mtimer().setMtimecmp(vcpu.id(), first);
                yield 0;
            }
            case IDLE -> idle();
            case YIELD -> {
                vcpu.yieldHart();
                yield 0;
            }
            case END -> end(first);
            case CONSOLE -> console.open(first);
            case KICK -> first == SharedPage.Event.CONSOLE.ordinal() ? console.kick() : HypercallError.BAD_ARGUMENT.result();
        };
    }

    private long register(final long page, final long newEntry) {
        if (shared != NOT_SHARED && page == shared) {
            entry = newEntry & -2;
            return 0;
        }
        final int result = HypercallError.result(paging.holdWritable(page));
        if (result == 0) {
            if (shared != NOT_SHARED) {
                paging.drop(shared);
            }
            shared = page;
            entry = newEntry & -2;
        }
        return result;
    }

    private boolean isOwn(final long gpa, final long bytes) {
        return vcpu.domain().memory().contains(gpa, (int) bytes);
    }

    private long list(final long calls, final long count) {
        if (count < 0 || count > Hypercall.MOST_LISTED) {
            return HypercallError.BAD_ARGUMENT.result();
        }
        final long bytes = count * Hypercall.LISTED_BYTES;
        if ((calls & 7) != 0 || !isOwn(calls, bytes)) {
            return HypercallError.BAD_ADDRESS.result();
        }
        if (count == 0) {
            return 0;
        }
        // The results go there, so none of the calls may make a table of it.
        final long firstPage = calls & -Ram.PAGE_SIZE;
        final long lastPage = calls + bytes - 1 & -Ram.PAGE_SIZE;
        int result = HypercallError.result(paging.holdWritable(firstPage));
        if (result != 0) {
            return result;
        }
        if (lastPage != firstPage) {
            result = HypercallError.result(paging.holdWritable(lastPage));
        }
        if (result == 0) {
            carryOutAll(calls, (int) count);
            if (lastPage != firstPage) {
                paging.drop(lastPage);
            }
        }
        paging.drop(firstPage);
        return result;
    }

    private void carryOutAll(final long calls, final int count) {
        for (int i = 0; i < count; i++) {
            final long at = calls + (long) i * Hypercall.LISTED_BYTES;
            final long number = memory().read(at, 8);
            final long first = memory().read(at + 8, 8);
            final long second = memory().read(at + 16, 8);
            final Hypercall call = Hypercall.of(number);
            final long result = call != null && !call.isListable() ? HypercallError.NOT_IN_A_LIST.result() : carryOut(call, first, second);
            memory().write(at + 24, 8, result);
            record(vcpu.hart().pc() - 4, number, first, second, result);
        }
    }

    private long write(final long text, final long length) {
        if (length < 0 || length > Hypercall.MOST_TEXT) {
            return HypercallError.BAD_ARGUMENT.result();
        }
        if (!isOwn(text, length)) {
            return HypercallError.BAD_ADDRESS.result();
        }
        meter.charge(Cost.COPY, (int) (length + Ram.LINE_SIZE - 1) / Ram.LINE_SIZE);
        for (final byte each : memory().dump(text, (int) length)) {
            platform().console().put(each & 0xff);
        }
        return 0;
    }

    private long idle() {
        if (shared == NOT_SHARED) {
            return HypercallError.NO_SHARED_PAGE.result();
        }
        if (get(SharedPage.PENDING) == 0) {
            vcpu.hart().waitForInterrupt();
        }
        return 0;
    }

    private long end(final long code) {
        if (code < 0 || code > MOST_CODE) {
            return HypercallError.BAD_ARGUMENT.result();
        }
        vcpu.domain().exit((int) code);
        return 0;
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
    public void detach() {
        paging.detach();
    }

    @Override
    public void attach() {
        final boolean admissible = paging.attach() && (shared == NOT_SHARED || paging.holdWritable(shared) == TableOutcome.DONE) && console.attach();
        if (!admissible) {
            shared = NOT_SHARED;
            console.reset();
            paging.reset();
            throw new StateException("domain '" + vcpu.domain().name() + "': harts cannot walk the page tables in the state that was kept");
        }
    }

    @Override
    public void exchange(final StateExchange state) {
        shared = state.number("shared", shared);
        entry = state.number("entry", entry);
        state.part("console", console);
    }
}
