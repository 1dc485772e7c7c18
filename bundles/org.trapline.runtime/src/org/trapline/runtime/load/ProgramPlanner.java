// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.trapline.runtime.Problem;
import org.trapline.runtime.load.ProgramLoader.Raw;
import org.trapline.runtime.plan.BootPlan;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.runtime.plan.GuestPlan;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.HypervisorPlan;
import org.trapline.runtime.plan.ProgramPlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.vmm.HypervisorConfig;

/** Plans a host around a single program. */
final class ProgramPlanner {
    private static final String HOST = "machine";
    private static final String DOMAIN = "guest";
    /** What a host with a hypervisor has beyond its guest's memory: enough for the hypervisor and its tables. */
    private static final long HYPERVISOR_MEMORY = 32L << 20;

    private ProgramPlanner() {
    }

    static PlanResult plan(Path file, ProgramHost host) {
        List<Problem> problems = new ArrayList<>();
        ProgramLoader loader = new ProgramLoader(problems);
        ProgramLoader.Request request = new ProgramLoader.Request(file.toString(), 0);
        ProgramHost.Beside beside = host.beside();
        boolean supervised = beside.firmware() != null || host.owner() == ProgramHost.Owner.FIRMWARE;
        ProgramPlan program = loader.load(name(file), List.of(file), host.isa(), supervised ? Raw.KERNEL : Raw.PROGRAM, request);
        BootPlan boot = new BootPlanner(loader).plan(beside.firmware(), beside.initrd(), beside.commandLine(), beside.deviceTree(), host.isa(), request);
        GuestPlan guest = program == null || boot == null ? null
            : new GuestPlan(host.owner() == ProgramHost.Owner.HYPERVISOR ? DOMAIN : HOST, program, boot, 0);
        String complaint = guest == null ? null : MemoryFit.complaint(HOST, guest, host.memory());
        if (complaint != null) {
            problems.add(Problem.error(file.toString(), 0, complaint));
        }
        boolean failed = problems.stream().anyMatch(Problem::isError);
        return new PlanResult(failed ? null : new SystemPlan(file, List.of(host(guest, host))), problems);
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }

    private static HostPlan host(GuestPlan guest, ProgramHost host) {
        return switch (host.owner()) {
            case PROGRAM -> host(host.memory(), host, new HostPlan.Bare(guest, false));
            case FIRMWARE -> host(host.memory(), host, new HostPlan.Bare(guest, true));
            case HYPERVISOR -> {
                DomainPlan domain = new DomainPlan(0, guest, host.isa(), host.cores(), host.memory(),
                    LinuxKernels.isKernel(guest.program().files().getFirst()));
                yield host(host.memory() + HYPERVISOR_MEMORY, host,
                    new HypervisorPlan("vmm", HypervisorConfig.DEFAULT_QUANTUM, List.of(domain)));
            }
        };
    }

    private static HostPlan host(long memory, ProgramHost host, HostPlan.Role role) {
        return new HostPlan(0, HOST, host.isa(), host.cores(), memory, Set.of(), role, 0);
    }
}
