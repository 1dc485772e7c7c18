// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.StopReason;
import org.trapline.machine.device.virtio.VirtioDevice;
import org.trapline.machine.engine.Engines;
import org.trapline.machine.firmware.SupervisorTimer;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Quirk;
import org.trapline.trace.EventKind;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/** A host with a hypervisor and guests on it, and the same program on a machine of its own. */
final class Lab {
    static final Isa ISA = Isa.parse("rv64g_zba_zbb_zbs");
    static final long GUEST_MEMORY = 1 << 20;

    final Machine machine;
    final Hypervisor hypervisor;
    final List<Domain> guests = new ArrayList<>();
    final StringBuilder console = new StringBuilder();
    private Function<Lab, List<Supplier<VirtioDevice>>> devices = lab -> List.of();

    private Lab(Way way, Isa isa, int harts, long quantum, Set<Quirk> quirks) {
        this(Engines.byDefault(), way, isa, harts, quantum, quirks);
    }

    private Lab(Engines engines, Way way, Isa isa, int harts, long quantum, Set<Quirk> quirks) {
        this(engines, HypervisorConfig.standard(0).withQuantum(quantum).with(way.technique, way.paging),
            way.extensions.isEmpty() || isa.has(Extension.H) ? isa : Isa.parse(isa + way.extensions), harts, quirks);
    }

    private Lab(HypervisorConfig config, Isa host, int harts, Set<Quirk> quirks) {
        this(Engines.byDefault(), config, host, harts, quirks);
    }

    private Lab(Engines engines, HypervisorConfig config, Isa host, int harts, Set<Quirk> quirks) {
        machine = new Machine(new MachineConfig(host, harts, 32 << 20, c -> { }, 0, true, quirks).withEngines(engines));
        final SupervisorTimer timer = new SupervisorTimer(machine.platform().mtimer());
        hypervisor = new Hypervisor(machine.platform(), timer::arm, config);
        hypervisor.setWhenAllEnded(() -> machine.powerOff(0));
        for (final Hart hart : machine.platform().harts()) {
            hart.setResident(Privilege.M, (h, cause) -> {
                if (cause != Cause.MACHINE_TIMER_INTERRUPT) {
                    throw new AssertionError("the guest brought the host's machine mode to " + cause);
                }
                timer.fired(h);
            });
        }
    }

    static Lab of(Program... programs) {
        return of(1, HypervisorConfig.DEFAULT_QUANTUM, programs);
    }

    static Lab of(int harts, long quantum, Program... programs) {
        return of(harts, quantum, false, programs);
    }

    /** A host and a guest whose harts have other extensions. */
    static Lab withIsa(String isa, Program program) {
        return of(Way.TRAP_AND_EMULATE, Isa.parse(isa), 1, HypervisorConfig.DEFAULT_QUANTUM, false, program);
    }

    /** A guest that starts in supervisor mode, with SBI. */
    static Lab withFirmware(Program program) {
        return of(1, HypervisorConfig.DEFAULT_QUANTUM, true, program);
    }

    private static Lab of(int harts, long quantum, boolean firmware, Program... programs) {
        return of(Way.TRAP_AND_EMULATE, ISA, harts, quantum, firmware, programs);
    }

    /** Guests that run by a technique of choice. */
    static Lab of(Way way, Program... programs) {
        return of(way, ISA, 1, HypervisorConfig.DEFAULT_QUANTUM, false, programs);
    }

    static Lab of(Way way, Isa isa, int harts, long quantum, boolean firmware, Program... programs) {
        return new Lab(way, isa, harts, quantum, Set.of()).boot(isa, 1, firmware, programs);
    }

    /** Guests on a host that has other engines than usual. */
    static Lab of(Engines engines, Way way, Isa isa, int harts, long quantum, Program... programs) {
        return new Lab(engines, way, isa, harts, quantum, Set.of()).boot(isa, 1, false, programs);
    }

    /** A guest whose harts have fewer extensions than its host's. */
    static Lab withIsas(Way way, Isa host, Isa guest, Program program) {
        return new Lab(way, host, 1, HypervisorConfig.DEFAULT_QUANTUM, Set.of()).boot(guest, 1, false, program);
    }

    /** A guest whose VMM's work takes other time. */
    static Lab withCosts(Way way, Map<Cost, Integer> costs, Program program) {
        final Isa host = Isa.parse(ISA + way.extensions);
        return new Lab(HypervisorConfig.standard(0).with(way.technique, way.paging).with(CostModel.with(costs)), host, 1, Set.of()).boot(ISA, 1, false, program);
    }

    /** Guests that know their VMM. */
    static Lab paravirt(Program... programs) {
        return new Lab(HypervisorConfig.standard(0).with(CpuTechnique.PARAVIRT, PagingScheme.DIRECT), ISA, 1, Set.of()).boot(ISA, 1, false, programs);
    }

    /** A guest that knows its VMM, with several vCPUs and harts, and with devices. */
    static Lab paravirt(PagingScheme paging, int harts, int vcpus, Function<Lab, List<Supplier<VirtioDevice>>> devices, Program... programs) {
        return paravirt(Engines.byDefault(), paging, harts, vcpus, devices, programs);
    }

    /** As {@link #paravirt}, on a host that has other engines than usual. */
    static Lab paravirt(Engines engines, PagingScheme paging, int harts, int vcpus, Function<Lab, List<Supplier<VirtioDevice>>> devices,
            Program... programs) {
        final Isa host = paging == PagingScheme.NESTED ? Isa.parse(ISA + "_h") : ISA;
        final Lab lab = new Lab(engines, HypervisorConfig.standard(0).with(CpuTechnique.PARAVIRT, paging), host, harts, Set.of());
        lab.devices = devices;
        return lab.boot(ISA, vcpus, false, programs);
    }

    /** A guest on a host that has a quirk. */
    static Lab of(Way way, Quirk quirk, Program program) {
        return new Lab(way, ISA, 1, HypervisorConfig.DEFAULT_QUANTUM, Set.of(quirk)).boot(ISA, 1, false, program);
    }

    /** One guest with several vCPUs, and a hart for each. */
    static Lab withVcpus(Way way, int vcpus, Program program) {
        return new Lab(way, ISA, vcpus, HypervisorConfig.DEFAULT_QUANTUM, Set.of()).boot(ISA, vcpus, false, program);
    }

    private Lab boot(Isa isa, int vcpus, boolean firmware, Program... programs) {
        for (final Program program : programs) {
            final Domain guest = hypervisor.create(new DomainConfig("guest" + guests.size(), guests.size(), isa, vcpus, GUEST_MEMORY, firmware,
                true, c -> console.append((char) c)).withVirtio(devices.apply(this)));
            guest.load(Platform.RAM_BASE, program.bytes());
            guests.add(guest);
        }
        machine.boot(Platform.RAM_BASE, hypervisor::boot);
        return this;
    }

    StopReason run() {
        return run(10_000_000);
    }

    StopReason run(long instructions) {
        return machine.run(instructions);
    }

    Hart guestHart(int guest) {
        return guests.get(guest).vcpus().getFirst().hart();
    }

    long x(int guest, int register) {
        return guestHart(guest).x()[register];
    }

    long csr(int guest, Csr csr) {
        return guestHart(guest).state().read(csr);
    }

    TraceBuffer trace() {
        final TraceBuffer trace = new TraceBuffer(1 << 18, new NameTable(word -> null));
        machine.setTrace(trace, 0);
        return trace;
    }

    static List<TraceEvent> events(TraceBuffer trace, EventKind kind) {
        final List<TraceEvent> found = new ArrayList<>();
        final TraceEvent event = new TraceEvent();
        for (long seq = trace.firstSeq(); seq < trace.nextSeq(); seq++) {
            if (trace.read(seq, event) && event.kind() == kind) {
                found.add(event.copy());
            }
        }
        return found;
    }

    /** Returns a machine that has nothing but the program, with as much memory as a guest. */
    static Machine bare(Program program) {
        final Machine bare = new Machine(MachineConfig.of(ISA, GUEST_MEMORY, c -> { }));
        bare.boot(Platform.RAM_BASE, () -> bare.platform().bus().load(Platform.RAM_BASE, program.bytes()));
        return bare;
    }
}
