// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.util.List;

import org.trapline.vmm.IoScheme;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.schedule.SchedulerScheme;
import org.trapline.vmm.technique.CpuTechnique;

/**
 * Host software that owns kernel mode and runs guests: a Type 1 hypervisor, or an operating system with processes and a hypervisor in its kernel or
 * among its processes.
 *
 * @param name          its name in the configuration
 * @param technique     how guests' code runs
 * @param paging        how guests' addresses are translated
 * @param io            how guests reach devices
 * @param scheduler     whose turn it is on a core
 * @param quantumCycles how long a vCPU runs before it is another's turn
 * @param domains       its virtual machines
 * @param swap          where an operating system writes pages when memory runs short; null for nowhere
 */
public record HypervisorPlan(String name, CpuTechnique technique, PagingScheme paging, IoScheme io, SchedulerScheme scheduler,
        long quantumCycles, List<DomainPlan> domains, SwapPlan swap) implements HostPlan.Role {

    /** Copies the list. */
    public HypervisorPlan {
        domains = List.copyOf(domains);
    }

    /** A hypervisor under which vCPUs take turns. */
    public HypervisorPlan(String name, CpuTechnique technique, PagingScheme paging, IoScheme io, long quantumCycles, List<DomainPlan> domains) {
        this(name, technique, paging, io, SchedulerScheme.ROUND_ROBIN, quantumCycles, domains);
    }

    /** A hypervisor whose memory stays where it is. */
    public HypervisorPlan(String name, CpuTechnique technique, PagingScheme paging, IoScheme io, SchedulerScheme scheduler, long quantumCycles,
            List<DomainPlan> domains) {
        this(name, technique, paging, io, scheduler, quantumCycles, domains, null);
    }
}
