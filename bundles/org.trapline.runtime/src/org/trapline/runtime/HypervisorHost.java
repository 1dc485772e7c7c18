// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.trapline.isa.Cause;
import org.trapline.isa.Disassembler;
import org.trapline.isa.Privilege;
import org.trapline.machine.InputPort;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.firmware.SupervisorTimer;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.storage.DiskSlice;
import org.trapline.runtime.debug.Processor;
import org.trapline.runtime.plan.DevicePlan;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.runtime.plan.HypervisorPlan;
import org.trapline.runtime.snapshot.DomainSnapshot;
import org.trapline.runtime.snapshot.KeptSnapshot;
import org.trapline.runtime.snapshot.MemorySnapshot;
import org.trapline.runtime.snapshot.MoveSnapshot;
import org.trapline.runtime.snapshot.VCpuSnapshot;
import org.trapline.trace.EventKind;
import org.trapline.trace.code.Stream;
import org.trapline.vmm.CostModel;
import org.trapline.vmm.Custody;
import org.trapline.vmm.Domain;
import org.trapline.vmm.DomainConfig;
import org.trapline.vmm.Hypervisor;
import org.trapline.vmm.HypervisorConfig;
import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.VCpu;
import org.trapline.vmm.life.SnapshotTree;
import org.trapline.vmm.technique.BinaryTranslation;
import org.trapline.vmm.technique.CpuTechnique;
import org.trapline.vmm.technique.GuestRegisters;
import org.trapline.vmm.translation.CacheStatistics;
import org.trapline.vmm.translation.Listing;

/** A Type 1 hypervisor, or an operating system with guests and processes, that owns a host, or a partition of one. */
final class HypervisorHost extends Tenant {
    private final HypervisorPlan role;
    private Hypervisor hypervisor;
    private final Map<Guest, Lodger> lodgers = new LinkedHashMap<>();
    private final Map<Guest, Line> lines = new HashMap<>();
    private final Deque<Line> spareLines = new ArrayDeque<>();
    private NameBook names;
    private Devices devices;
    private String file;
    private boolean staysOn;

    HypervisorHost(RunningHost host, Place place, HypervisorPlan role) {
        super(host, place);
        this.role = role;
    }

    @Override
    ConsoleOutput console() {
        return ConsoleOutput.NONE;
    }

    @Override
    void install(NameBook newNames, Devices newDevices, String newFile) throws StartException {
        names = newNames;
        devices = newDevices;
        file = newFile;
        SupervisorTimer timer = new SupervisorTimer(platform().mtimer());
        platform().harts().forEach(hart -> hart.setResident(Privilege.M, (trapped, cause) -> trapToFirmware(timer, trapped, cause)));
        hypervisor = new Hypervisor(platform(), timer::arm, new HypervisorConfig(plan().id(), role.technique(), role.paging(), role.io(), role.scheduler(),
            role.quantumCycles(), CostModel.with(plan().costs()), 0));
        hypervisor.setWhenAllEnded(this::powerOffIfDone);
        if (role.swap() != null) {
            hypervisor.setSwap(new DiskSlice(devices.hostDisks().get(role.swap().disk()), role.swap().first(), role.swap().size()));
        }
        for (DomainPlan domain : role.domains()) {
            create(domain);
        }
    }

    private void powerOffIfDone() {
        if (!staysOn && lodgers.values().stream().allMatch(lodger -> lodger.suspended() == null)) {
            partition().powerOff(0);
        }
    }

    /** Lets the host stay on when all its guests have ended, because somebody may start another, or no longer. */
    void setStaysOn(boolean on) {
        staysOn = on;
        if (!on && lodgers.values().stream().noneMatch(HypervisorHost::mayRun)) {
            powerOffIfDone();
        }
    }

    private static boolean mayRun(Lodger lodger) {
        return lodger.lifeCycle().isAlive() || lodger.suspended() != null;
    }

    /** The host's machine mode has one duty: to hand timer interrupts down. */
    private static void trapToFirmware(SupervisorTimer timer, Hart hart, Cause cause) {
        if (cause != Cause.MACHINE_TIMER_INTERRUPT) {
            throw new IllegalStateException("the host trapped to its machine mode: " + cause.causeName() + " at 0x" + Long.toHexString(hart.pc()));
        }
        timer.fired(hart);
    }

    /**
     * Makes a virtual machine, which has not started yet.
     * @throws StartException if there is no room for it, or one of its disks cannot be opened
     */
    Lodger create(DomainPlan plan) throws StartException {
        Guest guest = new Guest(plan.guest(), plan().id(), plan.id());
        Lodger lodger = new Lodger(guest, plan, this, devices);
        try {
            lodger.setDomain(hypervisor.create(lodger.config()));
        } catch (IllegalArgumentException e) {
            throw new StartException(Problem.error(file, plan.guest().line(), e.getMessage()));
        }
        assign(lodger);
        prepare(lodger);
        takeIn(lodger);
        return lodger;
    }

    /** Gives a guest those devices of the host that it is to have for itself. */
    private void assign(Lodger lodger) throws StartException {
        List<String> slots = place().devices().stream().map(DevicePlan::name).toList();
        for (String name : lodger.plan().assigned()) {
            if (!slots.contains(name)) {
                throw new StartException(Problem.error(file, lodger.plan().guest().line(), lodger.guest().name() + ": '" + place().name()
                    + "' has no device '" + name + "' to give away"));
            }
            try {
                hypervisor.assign(lodger.domain(), slots.indexOf(name));
            } catch (IllegalArgumentException e) {
                throw new StartException(Problem.error(file, lodger.plan().guest().line(), e.getMessage()));
            }
        }
    }

    /** Lets a domain load at its start what its guest needs. */
    private void prepare(Lodger lodger) throws StartException {
        lodger.domain().setBootLoader(RunningHost.loader(lodger.guest(), lodger.domain().config().memory(), file));
        lodger.domain().setCrashPolicy(lodger.plan().onCrash());
    }

    /** Adds a guest that is here from now on. */
    void takeIn(Lodger lodger) {
        Guest guest = lodger.guest();
        lodgers.put(guest, lodger);
        lines.computeIfAbsent(guest, _ -> spareLines.isEmpty() ? new Line() : spareLines.remove()).lodger = lodger;
        add(guest);
        names.addVm(plan().id(), lodger.plan().id(), guest.name(), lodger.domain().platform().bus());
        names.addProgram(plan().id(), lodger.plan().id(), guest.plan());
    }

    /** Lets a guest go that is not here any more. */
    void letGo(Lodger lodger) {
        lodgers.remove(lodger.guest());
        remove(lodger.guest());
    }

    /** Lets a guest go that is nowhere any more. */
    void forget(Lodger lodger) {
        letGo(lodger);
        host().remove(lodger.guest());
        Line line = lines.remove(lodger.guest());
        line.lodger = null;
        spareLines.add(line);
    }

    Hypervisor hypervisor() {
        return hypervisor;
    }

    List<Lodger> lodgers() {
        return List.copyOf(lodgers.values());
    }

    Lodger lodger(Guest guest) {
        return lodgers.get(guest);
    }

    /** Gives a guest a domain again after it was suspended. */
    void recreate(Lodger lodger) throws StartException {
        lodger.setDomain(hypervisor.create(lodger.config()));
        prepare(lodger);
    }

    /** Gives a guest another number of vCPUs and another size of memory. */
    void resize(Lodger lodger, int vcpus, long memory) throws StartException {
        // What does not fit must be known before the old one is given up.
        RunningHost.loader(lodger.guest(), memory, file);
        DomainPlan before = lodger.plan();
        lodger.resize(vcpus, memory);
        try {
            lodger.setDomain(hypervisor.resize(lodger.domain(), lodger.config()));
        } catch (RuntimeException e) {
            lodger.resize(before.vcpus(), before.memory());
            // There may be another like the one that was there.
            hypervisor.domains().stream().filter(each -> each.id() == before.id()).findFirst().ifPresent(lodger::setDomain);
            throw e;
        }
        assign(lodger);
        prepare(lodger);
    }

    @Override
    void boot() {
        partition().boot(Platform.RAM_BASE, hypervisor::boot);
    }

    @Override
    boolean input(Guest to, int value) {
        // The machine keeps it until the guest has room.
        machine().type(lines.get(to).port, new byte[] {(byte) value});
        return true;
    }

    /** The line from a guest's console to its domain; what is typed to one that is gone goes nowhere. */
    private final class Line implements InputPort {
        private final int port = machine().addInput(this);
        private Lodger lodger;

        @Override
        public boolean hasRoom() {
            return lodger == null || lodger.lifeCycle().isAlive() && lodger.domain().platform().inputRoom() > 0;
        }

        @Override
        public void receive(int value) {
            if (lodger == null) {
                return;
            }
            lodger.domain().input(value);
            record(EventKind.CONSOLE, lodger.guest().vm(), Stream.INPUT.ordinal(), value);
        }
    }

    @Override
    Executing executing(Hart hart) {
        VCpu vcpu = hypervisor.executing(hart.id());
        Guest guest = vcpu == null ? null : guest(vcpu.domain());
        return guest == null ? Executing.HOST : new Executing(guest, vcpu.id(), vcpu.isCarriedOut() ? vcpu.hart().pc() : registers(vcpu).pc());
    }

    @Override
    Guest owner(long address) {
        Domain domain = hypervisor.owner(address);
        return domain == null ? null : guest(domain);
    }

    private Guest guest(Domain domain) {
        return lodgers.values().stream().filter(lodger -> lodger.domain() == domain).map(Lodger::guest).findFirst().orElse(null);
    }

    @Override
    void updateLives(SessionListener listener) {
        for (Lodger lodger : lodgers()) {
            if (lodger.guest().setLifeCycle(lodger.lifeCycle())) {
                listener.guestChanged(lodger.guest(), lodger.lifeCycle());
            }
        }
    }

    @Override
    GuestResult result(Guest of) {
        Lodger lodger = lodgers.get(of);
        Domain domain = lodger.domain();
        long retired = 0;
        long emulated = 0;
        long exits = 0;
        CacheStatistics translation = CacheStatistics.NONE;
        for (VCpu vcpu : domain.vcpus()) {
            if (vcpu.technique() instanceof BinaryTranslation technique) {
                translation = translation.plus(technique.statistics());
            }
            retired += vcpu.nativeInstructions();
            emulated += vcpu.emulatedInstructions();
            exits += vcpu.exits();
        }
        return new GuestResult(of, ending(lodger), domain.exitCode(), retired + emulated, emulated, exits, machine().now(),
            registers(domain.vcpus().getFirst()).pc(), role.technique() == CpuTechnique.BINARY_TRANSLATION ? Optional.of(translation) : Optional.empty(),
            domain.isPaged() ? Optional.of(new MemoryUse(domain.memory().size(), domain.resident(), domain.swapOuts(), domain.swapIns())) : Optional.empty());
    }

    private Ending ending(Lodger lodger) {
        Domain domain = lodger.domain();
        return switch (domain.lifeCycle()) {
            case OFF -> Ending.POWERED_OFF;
            case CRASHED -> domain.exitCode() == 0 ? Ending.CRASHED : Ending.FAILED;
            case DEFINED -> domain.starts() ? ending() : Ending.NOT_STARTED;
            case DELETED -> lodger.hasMovedAway() ? Ending.MOVED : domain.exitCode() == 0 ? Ending.POWERED_OFF : Ending.FAILED;
            default -> ending();
        };
    }

    @Override
    List<DomainSnapshot> domains() {
        List<DomainSnapshot> guests = new ArrayList<>();
        lodgers.values().forEach(lodger -> guests.add(snapshot(lodger)));
        return guests;
    }

    private DomainSnapshot snapshot(Lodger lodger) {
        SnapshotTree tree = lodger.snapshots();
        List<KeptSnapshot> kept = tree.names().stream().map(name -> new KeptSnapshot(name, tree.parent(name))).toList();
        return new DomainSnapshot(lodger.guest().name(), lodger.lifeCycle(), lodger.domain().vcpus().stream().map(this::snapshot).toList(), memory(lodger), kept,
            tree.current(), lodger.move().map(move -> new MoveSnapshot(move.target(), move.source().report().rounds().size())));
    }

    private static MemorySnapshot memory(Lodger lodger) {
        Domain domain = lodger.domain();
        if (!lodger.lifeCycle().hasResources()) {
            return new MemorySnapshot(lodger.plan().memory(), 0, 0, 0, lodger.plan().memory());
        }
        return new MemorySnapshot(domain.memory().size(), domain.resident(), domain.swapped(), domain.given(), domain.memoryTarget());
    }

    private VCpuSnapshot snapshot(VCpu vcpu) {
        return new VCpuSnapshot(RunningHost.snapshot(vcpu.hart(), registers(vcpu)), physicalHart(vcpu), vcpu.exits(), vcpu.nativeInstructions(),
            vcpu.emulatedInstructions());
    }

    /** Returns the vCPU's registers: while the vCPU is loaded, a physical hart has them. */
    private GuestRegisters registers(VCpu vcpu) {
        int hart = physicalHart(vcpu);
        if (hart < 0) {
            return GuestRegisters.of(vcpu.hart());
        }
        GuestRegisters there = vcpu.technique().registers(platform().hart(hart));
        // While the guest's unit is off, a hart has somebody else's there.
        return vcpu.state().isFloatOff() ? there.withFloats(vcpu.hart()) : there;
    }

    @Override
    List<Listing> translations(Guest of, Disassembler.Symbols symbols) {
        return lodgers.get(of).domain().vcpus().stream().filter(vcpu -> vcpu.technique() instanceof BinaryTranslation)
            .flatMap(vcpu -> ((BinaryTranslation) vcpu.technique()).listings(symbols).stream()).toList();
    }

    private int physicalHart(VCpu vcpu) {
        for (int hart = 0; hart < platform().harts().size(); hart++) {
            if (hypervisor.loaded(hart) == vcpu) {
                return hart;
            }
        }
        return -1;
    }

    @Override
    void addTo(Processors processors) {
        platform().harts().forEach(hart -> processors.add(plan().id(), place().name(), null, Processor.Kind.HART, hart, () -> { }));
        lodgers.values().forEach(lodger -> addTo(processors, lodger));
    }

    /** Adds the vCPUs of a guest. */
    void addTo(Processors processors, Lodger lodger) {
        for (VCpu vcpu : lodger.domain().vcpus()) {
            processors.add(plan().id(), lodger.guest().name(), lodger.guest(), Processor.Kind.VCPU, vcpu.hart(), () -> hypervisor.stateChanged(vcpu));
        }
    }

    Custody custody() {
        return Custody.of(hypervisor);
    }

    @Override
    Bus bus(Guest of) {
        return lodgers.get(of).domain().platform().bus();
    }
}
