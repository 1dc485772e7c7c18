// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.snapshot;

import java.util.List;
import java.util.Optional;

import org.trapline.vmm.LifeCycle;

/**
 * A virtual machine at an instant.
 *
 * @param name      its name
 * @param lifeCycle where it stands
 * @param vcpus     its virtual CPUs
 * @param memory    its memory
 * @param kept      its snapshots, in the order in which they were taken
 * @param current   the name of the snapshot from which its present run has begun; empty for its start
 * @param move      its migration, if one is going on
 */
public record DomainSnapshot(String name, LifeCycle lifeCycle, List<VCpuSnapshot> vcpus, MemorySnapshot memory, List<KeptSnapshot> kept, String current,
        Optional<MoveSnapshot> move) {

    /** Copies the lists. */
    public DomainSnapshot {
        vcpus = List.copyOf(vcpus);
        kept = List.copyOf(kept);
    }
}
