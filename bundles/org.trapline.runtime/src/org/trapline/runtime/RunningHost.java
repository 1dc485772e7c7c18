// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.trapline.isa.Disassembler;
import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.engine.EngineKind;
import org.trapline.machine.Partition;
import org.trapline.machine.PartitionConfig;
import org.trapline.machine.StopReason;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.debug.Registers;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.loading.BootLoader;
import org.trapline.machine.loading.LoadException;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.runtime.plan.DevicePlan;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.PartitionPlan;
import org.trapline.runtime.plan.PartitionsPlan;
import org.trapline.runtime.snapshot.HartSnapshot;
import org.trapline.runtime.snapshot.HostSnapshot;
import org.trapline.trace.EventKind;
import org.trapline.trace.EventOrigin;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.code.Lifecycle;
import org.trapline.trace.code.Stream;
import org.trapline.vmm.Custody;
import org.trapline.vmm.technique.GuestRegisters;
import org.trapline.vmm.translation.Listing;

/** A host of a session. All of it is for the session's thread. */
final class RunningHost implements Stateful {
    /** Cycles that a host runs before input is delivered and another host has its turn. */
    static final long SLICE = 100_000;
    /** Slices after which the beginning of a line is shown although the line has no end yet. */
    private static final int PATIENCE = 10;
    private static final long NO_BARRIER = Long.MAX_VALUE;

    private final HostPlan plan;
    private final Machine machine;
    private final TraceBuffer trace;
    private final List<Tenant> tenants;
    private final List<Guest> guests = new ArrayList<>();
    private Ending ending = Ending.NOT_YET;
    private boolean awaitsInput;
    private boolean woken;
    private long slice = SLICE;
    private boolean connected;
    private long due = Long.MAX_VALUE;
    private boolean executing;
    // Where the present is while the host is in the past.
    private long barrier = NO_BARRIER;

    static RunningHost create(HostPlan plan, EngineKind engine, TraceBuffer trace, NameBook names, Devices devices, String file)
            throws StartException {
        RunningHost host = new RunningHost(plan, engine, trace, devices, file);
        host.install(names, devices, file);
        return host;
    }

    private RunningHost(HostPlan plan, EngineKind engine, TraceBuffer trace, Devices devices, String file) throws StartException {
        this.plan = plan;
        this.trace = trace;
        tenants = Tenant.Place.of(plan).stream().map(place -> Tenant.of(this, place)).toList();
        try {
            machine = new Machine(config(devices).withEngines(engine.engines()));
        } catch (IllegalArgumentException e) {
            throw new StartException(Problem.error(file, plan.line(), "host '" + plan.name() + "': " + e.getMessage()));
        }
        machine.setTrace(trace, plan.id());
    }

    private MachineConfig config(Devices devices) throws StartException {
        Tenant whole = tenants.getFirst();
        boolean isCut = plan.role() instanceof PartitionsPlan;
        MachineConfig config = new MachineConfig(plan.isa(), plan.cores(), plan.memory(), isCut ? ConsoleOutput.NONE : whole.console(), 0, true,
            plan.quirks());
        if (!isCut) {
            boolean hasAclint = plan.devices().stream().anyMatch(DevicePlan.Aclint.class::isInstance);
            return (hasAclint ? config.withAclint() : config).withVirtio(devices.ofHost(plan, owner(whole.console(), this::inputArrived)));
        }
        devices.openDisks(plan);
        List<PartitionConfig> pieces = new ArrayList<>();
        for (PartitionPlan piece : ((PartitionsPlan) plan.role()).partitions()) {
            ConsoleOutput console = tenants.get(pieces.size()).console();
            pieces.add(new PartitionConfig(piece.name(), piece.harts(), piece.first(), piece.memory(), console,
                devices.ofPartition(piece, owner(console, this::inputArrived))));
        }
        return config.withPartitions(pieces);
    }

    private void install(NameBook names, Devices devices, String file) throws StartException {
        names.addHost(plan.id(), plan.name(), plan.isa(), machine.platform().bus());
        if (plan.role() instanceof PartitionsPlan) {
            // Of what a disk holds no partition has more than a part.
            devices.hostDisks().forEach((name, disk) -> machine.platform().addState("disk " + name, disk));
        }
        for (Tenant tenant : tenants) {
            if (tenant.place().isPartition()) {
                name(tenant, names);
            }
            tenant.install(names, devices, file);
            guests.addAll(tenant.guests());
        }
    }

    /** Lets traces tell what happens in a partition. */
    private void name(Tenant tenant, NameBook names) {
        int vm = tenant.place().vm();
        Platform platform = tenant.platform();
        names.addVm(plan.id(), vm, tenant.place().name(), platform.bus());
        for (Hart hart : platform.harts()) {
            hart.setOrigin(new EventOrigin(plan.id(), vm, EventOrigin.NONE, platform.machineNumber(hart.id())));
        }
        Partition partition = tenant.partition();
        partition.setWhenOff(() -> record(EventKind.LIFECYCLE, vm,
            (partition.exitCode() == 0 ? Lifecycle.STOP : Lifecycle.CRASH).ordinal(), partition.exitCode()));
    }

    /** Returns what devices of a guest have in this host. */
    final Devices.Owner owner(ConsoleOutput console, Runnable whenComing) {
        return new Devices.Owner(console, () -> machine().platform().config().clock().ticks(), whenComing);
    }

    // ---- who runs there ----

    /** Puts everything in place for the first instruction. */
    void boot() {
        for (Tenant tenant : tenants) {
            tenant.boot();
            if (tenant.place().isPartition()) {
                record(EventKind.LIFECYCLE, tenant.place().vm(), Lifecycle.START.ordinal(), 0);
            }
        }
        traceLife(Lifecycle.START, 0);
    }

    /** Tells whether the machine runs at the moment. */
    boolean isExecuting() {
        return executing;
    }

    /** Returns what owns it, or its partitions. */
    List<Tenant> tenants() {
        return tenants;
    }

    /** Returns the hypervisors that own it, or parts of it. */
    List<HypervisorHost> hypervisors() {
        return tenants.stream().filter(HypervisorHost.class::isInstance).map(HypervisorHost.class::cast).toList();
    }

    void add(Guest guest) {
        guests.add(guest);
    }

    void remove(Guest guest) {
        guests.remove(guest);
    }

    private Tenant of(Guest guest) {
        return tenants.stream().filter(tenant -> tenant.guests().contains(guest)).findFirst().orElseThrow();
    }

    /** Notes where guests stand in their lives; tells about changes. */
    void updateLives(SessionListener listener) {
        tenants.forEach(tenant -> tenant.updateLives(listener));
    }

    GuestResult result(Guest guest) {
        return of(guest).result(guest);
    }

    HostSnapshot snapshot() {
        List<HartSnapshot> harts = machine.harts().stream().map((Hart hart) -> snapshot(hart, GuestRegisters.of(hart))).toList();
        return new HostSnapshot(plan.name(), machine.now(), machine.instret(), harts,
            tenants.stream().flatMap(tenant -> tenant.domains().stream()).toList(), !hasEnded());
    }

    /** Adds its harts and vCPUs. */
    void addTo(Processors processors) {
        tenants.forEach(tenant -> tenant.addTo(processors));
    }

    /** Looks at what of its memory no guest may write. */
    Custody custody() {
        if (tenants.getFirst() instanceof HypervisorHost owner && tenants.size() == 1) {
            return owner.custody();
        }
        throw new IllegalArgumentException("host '" + plan.name() + "' has no hypervisor of its own");
    }

    /** Lists the code that a guest's kernel runs as, if that is translated. */
    List<Listing> translations(Guest guest, Disassembler.Symbols symbols) {
        return of(guest).translations(guest, symbols);
    }

    /** Returns the guest's physical address space. */
    Bus bus(Guest guest) {
        return of(guest).bus(guest);
    }

    // ---- parts ----

    HostPlan plan() {
        return plan;
    }

    Machine machine() {
        return machine;
    }

    List<Guest> guests() {
        return guests;
    }

    Ending ending() {
        return ending;
    }

    boolean hasEnded() {
        return ending != Ending.NOT_YET;
    }

    /** Tells whether it waits for input and there is none that it could take. */
    boolean awaitsInput() {
        // In the past, notes say what comes.
        return awaitsInput && !machine.isInputNoted();
    }

    /** Finds places for what a guest is to find in its memory; the plan has been checked, so there are some unless somebody made it otherwise. */
    static BootLoader loader(Guest guest, long memory, String file) throws StartException {
        try {
            return new BootLoader(guest.plan().bootFiles(), memory);
        } catch (LoadException e) {
            throw new StartException(Problem.error(file, guest.plan().line(), guest.name() + ": " + e.getMessage()));
        }
    }

    // ---- running ----

    /** Switches the machine off and on again. */
    void reset() {
        awaitsInput = false;
        machine.reset();
    }

    /**
     * Plugs the host into a network with others.
     * @param newSlice cycles that it may be ahead of them
     */
    void connect(long newSlice) {
        slice = newSlice;
        connected = true;
    }

    /** Tells whether other hosts can wake it. */
    boolean isConnected() {
        return connected;
    }

    /** Returns the cycle before which the host does nothing by itself. */
    long time() {
        long next = connected ? machine.nextCycle() : machine.now();
        return next == Long.MAX_VALUE ? machine.now() : next;
    }

    /** Returns the number of the slice of virtual time in which the host does something next. */
    long slice() {
        return time() / slice;
    }

    /**
     * Lets the host run for a while.
     * @param most instructions that it may have retired at the end, since it was started
     */
    StopReason advance(long most) {
        return advance(most, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * As {@link #advance(long)}, or shorter.
     * @param instructions so many more at most, without ending the host
     * @param instants     so much more of its machine's at most
     */
    StopReason advance(long most, long instructions, long instants) {
        deliverInput();
        // Boundaries are multiples, so that they do not depend on where a step or a pause had left the host.
        // What is due by the clock of another host may be past by this one's, which must not keep it from going on, or the other would never have its turn.
        return run(most, instructions, due > time() ? Math.min(boundary(), machine.meeting(due)) : boundary(), instants);
    }

    /** Does not run beyond a cycle, at which something is to be done; {@link Long#MAX_VALUE} for none. */
    void setDue(long cycle) {
        due = cycle;
    }

    /** Executes one instruction or takes one trap; where all harts wait, lets time pass to what they wait for. */
    StopReason step(long most) {
        deliverInput();
        return run(most, Long.MAX_VALUE, machine.current().cycle() + 1, Long.MAX_VALUE);
    }

    private long boundary() {
        return machine.meeting((time() / slice + 1) * slice);
    }

    private StopReason run(long most, long instructions, long until, long instants) {
        if (connected) {
            // Something may come from another host that stands where this one's slice began.
            machine.setIdleLimit(boundary());
        }
        awaitsInput = false;
        woken = false;
        long left = Math.max(0, most - machine.instret());
        long now = machine.instant();
        long instant = Math.min(barrier, instants > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + instants);
        executing = true;
        StopReason reason = machine.run(Math.min(left, instructions), until, instant);
        executing = false;
        // What was printed comes before what ends the run.
        guests.forEach(guest -> guest.console().flushAfter(reason == StopReason.TIME ? PATIENCE : 0));
        switch (reason) {
            case POWERED_OFF -> end(Ending.POWERED_OFF);
            case LIMIT -> {
                if (machine.instret() >= most) {
                    end(Ending.LIMIT);
                }
            }
            case WAITING -> awaitsInput = !deliverInput();
            case TRAP_LOOP -> end(Ending.TRAPPING);
            case TIME, BREAKPOINT, WATCHPOINT, TRAP, STOPPED -> { }
        }
        return reason;
    }

    /** Ends the host's run, for good. */
    void end(Ending how) {
        if (hasEnded()) {
            return;
        }
        ending = how;
        Lifecycle step = switch (how) {
            case POWERED_OFF -> machine.exitCode() == 0 ? Lifecycle.STOP : Lifecycle.CRASH;
            case LIMIT -> Lifecycle.LIMIT;
            case TRAPPING -> Lifecycle.CRASH;
            default -> Lifecycle.STOP;
        };
        traceLife(step, machine.exitCode());
    }

    void traceLife(Lifecycle step, int code) {
        record(EventKind.LIFECYCLE, EventOrigin.NONE, step.ordinal(), code);
    }

    // ---- consoles ----

    /** Returns the output side of a guest's console. */
    final ConsoleOutput output(Guest guest) {
        return new ConsoleOutput() {
            @Override
            public void put(int value) {
                putAgain(value);
                guest.console().put(value);
            }

            @Override
            public void putAgain(int value) {
                record(EventKind.CONSOLE, guest.vm(), Stream.OUTPUT.ordinal(), value);
            }
        };
    }

    /** Notes that there is input to try again with. */
    void inputArrived() {
        woken |= awaitsInput;
        awaitsInput = false;
    }

    /** Tells whether something came for which it had waited, and it has not run since. */
    boolean isWoken() {
        return woken;
    }

    /** Hands over what was typed, as far as guests can take it; returns whether one has taken something. */
    private boolean deliverInput() {
        boolean delivered = false;
        if (barrier != NO_BARRIER) {
            // What comes in here is noted; whoever types now waits for the present.
            return false;
        }
        for (Guest guest : guests) {
            Console console = guest.console();
            while (guest.lifeCycle().isAlive() && console.hasInput() && of(guest).input(guest, console.peek())) {
                console.take();
                delivered = true;
            }
        }
        return delivered;
    }

    final void record(EventKind kind, int vm, long a, long b) {
        if (trace != null) {
            Hart hart = machine.current();
            trace.record(kind, plan.id(), vm, EventOrigin.NONE, EventOrigin.NONE, hart.instret(), hart.cycle(), 0, a, b, 0, 0);
        }
    }

    // ---- going back ----

    /** Tells whether it has something to do now. */
    boolean canRun() {
        return !hasEnded() && !awaitsInput() && machine.instant() < barrier;
    }

    /** Does not run beyond where it is now, before {@link #liftBarrier}: from here it is going to go back. */
    void setBarrier() {
        barrier = machine.instant();
    }

    /** Is in the present again. */
    void liftBarrier() {
        if (barrier != NO_BARRIER) {
            barrier = NO_BARRIER;
            awaitsInput &= guests.stream().noneMatch(guest -> guest.console().hasInput());
        }
    }

    @Override
    public void exchange(StateExchange state) {
        ending = state.choice("ending", Ending.class, ending);
        awaitsInput = state.flag("awaitsInput", awaitsInput);
        woken = state.flag("woken", woken);
        state.part("machine", machine);
    }

    // ---- snapshots ----

    /**
     * Copies a hart's state.
     * @param state  the hart whose privileged state counts
     * @param active the hart that has its registers now
     */
    static HartSnapshot snapshot(Hart state, GuestRegisters active) {
        List<Long> registers = new ArrayList<>();
        for (int i = 0; i < Hart.REGISTERS - 1; i++) {
            registers.add(state.state().isa().zeroExtend(active.x()[i]));
        }
        List<Long> floats = new ArrayList<>();
        for (int i = 0; state.state().isa().has(Extension.F) && i < Hart.FLOATS; i++) {
            floats.add(active.floats()[i]);
        }
        Registers seen = new Registers(state);
        Map<Csr, Long> csrs = new EnumMap<>(Csr.class);
        for (Csr csr : Csr.values()) {
            if (state.state().csr(csr.number()) == csr) {
                csrs.put(csr, seen.csr(csr));
            }
        }
        return new HartSnapshot(state.id(), seen.privilege(), active.pc(), registers, floats, csrs, state.isWaiting());
    }
}
