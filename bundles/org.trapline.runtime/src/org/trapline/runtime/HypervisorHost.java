// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.util.ArrayList;
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
import org.trapline.runtime.debug.Processor;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.runtime.plan.HypervisorPlan;
import org.trapline.runtime.snapshot.DomainSnapshot;
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
import org.trapline.vmm.technique.BinaryTranslation;
import org.trapline.vmm.technique.CpuTechnique;
import org.trapline.vmm.technique.GuestRegisters;
import org.trapline.vmm.translation.CacheStatistics;
import org.trapline.vmm.translation.Listing;

/** A Type 1 hypervisor that owns a host, or a partition of one. */
final class HypervisorHost extends Tenant {
    private final HypervisorPlan role;
    private Hypervisor hypervisor;
    private final Map<Guest, Domain> domains = new LinkedHashMap<>();
    private final Map<Guest, Integer> ports = new HashMap<>();

    HypervisorHost(RunningHost host, Place place, HypervisorPlan role) {
        super(host, place);
        this.role = role;
    }

    @Override
    ConsoleOutput console() {
        return ConsoleOutput.NONE;
    }

    @Override
    void install(NameBook names, Devices devices, String file) throws StartException {
        SupervisorTimer timer = new SupervisorTimer(platform().mtimer());
        platform().harts().forEach(hart -> hart.setResident(Privilege.M, (trapped, cause) -> trapToFirmware(timer, trapped, cause)));
        hypervisor = new Hypervisor(platform(), timer::arm, new HypervisorConfig(plan().id(), role.technique(), role.paging(), role.io(), role.scheduler(),
            role.quantumCycles(), CostModel.standard(), 0));
        hypervisor.setWhenAllEnded(() -> partition().powerOff(0));
        for (DomainPlan domain : role.domains()) {
            try {
                create(domain, names, devices, file);
            } catch (IllegalArgumentException e) {
                throw new StartException(Problem.error(file, domain.guest().line(), e.getMessage()));
            }
        }
    }

    /** The host's machine mode has one duty: to hand timer interrupts down. */
    private static void trapToFirmware(SupervisorTimer timer, Hart hart, Cause cause) {
        if (cause != Cause.MACHINE_TIMER_INTERRUPT) {
            throw new IllegalStateException("the host trapped to its machine mode: " + cause.causeName() + " at 0x" + Long.toHexString(hart.pc()));
        }
        timer.fired(hart);
    }

    private void create(DomainPlan plan, NameBook names, Devices devices, String file) throws StartException {
        Guest guest = new Guest(plan.guest(), plan().id(), plan.id());
        ConsoleOutput console = host().output(guest);
        Domain domain = hypervisor.create(
            new DomainConfig(guest.name(), plan.id(), plan.isa(), plan.vcpus(), plan.memory(), plan.firmware(), true, console).with(plan.share())
                .withVirtio(devices.ofDomain(plan, host().owner(console, () -> wake(guest)))));
        domain.setCrashPolicy(plan.onCrash());
        domain.setBootLoader(RunningHost.loader(guest, plan.memory(), file));
        domains.put(guest, domain);
        ports.put(guest, machine().addInput(new Line(guest, domain)));
        add(guest);
        names.addVm(plan().id(), plan.id(), guest.name(), domain.platform().bus());
        names.addProgram(plan().id(), plan.id(), guest.plan());
    }

    private void wake(Guest guest) {
        host().inputArrived();
        domains.get(guest).wake();
    }

    @Override
    void boot() {
        partition().boot(Platform.RAM_BASE, hypervisor::boot);
    }

    @Override
    boolean input(Guest to, int value) {
        // The machine keeps it until the guest has room.
        machine().type(ports.get(to), new byte[] {(byte) value});
        return true;
    }

    /** The line from a guest's console to its domain. */
    private final class Line implements InputPort {
        private final Guest guest;
        private final Domain domain;

        Line(Guest guest, Domain domain) {
            this.guest = guest;
            this.domain = domain;
        }

        @Override
        public boolean hasRoom() {
            return domain.lifeCycle().isAlive() && domain.platform().inputRoom() > 0;
        }

        @Override
        public void receive(int value) {
            domain.input(value);
            record(EventKind.CONSOLE, guest.vm(), Stream.INPUT.ordinal(), value);
        }
    }

    @Override
    void updateLives(SessionListener listener) {
        domains.forEach((guest, domain) -> {
            if (guest.setLifeCycle(domain.lifeCycle())) {
                listener.guestChanged(guest, domain.lifeCycle());
            }
        });
    }

    @Override
    GuestResult result(Guest of) {
        Domain domain = domains.get(of);
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
        return new GuestResult(of, ending(domain), domain.exitCode(), retired + emulated, emulated, exits, machine().now(),
            registers(domain.vcpus().getFirst()).pc(), role.technique() == CpuTechnique.BINARY_TRANSLATION ? Optional.of(translation) : Optional.empty());
    }

    private Ending ending(Domain domain) {
        return switch (domain.lifeCycle()) {
            case OFF -> Ending.POWERED_OFF;
            case CRASHED -> domain.exitCode() == 0 ? Ending.CRASHED : Ending.FAILED;
            default -> ending();
        };
    }

    @Override
    List<DomainSnapshot> domains() {
        List<DomainSnapshot> guests = new ArrayList<>();
        domains.forEach((guest, domain) -> guests.add(new DomainSnapshot(guest.name(), domain.lifeCycle(),
            domain.vcpus().stream().map(this::snapshot).toList())));
        return guests;
    }

    private VCpuSnapshot snapshot(VCpu vcpu) {
        return new VCpuSnapshot(RunningHost.snapshot(vcpu.hart(), registers(vcpu)), physicalHart(vcpu), vcpu.exits(), vcpu.nativeInstructions(),
            vcpu.emulatedInstructions());
    }

    /** Returns the vCPU's registers: while the vCPU is loaded, a physical hart has them. */
    private GuestRegisters registers(VCpu vcpu) {
        int hart = physicalHart(vcpu);
        return hart < 0 ? GuestRegisters.of(vcpu.hart()) : vcpu.technique().registers(platform().hart(hart));
    }

    @Override
    List<Listing> translations(Guest of, Disassembler.Symbols symbols) {
        return domains.get(of).vcpus().stream().filter(vcpu -> vcpu.technique() instanceof BinaryTranslation)
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
        domains.forEach((guest, domain) -> {
            for (VCpu vcpu : domain.vcpus()) {
                processors.add(plan().id(), guest.name(), guest, Processor.Kind.VCPU, vcpu.hart(), () -> hypervisor.stateChanged(vcpu));
            }
        });
    }

    Custody custody() {
        return Custody.of(hypervisor);
    }

    @Override
    Bus bus(Guest of) {
        return domains.get(of).platform().bus();
    }
}
