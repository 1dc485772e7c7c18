// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.util.List;

/**
 * A Type 1 hypervisor that traps and emulates, with shadow paging and round-robin scheduling.
 *
 * @param name          its name in the configuration
 * @param quantumCycles how long a vCPU runs before it is another's turn
 * @param domains       its virtual machines
 */
public record HypervisorPlan(String name, long quantumCycles, List<DomainPlan> domains) implements HostPlan.Role {

    /** Copies the list. */
    public HypervisorPlan {
        domains = List.copyOf(domains);
    }
}
