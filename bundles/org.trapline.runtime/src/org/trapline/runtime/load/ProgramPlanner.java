// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.trapline.runtime.Problem;
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
        String name = file.getFileName().toString();
        ProgramPlan program = new ProgramLoader(problems).load(name, List.of(file), host.isa(), new ProgramLoader.Request(file.toString(), 0));
        String complaint = program == null ? null : MemoryFit.complaint(HOST, program, host.memory());
        if (complaint != null) {
            problems.add(Problem.error(file.toString(), 0, complaint));
        }
        boolean failed = problems.stream().anyMatch(Problem::isError);
        return new PlanResult(failed ? null : new SystemPlan(file, List.of(host(program, host))), problems);
    }

    private static HostPlan host(ProgramPlan program, ProgramHost host) {
        return switch (host.owner()) {
            case PROGRAM -> host(host.memory(), host, new HostPlan.Bare(new GuestPlan(HOST, program, "", 0), false));
            case FIRMWARE -> host(host.memory(), host, new HostPlan.Bare(new GuestPlan(HOST, program, "", 0), true));
            case HYPERVISOR -> {
                DomainPlan domain = new DomainPlan(0, new GuestPlan(DOMAIN, program, "", 0), host.isa(), host.cores(), host.memory(), false);
                yield host(host.memory() + HYPERVISOR_MEMORY, host,
                    new HypervisorPlan("vmm", HypervisorConfig.DEFAULT_QUANTUM, List.of(domain)));
            }
        };
    }

    private static HostPlan host(long memory, ProgramHost host, HostPlan.Role role) {
        return new HostPlan(0, HOST, host.isa(), host.cores(), memory, Set.of(), role, 0);
    }
}
