// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.util.List;

/**
 * A part of a host that firmware cuts off.
 *
 * @param id      its number in traces, unique among partitions and virtual machines
 * @param name    what people call it, unique in the system: {@code big.a}
 * @param harts   numbers of the host's harts that it has
 * @param first   offset of its memory in the host's
 * @param memory  bytes of memory
 * @param role    who owns it
 * @param devices what it has beside what every machine has
 * @param line    where in the configuration it is declared
 */
public record PartitionPlan(int id, String name, List<Integer> harts, long first, long memory, HostPlan.Role role, List<DevicePlan> devices, int line) {
    /** Copies the lists. */
    public PartitionPlan {
        harts = List.copyOf(harts);
        devices = List.copyOf(devices);
    }
}
