// SPDX-License-Identifier: EPL-2.0
package org.trapline.topology.resolve;

import java.util.List;
import org.trapline.topology.Hypervisor;
import org.trapline.topology.IoMode;
import org.trapline.topology.Paging;
import org.trapline.topology.SchedulerKind;
import org.trapline.topology.Technique;
import org.trapline.topology.VirtualTime;

/**
 * A hypervisor as it is to be built, with defaults folded in and arrays of domains expanded.
 * @param hypervisor where it was declared
 * @param type 1 or 2 in a valid configuration
 * @param technique how it runs guest kernel code
 * @param paging how it gives guests page tables
 * @param io how guests reach devices
 * @param scheduler how vCPUs take turns
 * @param quantum how long one runs before the next gets its turn
 * @param reserve bytes of memory the hypervisor keeps for itself
 * @param guests its virtual machines, in the order of the file
 */
public record HypervisorSpec(Hypervisor hypervisor, int type, Technique technique, Paging paging, IoMode io, SchedulerKind scheduler,
        VirtualTime quantum, long reserve, List<GuestSpec> guests) {

    /** The memory of all its guests and its own, in bytes. */
    public long memory() {
        return guests.stream().mapToLong(GuestSpec::memory).reduce(reserve, HypervisorSpec::saturatingAdd);
    }

    private static long saturatingAdd(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
