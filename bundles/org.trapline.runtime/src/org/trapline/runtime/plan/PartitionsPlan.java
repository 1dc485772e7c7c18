// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.util.List;

/**
 * A Type 0 hypervisor: firmware that cuts the host into partitions, each with an owner of its own.
 *
 * @param partitions in the order of the file; they share nothing
 */
public record PartitionsPlan(List<PartitionPlan> partitions) implements HostPlan.Role {
    /** Copies the list. */
    public PartitionsPlan {
        partitions = List.copyOf(partitions);
    }
}
