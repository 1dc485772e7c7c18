// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.List;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Privilege;
import org.trapline.machine.device.Clock;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.hart.TrapHandler;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Hstatus;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.code.Lifecycle;
import org.trapline.trace.code.SwitchReason;
import org.trapline.vmm.paging.KernelPlace;
import org.trapline.vmm.schedule.RunQueue;

/** A physical hart and the VMM on it: what happens from a guest's exit, by way of the scheduler, to the entry of the next guest. */
final class Core implements TrapHandler, Stateful {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long OWN_INTERRUPTS = Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit() | Cause.SUPERVISOR_TIMER_INTERRUPT.bit();

    private final Hypervisor hypervisor;
    private final Hart hart;
    private final RunQueue queue;
    private final Meter meter;
    private final Clock clock;
    private final long quantumTicks;
    private final int number;
    private VCpu loaded;
    private boolean works;
    // Up to which cycle it is known who used the hart.
    private long accountedUpTo;
    private long enteredAtInstret;
    private long quantumEndTick;

    Core(final Hypervisor hypervisor, final Hart hart, final RunQueue queue, final Meter meter, final Clock clock) {
        this.hypervisor = hypervisor;
        this.hart = hart;
        this.queue = queue;
        this.meter = meter;
        this.clock = clock;
        number = hypervisor.machineNumber(hart);
        quantumTicks = hypervisor.config().quantum() / Clock.CYCLES_PER_TICK;
    }

    Hart hart() {
        return hart;
    }

    /** Returns the vCPU that is on the hart, or null. */
    VCpu loaded() {
        return loaded;
    }

    /** Leaves the hart as firmware hands it over: in supervisor mode, with its traps delegated there. */
    void boot() {
        final PrivilegedState state = hart.state();
        state.write(Csr.MEDELEG, ~Cause.ECALL_FROM_S.bit());
        state.write(Csr.MIDELEG, -1);
        state.write(Csr.PMPADDR0, -1);
        state.write(Csr.PMPCFG0, 0x1f);
        // Guests must ask the VMM for the counters: they have their own.
        state.write(Csr.MCOUNTEREN, -1);
        state.write(Csr.SCOUNTEREN, 0);
        if (hypervisor.config().kernel() == KernelPlace.GUEST_MODE) {
            // Firmware grants whatever guests may be granted.
            state.writeWide(Csr.MENVCFG, -1);
        }
        hart.setResident(Privilege.S, this);
        state.write(Csr.SIE, OWN_INTERRUPTS);
        state.write(Csr.SSTATUS, state.read(Csr.SSTATUS) | Mstatus.SIE);
        state.setPrivilege(Privilege.S);
        hart.setPc(Platform.RAM_BASE);
        kick();
    }

    /** Makes the VMM look for work here. */
    void kick() {
        hart.state().setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, true);
    }

    private static void acknowledge(final Hart hart) {
        hart.state().setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, false);
        hart.state().setPending(Cause.SUPERVISOR_TIMER_INTERRUPT, false);
    }

    // ---- leaving the guest ----

    @Override
    public void handle(final Hart trapped, final Cause cause) {
        works = true;
        meter.on(hart);
        hypervisor.payOwed();
        final VCpu vcpu = loaded;
        if (vcpu != null) {
            leaveGuest(vcpu, cause);
            hypervisor.advance(vcpu.domain());
            if (cause.isInterrupt()) {
                acknowledge(hart);
            } else if (!vcpu.state().isInterruptReady() && !vcpu.domain().isLost()) {
                vcpu.technique().handle(cause, hart.state().read(Csr.STVAL));
                vcpu.domain().advance();
            }
            if (vcpu.domain().pollReset()) {
                hypervisor.lifeCycleChanged(vcpu.domain(), Lifecycle.RESET);
                hypervisor.boot(vcpu.domain());
            }
        } else {
            acknowledge(hart);
        }
        resume();
        hypervisor.tellNews(this);
        works = false;
    }

    /** Returns the vCPU whose instruction is executed on the hart, or for it; null if it is the VMM that works. */
    VCpu executing() {
        return loaded != null && (!works || loaded.isCarriedOut()) ? loaded : null;
    }

    /** Brings the hart back to the VMM if its guest has to be told something, or if it idles while somebody waits. */
    void tellNews() {
        if (loaded != null ? loaded.technique().hasNews() : queue.hasWaiting(number, clock.ticks())) {
            meter.charge(Cost.KICK, 1);
            kick();
        }
    }

    private void leaveGuest(final VCpu vcpu, final Cause cause) {
        final long began = hart.cycle();
        meter.charge(Cost.EXIT, 1);
        vcpu.technique().leave(hart, cause);
        hart.debug().leave();
        vcpu.countExit(hart.instret() - enteredAtInstret - vcpu.technique().overhead());
        if (meter.isTracing()) {
            final long value = hart.state().read(Csr.STVAL);
            // What it takes to leave is the VMM's time.
            hart.recordSince(began, EventKind.VM_EXIT, vcpu.hart().pc(), cause.value(), value,
                cause == Cause.ILLEGAL_INSTRUCTION ? value : 0, vcpu.state().mode());
        }
        if (vcpu.domain().config().standing().isHosted()) {
            meter.charge(Cost.RELAY, 1);
            if (meter.isTracing()) {
                meter.record(EventKind.RELAY, vcpu.hart().pc(), cause.value(), hypervisor.config().costs().cycles(Cost.RELAY), 0, 0);
            }
        }
    }

    // ---- back to a guest ----

    /** Chooses what runs next on the hart and prepares it, so that the return from the trap goes there. */
    private void resume() {
        for (;;) {
            choose();
            if (loaded == null) {
                idle();
                return;
            }
            loaded.technique().deliverInterrupts();
            if (loaded.isRunnable()) {
                enterGuest(loaded);
                return;
            }
        }
    }

    private void choose() {
        final VCpu vcpu = loaded;
        account();
        final long now = clock.ticks();
        final boolean runnable = vcpu != null && vcpu.isRunnable();
        final boolean yielded = vcpu != null && vcpu.takeYield();
        final boolean expired = yielded || now >= quantumEndTick;
        final boolean limited = runnable && queue.isUsedUp(vcpu, now);
        if (runnable && !limited && !(expired && queue.hasWaiting(number, now))) {
            if (expired) {
                quantumEndTick = now + quantumTicks;
            }
            return;
        }
        if (vcpu != null) {
            put(limited ? SwitchReason.LIMIT : runnable && yielded ? SwitchReason.YIELD : runnable ? SwitchReason.QUANTUM : vcpu.hart().isWaiting() || vcpu.waitsForDisk() ? SwitchReason.WAIT : SwitchReason.STOP);
        }
        meter.charge(Cost.SCHEDULE, 1);
        hypervisor.advanceAll();
        final VCpu next = queue.next(number, clock.ticks());
        if (next != null) {
            load(next, vcpu);
        }
    }

    /** Notes down who has used the hart since this was last done. */
    private void account() {
        if (loaded != null) {
            queue.used(loaded, hart.cycle() - accountedUpTo, clock.ticks());
        }
        accountedUpTo = hart.cycle();
    }

    private void put(final SwitchReason reason) {
        if (meter.isTracing()) {
            meter.record(EventKind.VCPU_PUT, loaded.hart().pc(), reason.ordinal(), 0, 0, 0);
        }
        loaded.put();
        if (loaded.isRunnable()) {
            loaded.waits(clock.ticks());
            tellSteal(loaded, 0, true);
        }
        loaded = null;
        setOrigin();
    }

    /** Tells a guest that wants to know how long it was kept waiting, and whether it is. */
    private void tellSteal(final VCpu vcpu, final long ticks, final boolean waits) {
        if (vcpu.domain().tellSteal(vcpu.id(), ticks, waits)) {
            meter.charge(Cost.STEAL, 1);
        }
    }

    private void load(final VCpu vcpu, final VCpu previous) {
        meter.charge(Cost.VCPU_SWITCH, 1);
        loaded = vcpu;
        accountedUpTo = hart.cycle();
        tellSteal(vcpu, vcpu.stopsWaiting(clock.ticks()), false);
        quantumEndTick = clock.ticks() + quantumTicks;
        vcpu.load(hart);
        setOrigin();
        if (meter.isTracing()) {
            meter.record(EventKind.SCHED, vcpu.hart().pc(), previous == null ? -1 : previous.domain().id(), previous == null ? -1 : previous.id(),
                (previous == null ? SwitchReason.IDLE : SwitchReason.QUANTUM).ordinal(), hypervisor.config().quantum());
            meter.record(EventKind.VCPU_LOAD, vcpu.hart().pc(), SwitchReason.QUANTUM.ordinal(), 0, 0, 0);
        }
    }

    /** Makes what is traced on the hart, and on the vCPU that is loaded there, say whose it is. */
    private void setOrigin() {
        final int host = hypervisor.config().hostId();
        if (loaded == null) {
            hart.setOrigin(EventOrigin.ofHart(host, number));
            return;
        }
        final EventOrigin origin = new EventOrigin(host, loaded.domain().id(), loaded.id(), number);
        hart.setOrigin(origin);
        if (hart.trace() != null) {
            loaded.hart().setVirtualTrace(hart.trace(), origin, hart);
        }
    }

    private void enterGuest(final VCpu vcpu) {
        if (vcpu.domain().config().standing().isHosted()) {
            meter.charge(Cost.REENTER, 1);
        }
        meter.charge(Cost.ENTRY, 1);
        vcpu.technique().enter(hart);
        // A guest that nobody waits for keeps the processor; a timer of another may make somebody wait.
        final long now = clock.ticks();
        arm(Math.min(Math.min(queue.hasWaiting(number, now) ? quantumEndTick : NEVER, Math.min(queue.limit(vcpu, now), queue.nextRefill(now))),
            hypervisor.nextTimer()));
        if (meter.isTracing()) {
            meter.record(EventKind.VM_ENTRY, vcpu.hart().pc(), vcpu.state().mode(), 0, 0, 0);
        }
        enteredAtInstret = hart.instret();
        hart.debug().enter(vcpu.hart().debug(), vcpu.technique()::place);
    }

    private void arm(final long tick) {
        meter.charge(Cost.TIMER, 1);
        hypervisor.timer().arm(hart, tick);
    }

    private void idle() {
        arm(Math.min(hypervisor.nextTimer(), queue.nextRefill(clock.ticks())));
        final PrivilegedState physical = hart.state();
        // No guest's tables map the VMM's own code.
        physical.write(Csr.SATP, 0);
        if (physical.isa().has(Extension.H)) {
            physical.write(Csr.HSTATUS, physical.read(Csr.HSTATUS) & ~Hstatus.SPV);
        }
        physical.write(Csr.SEPC, Platform.RAM_BASE);
        physical.write(Csr.SSTATUS, physical.read(Csr.SSTATUS) | Mstatus.SPP | Mstatus.SPIE);
    }

    // ---- state ----

    @Override
    public void exchange(final StateExchange state) {
        final List<VCpu> all = queue.members();
        final int place = state.number("loaded", all.indexOf(loaded), -1, all.size() - 1);
        enteredAtInstret = state.number("enteredAtInstret", enteredAtInstret);
        quantumEndTick = state.number("quantumEndTick", quantumEndTick);
        accountedUpTo = state.number("accountedUpTo", accountedUpTo);
        if (state.isRestoring()) {
            loaded = place < 0 ? null : all.get(place);
            setOrigin();
            hart.debug().leave();
            if (loaded != null) {
                hart.debug().enteredBefore(loaded.hart().debug(), loaded.technique()::place, enteredAtInstret);
            }
        }
    }
}
