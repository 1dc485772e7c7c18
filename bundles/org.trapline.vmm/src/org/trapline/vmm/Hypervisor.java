// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Instruction;
import org.trapline.isa.Privilege;
import org.trapline.machine.device.Clock;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.hart.TrapHandler;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.machine.privileged.PrivilegedState;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.code.Lifecycle;
import org.trapline.trace.code.SwitchReason;
import org.trapline.vmm.paging.FramePool;
import org.trapline.vmm.paging.GuestMemory;
import org.trapline.vmm.paging.ShadowPaging;

/**
 * A Type 1 hypervisor: host software that lives in the supervisor mode of a machine's harts, owns the machine and lets guests run in user mode
 * by trap-and-emulate.
 *
 * <p>A guest's kernel and its user programs both run in the hart's user mode. What is privileged traps to here, and is carried out on the
 * {@link VCpu} instead. Whatever the guest's own kernel would see on a machine of its own (system calls, faults, interrupts) is delivered to
 * that kernel.
 */
public final class Hypervisor implements TrapHandler, Stateful {
    /** What the VMM keeps for itself at the start of the host's RAM. */
    public static final long OWN_MEMORY = 0x20_0000;

    private static final int FRAMES_PER_VCPU = 256;
    private static final int MAX_ASID = 0xffff;
    private static final long NEVER = Long.MAX_VALUE;
    private static final long OWN_INTERRUPTS = Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit() | Cause.SUPERVISOR_TIMER_INTERRUPT.bit();

    private final Platform host;
    private final HostTimer timer;
    private final HypervisorConfig config;
    private final Meter meter;
    private final long quantumTicks;
    private final TrapAndEmulate technique;
    private final List<Core> cores = new ArrayList<>();
    private final List<Domain> domains = new ArrayList<>();
    private final RunQueue queue = new RunQueue();
    private final Clock clock;
    private Runnable whenAllEnded = () -> { };
    private long freeHpa;
    private int lastAsid;
    private long nextDue = NEVER;

    /** A physical hart and what the VMM has on it. */
    private static final class Core {
        final Hart hart;
        VCpu loaded;
        long enteredAtInstret;
        long quantumEndTick;

        Core(final Hart hart) {
            this.hart = hart;
        }
    }

    /**
     * Installs a hypervisor on a host that is not running yet.
     * @param host  the machine's harts, memory and devices
     * @param timer the firmware's timer service
     */
    public Hypervisor(final Platform host, final HostTimer timer, final HypervisorConfig config) {
        this.host = host;
        this.timer = timer;
        this.config = config;
        clock = host.config().clock();
        meter = new Meter(config.costs());
        technique = new TrapAndEmulate(meter);
        quantumTicks = config.quantum() / Clock.CYCLES_PER_TICK;
        freeHpa = Platform.RAM_BASE + OWN_MEMORY;
        for (final Hart hart : host.harts()) {
            cores.add(new Core(hart));
        }
        host.addState("hypervisor", this);
    }

    // ---- domains ----

    /**
     * Creates a domain and assigns its memory.
     * @throws IllegalArgumentException if the host has not that much memory left, or its harts have not so large virtual addresses
     */
    public Domain create(final DomainConfig wanted) {
        final Extension paging = host.config().isa().paging();
        if (wanted.isa().paging().compareTo(paging) > 0) {
            throw new IllegalArgumentException("domain '" + wanted.name() + "' has " + wanted.isa().paging().isaName()
                + ", but a shadow page table can have no more than the host's " + paging.isaName());
        }
        final long tables = (long) wanted.vcpus() * FRAMES_PER_VCPU * FramePool.FRAME_SIZE;
        final long left = host.deviceTreeAddress() - freeHpa;
        if (wanted.memory() > left - tables) {
            throw new IllegalArgumentException("domain '" + wanted.name() + "' needs " + wanted.memory() + " bytes of memory and " + tables
                + " for its shadow page tables, but the host has only " + Math.max(0, left) + " left");
        }
        final Domain domain = new Domain(wanted, this, host.config().ram(), new GuestMemory(Platform.RAM_BASE, freeHpa, wanted.memory()),
            clock, config.startNanos());
        freeHpa += wanted.memory();
        for (final VCpu vcpu : domain.vcpus()) {
            vcpu.setPaging(new ShadowPaging(host.bus(), new FramePool(freeHpa, FRAMES_PER_VCPU), this::newAsid, vcpu.state(), vcpu.hart().mmu(),
                domain.memory(), wanted.hardwareAd(), new ShadowMeter(meter)));
            freeHpa += (long) FRAMES_PER_VCPU * FramePool.FRAME_SIZE;
            cores.forEach(core -> core.hart.debug().mayCarry(vcpu.hart().debug()));
            queue.add(vcpu);
        }
        domains.add(domain);
        return domain;
    }

    private int newAsid() {
        if (lastAsid == MAX_ASID) {
            // Identifiers start again, so nothing may be left of those that had them.
            lastAsid = 0;
            for (final Core core : cores) {
                core.hart.fenceAll();
            }
        }
        return ++lastAsid;
    }

    public List<Domain> domains() {
        return Collections.unmodifiableList(domains);
    }

    /** Returns what the hypervisor was configured with. */
    public HypervisorConfig config() {
        return config;
    }

    /** Is run when the last domain has ended, by the hart that noticed. */
    public void setWhenAllEnded(final Runnable action) {
        whenAllEnded = action;
    }

    /** Returns the vCPU that is on a physical hart, or null. */
    public VCpu loaded(final int hart) {
        return cores.get(hart).loaded;
    }

    // ---- state ----

    /** The VMM's own: whom it has created, who runs where, and who is next. Guests' memory and the shadow tables are in the host's. */
    @Override
    public void exchange(final StateExchange state) {
        state.fixed("domains", domains.size());
        lastAsid = state.number("lastAsid", lastAsid, 0, MAX_ASID);
        nextDue = state.number("nextDue", nextDue);
        for (final Domain domain : domains) {
            state.part("domain" + domain.id(), domain);
        }
        state.part("queue", queue);
        for (final Core core : cores) {
            state.part("core" + core.hart.id(), inner -> exchange(inner, core));
        }
    }

    private void exchange(final StateExchange state, final Core core) {
        final List<VCpu> all = queue.members();
        final int loaded = state.number("loaded", all.indexOf(core.loaded), -1, all.size() - 1);
        core.enteredAtInstret = state.number("enteredAtInstret", core.enteredAtInstret);
        core.quantumEndTick = state.number("quantumEndTick", core.quantumEndTick);
        if (state.isRestoring()) {
            core.loaded = loaded < 0 ? null : all.get(loaded);
            setOrigin(core);
            core.hart.debug().leave();
            if (core.loaded != null) {
                core.hart.debug().enteredBefore(core.loaded.hart().debug(), core.enteredAtInstret);
            }
        }
    }

    /** Returns a physical hart by its number; null if that is negative. */
    Hart hart(final int id) {
        return id < 0 ? null : cores.get(id).hart;
    }

    int harts() {
        return cores.size();
    }

    // ---- starting ----

    /** Boots all domains and the host's harts: from here on, letting the harts run lets the guests run. */
    public void boot() {
        for (final Domain domain : domains) {
            boot(domain);
        }
        putIdleLoop();
        for (final Core core : cores) {
            boot(core.hart);
        }
    }

    private void boot(final Domain domain) {
        meter.on(cores.getFirst().hart);
        domain.boot(clock.ticks());
        for (final VCpu vcpu : domain.vcpus()) {
            vcpu.paging().flush();
        }
        lifeCycleChanged(domain, Lifecycle.START);
    }

    // The VMM's only own code: what a hart does when no guest has work for it.
    private void putIdleLoop() {
        final Bus bus = host.bus();
        bus.write(Platform.RAM_BASE, 4, Instruction.WFI.encode());
        bus.write(Platform.RAM_BASE + 4, 4, Instruction.JAL.encode(0, -4));
    }

    /** Leaves a hart as firmware hands it over: in supervisor mode, with its traps delegated there. */
    private void boot(final Hart hart) {
        final PrivilegedState state = hart.state();
        state.write(Csr.MEDELEG, ~Cause.ECALL_FROM_S.bit());
        state.write(Csr.MIDELEG, -1);
        state.write(Csr.PMPADDR0, -1);
        state.write(Csr.PMPCFG0, 0x1f);
        // Guests must ask the VMM for the counters: they have their own.
        state.write(Csr.MCOUNTEREN, -1);
        state.write(Csr.SCOUNTEREN, 0);
        hart.setResident(Privilege.S, this);
        state.write(Csr.SIE, OWN_INTERRUPTS);
        state.write(Csr.SSTATUS, state.read(Csr.SSTATUS) | Mstatus.SIE);
        state.setPrivilege(Privilege.S);
        hart.setPc(Platform.RAM_BASE);
        state.setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, true);
    }

    /** Takes notice of a vCPU's state that somebody has changed from outside: what runs on the harts may depend on it. */
    public void stateChanged(final VCpu vcpu) {
        if (vcpu.isLoaded()) {
            kick();
        }
    }

    /** Makes the VMM look for work on every hart. */
    void kick() {
        for (final Core core : cores) {
            core.hart.state().setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, true);
        }
    }

    void lifeCycleChanged(final Domain domain, final Lifecycle what) {
        final Hart hart = cores.getFirst().hart;
        if (hart.trace() != null) {
            hart.trace().record(EventKind.LIFECYCLE, new EventOrigin(config.hostId(), domain.id(), EventOrigin.NONE, EventOrigin.NONE),
                hart.instret(), hart.cycle(), 0, what.ordinal(), domain.exitCode(), 0, 0);
        }
        if (what == Lifecycle.PAUSE || what == Lifecycle.RESUME) {
            kick();
        }
        if (domains.stream().noneMatch(d -> d.lifeCycle().isAlive())) {
            whenAllEnded.run();
        }
    }

    // ---- leaving the guest ----

    @Override
    public void handle(final Hart hart, final Cause cause) {
        final Core core = cores.get(hart.id());
        meter.on(hart);
        final VCpu vcpu = core.loaded;
        if (vcpu != null) {
            leaveGuest(core, vcpu, cause);
            advance(vcpu.domain());
            if (cause.isInterrupt()) {
                acknowledge(hart);
            } else if (!vcpu.state().isInterruptReady()) {
                technique.handle(vcpu, cause, hart.state().read(Csr.STVAL));
                vcpu.domain().advance();
            }
            if (vcpu.domain().pollReset()) {
                lifeCycleChanged(vcpu.domain(), Lifecycle.RESET);
                boot(vcpu.domain());
            }
        } else {
            acknowledge(hart);
        }
        resume(core);
    }

    /** Brings virtual devices up to the present: those of the domain that runs, and all others once one of them is due. */
    private void advance(final Domain running) {
        running.advance();
        if (clock.ticks() >= nextDue) {
            domains.forEach(Domain::advance);
        }
    }

    private void leaveGuest(final Core core, final VCpu vcpu, final Cause cause) {
        final Hart hart = core.hart;
        final PrivilegedState physical = hart.state();
        meter.charge(Cost.EXIT, 1);
        vcpu.takeRegisters(hart);
        vcpu.hart().setPc(physical.read(Csr.SEPC));
        hart.debug().leave();
        vcpu.countExit(hart.instret() - core.enteredAtInstret);
        if (meter.isTracing()) {
            final long value = physical.read(Csr.STVAL);
            meter.record(EventKind.VM_EXIT, vcpu.hart().pc(), cause.value(), value,
                cause == Cause.ILLEGAL_INSTRUCTION ? value : 0, vcpu.state().mode());
        }
    }

    private static void acknowledge(final Hart hart) {
        hart.state().setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, false);
        hart.state().setPending(Cause.SUPERVISOR_TIMER_INTERRUPT, false);
    }

    // ---- back to a guest ----

    /** Chooses what runs next on a hart and prepares it, so that the return from the trap goes there. */
    private void resume(final Core core) {
        for (;;) {
            choose(core);
            if (core.loaded == null) {
                idle(core);
                return;
            }
            deliverInterrupts(core.loaded);
            if (core.loaded.isRunnable()) {
                enterGuest(core, core.loaded);
                return;
            }
        }
    }

    private void deliverInterrupts(final VCpu vcpu) {
        // Interrupts that arrive while their own handler's entry is carried out wait: it disables them.
        while (vcpu.state().isInterruptReady() && vcpu.isRunnable()) {
            if (meter.isTracing()) {
                meter.record(EventKind.IRQ_INJECT, vcpu.hart().pc(), vcpu.state().nextInterrupt().value(), -1, 0, 0);
            }
            technique.inject(vcpu);
        }
    }

    private void choose(final Core core) {
        final VCpu vcpu = core.loaded;
        final boolean runnable = vcpu != null && vcpu.isRunnable();
        final boolean expired = clock.ticks() >= core.quantumEndTick;
        if (runnable && !(expired && queue.hasWaiting())) {
            if (expired) {
                core.quantumEndTick = clock.ticks() + quantumTicks;
            }
            return;
        }
        if (vcpu != null) {
            put(core, runnable ? SwitchReason.QUANTUM : vcpu.hart().isWaiting() ? SwitchReason.WAIT : SwitchReason.STOP);
        }
        meter.charge(Cost.SCHEDULE, 1);
        for (final Domain domain : domains) {
            domain.advance();
        }
        final VCpu next = queue.next();
        if (next != null) {
            load(core, next, vcpu);
        }
    }

    private void put(final Core core, final SwitchReason reason) {
        if (meter.isTracing()) {
            meter.record(EventKind.VCPU_PUT, core.loaded.hart().pc(), reason.ordinal(), 0, 0, 0);
        }
        core.loaded.put();
        core.loaded = null;
        setOrigin(core);
    }

    /** Makes what is traced on a hart, and on the vCPU that is loaded there, say whose it is. */
    private void setOrigin(final Core core) {
        final VCpu vcpu = core.loaded;
        if (vcpu == null) {
            core.hart.setOrigin(EventOrigin.ofHart(config.hostId(), host.machineNumber(core.hart.id())));
            return;
        }
        final EventOrigin origin = new EventOrigin(config.hostId(), vcpu.domain().id(), vcpu.id(), host.machineNumber(core.hart.id()));
        core.hart.setOrigin(origin);
        if (core.hart.trace() != null) {
            vcpu.hart().setVirtualTrace(core.hart.trace(), origin, core.hart);
        }
    }

    private void load(final Core core, final VCpu vcpu, final VCpu previous) {
        meter.charge(Cost.VCPU_SWITCH, 1);
        core.loaded = vcpu;
        core.quantumEndTick = clock.ticks() + quantumTicks;
        vcpu.load(core.hart);
        setOrigin(core);
        if (meter.isTracing()) {
            meter.record(EventKind.SCHED, vcpu.hart().pc(), previous == null ? -1 : previous.domain().id(), previous == null ? -1 : previous.id(),
                (previous == null ? SwitchReason.IDLE : SwitchReason.QUANTUM).ordinal(), config.quantum());
            meter.record(EventKind.VCPU_LOAD, vcpu.hart().pc(), SwitchReason.QUANTUM.ordinal(), 0, 0, 0);
        }
    }

    private void enterGuest(final Core core, final VCpu vcpu) {
        final Hart hart = core.hart;
        final PrivilegedState physical = hart.state();
        meter.charge(Cost.ENTRY, 1);
        vcpu.giveRegisters(hart);
        final long satp = vcpu.paging().satp();
        for (final int asid : vcpu.paging().takeRetired()) {
            hart.fenceAddressSpace(asid);
        }
        if (physical.read(Csr.SATP) != satp) {
            physical.write(Csr.SATP, satp);
        }
        physical.write(Csr.SEPC, vcpu.hart().pc());
        // The return from this trap goes to user mode.
        physical.write(Csr.SSTATUS, physical.read(Csr.SSTATUS) & ~Mstatus.SPP | Mstatus.SPIE);
        // A guest that nobody waits for keeps the processor; a timer of another may make somebody wait.
        arm(core, Math.min(queue.hasWaiting() ? core.quantumEndTick : NEVER, nextTimer()));
        if (meter.isTracing()) {
            meter.record(EventKind.VM_ENTRY, vcpu.hart().pc(), vcpu.state().mode(), 0, 0, 0);
        }
        core.enteredAtInstret = hart.instret();
        hart.debug().enter(vcpu.hart().debug());
    }

    /** Returns the tick at which the first virtual timer of any domain is due. */
    private long nextTimer() {
        nextDue = NEVER;
        for (final Domain domain : domains) {
            nextDue = Math.min(nextDue, domain.nextHostTick());
        }
        return nextDue;
    }

    private void arm(final Core core, final long tick) {
        meter.charge(Cost.TIMER, 1);
        timer.arm(core.hart, tick);
    }

    private void idle(final Core core) {
        arm(core, nextTimer());
        final PrivilegedState physical = core.hart.state();
        // No guest's tables map the VMM's own code.
        physical.write(Csr.SATP, 0);
        physical.write(Csr.SEPC, Platform.RAM_BASE);
        physical.write(Csr.SSTATUS, physical.read(Csr.SSTATUS) | Mstatus.SPP | Mstatus.SPIE);
    }
}
