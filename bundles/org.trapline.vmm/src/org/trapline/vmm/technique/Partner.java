// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.technique;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Privilege;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.trace.EventKind;
import org.trapline.vmm.Cost;
import org.trapline.vmm.Meter;
import org.trapline.vmm.VCpu;
import org.trapline.vmm.paging.TableOutcome;
import org.trapline.vmm.paravirt.Hypercall;
import org.trapline.vmm.paravirt.HypercallError;
import org.trapline.vmm.paravirt.SharedPage;

/** One vCPU of a guest that knows its VMM: the page that it shares, its events, and its hypercalls. */
final class Partner implements Stateful {
    private static final int SP = 2;
    private static final int A0 = 10;
    private static final int A1 = 11;
    private static final int A7 = 17;
    private static final int LINE_STATUS = 5;
    private static final long NEVER = -1;
    private static final long NOT_SHARED = -1;
    private static final int MOST_CODE = 255;

    private final VCpu vcpu;
    private final Meter meter;
    private final Way way;
    private final Partners partners;
    private long shared = NOT_SHARED;

    /** What depends on how the guest runs. */
    interface Way {
        /** The kernel has named an entry. */
        void setEntry(long entry);

        /** Does what a hypercall about traps and tables asks for; returns its result. */
        long carryOut(Hypercall call, long first, long second);

        /** Gives the vCPU, which does not run yet, what another's kernel has for translation. */
        void begin(Partner caller);

        /** The vCPU does not run any more. */
        void ended();

        /** An event is pending. */
        void raised();

        /** Has the vCPU's hart forget all translations. */
        void forgetTranslations();
    }

    Partner(final VCpu vcpu, final Meter meter, final Way way, final Partners partners) {
        this.vcpu = vcpu;
        this.meter = meter;
        this.way = way;
        this.partners = partners;
        partners.add(this);
    }

    VCpu vcpu() {
        return vcpu;
    }

    Way way() {
        return way;
    }

    Partners partners() {
        return partners;
    }

    private Platform platform() {
        return vcpu.domain().platform();
    }

    private Bus memory() {
        return platform().bus();
    }

    // ---- the page that is shared ----

    boolean isRegistered() {
        return shared != NOT_SHARED;
    }

    long get(final SharedPage what) {
        return memory().read(shared + what.offset(), 8);
    }

    void put(final SharedPage what, final long value) {
        memory().write(shared + what.offset(), 8, value);
    }

    /** The guest has booted anew: its first vCPU begins, the others wait to be started. */
    void booted() {
        shared = NOT_SHARED;
        if (vcpu.id() == 0) {
            partners.channels().reset();
            platform().uart().listen();
            makeReady();
        } else {
            vcpu.hart().park();
        }
    }

    private void makeReady() {
        vcpu.state().setPrivilege(Privilege.S);
        vcpu.state().write(Csr.MSTATUS, vcpu.state().read(Csr.MSTATUS) | Mstatus.FS);
        vcpu.state().write(Csr.MIE, vcpu.state().read(Csr.MIE) | Cause.MACHINE_TIMER_INTERRUPT.bit());
    }

    /** Shows the guest, which is about to run, the time. */
    void showTime() {
        if (isRegistered()) {
            meter.charge(Cost.SHARED_TIME, 1);
            put(SharedPage.TIME, platform().config().clock().ticks());
        }
    }

    // ---- events ----

    boolean isTimerDue() {
        return (vcpu.state().pending() & Cause.MACHINE_TIMER_INTERRUPT.bit()) != 0;
    }

    boolean isEventDue() {
        return isRegistered() && get(SharedPage.PENDING) != 0 && get(SharedPage.MASK) == 0;
    }

    /** Makes events pending that the VMM knows of. */
    void gatherEvents() {
        vcpu.hart().endWait();
        if (partners.channels().consoleOwner() == vcpu.id()) {
            partners.channels().takeInput();
        }
        if (isTimerDue()) {
            platform().mtimer().setMtimecmp(vcpu.id(), NEVER);
            raise(SharedPage.Event.TIMER.bit());
        }
    }

    void raise(final long event) {
        if (isRegistered()) {
            put(SharedPage.PENDING, get(SharedPage.PENDING) | event);
            vcpu.hart().endWait();
            way.raised();
        }
    }

    void inputArrived() {
        if (partners.channels().consoleOwner() == vcpu.id()) {
            raise(SharedPage.Event.CONSOLE.bit());
            vcpu.hart().endWait();
        }
    }

    // ---- hypercalls ----

    /** Makes the call at the vCPU's pc. */
    void call() {
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
            case RETURN, PIN, UNPIN, SET_ROOTS, UPDATE -> way.carryOut(call, first, second);
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
            case CONSOLE -> partners.channels().openConsole(first, vcpu.id());
            case KICK -> kick(first);
            case GRANTS -> partners.channels().setGrants(first);
            case OPEN -> partners.channels().open(first, second, vcpu.id());
            case START -> start(first, second);
            case STOP -> stop();
            case SIGNAL -> partners.forEach(first, each -> each.raise(SharedPage.Event.SIGNAL.bit()));
            case FENCE -> partners.forEach(first, each -> each.way.forgetTranslations());
        };
    }

    private long register(final long page, final long entry) {
        if (!isRegistered() || shared != page) {
            final int result = HypercallError.result(partners.pages().holdWritable(page));
            if (result != 0) {
                return result;
            }
            dropShared();
            shared = page;
        }
        way.setEntry(entry & -2);
        return 0;
    }

    private void dropShared() {
        if (isRegistered()) {
            partners.pages().drop(shared);
            shared = NOT_SHARED;
        }
    }

    private boolean isOwn(final long gpa, final long bytes) {
        return vcpu.domain().memory().contains(gpa, (int) bytes);
    }

    private long kick(final long channel) {
        if (meter.isTracing()) {
            meter.record(EventKind.RING_KICK, vcpu.hart().pc() - 4, channel, 0, 0, 0);
        }
        return partners.channels().kick(channel);
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
        if (!isRegistered()) {
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

    // ---- several calls at once ----

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
        int result = HypercallError.result(partners.pages().holdWritable(firstPage));
        if (result != 0) {
            return result;
        }
        if (lastPage != firstPage) {
            result = HypercallError.result(partners.pages().holdWritable(lastPage));
        }
        if (result == 0) {
            carryOutAll(calls, (int) count);
            if (lastPage != firstPage) {
                partners.pages().drop(lastPage);
            }
        }
        partners.pages().drop(firstPage);
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

    // ---- other vCPUs ----

    private long start(final long number, final long record) {
        if (!partners.has(number)) {
            return HypercallError.BAD_ARGUMENT.result();
        }
        if ((record & 7) != 0 || !isOwn(record, Hypercall.START_BYTES)) {
            return HypercallError.BAD_ADDRESS.result();
        }
        final Partner other = partners.stopped(number);
        if (other == null) {
            return HypercallError.BUSY.result();
        }
        other.begin(this, memory().read(record, 8) & -2, memory().read(record + 8, 8), memory().read(record + 16, 8));
        return 0;
    }

    private void begin(final Partner caller, final long pc, final long sp, final long argument) {
        final Hart hart = vcpu.hart();
        makeReady();
        way.begin(caller);
        hart.x()[SP] = sp;
        hart.x()[A0] = vcpu.id();
        hart.x()[A1] = argument;
        hart.setPc(pc);
        hart.endWait();
        hart.resume();
    }

    private long stop() {
        if (partners.running() == 1) {
            return HypercallError.BUSY.result();
        }
        dropShared();
        platform().mtimer().setMtimecmp(vcpu.id(), NEVER);
        way.ended();
        vcpu.hart().park();
        return 0;
    }

    // ---- state ----

    /** Relies on the page anew, which is in a memory that has come from elsewhere; tells whether it can. */
    boolean attach() {
        return (!isRegistered() || partners.pages().holdWritable(shared) == TableOutcome.DONE) && (vcpu.id() != 0 || partners.channels().attach());
    }

    void forgetAsked() {
        shared = NOT_SHARED;
        if (vcpu.id() == 0) {
            partners.channels().reset();
        }
    }

    /** The first one's has what all have in common. */
    @Override
    public void exchange(final StateExchange state) {
        shared = state.number("shared", shared);
        if (vcpu.id() == 0) {
            state.part("partners", partners);
        }
    }
}
