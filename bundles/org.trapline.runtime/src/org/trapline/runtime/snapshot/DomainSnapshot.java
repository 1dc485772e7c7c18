// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.snapshot;

import java.util.List;

import org.trapline.vmm.LifeCycle;

/**
 * A virtual machine at an instant.
 *
 * @param name      its name
 * @param lifeCycle where it stands
 * @param vcpus     its virtual CPUs
 */
public record DomainSnapshot(String name, LifeCycle lifeCycle, List<VCpuSnapshot> vcpus) {

    /** Copies the list. */
    public DomainSnapshot {
        vcpus = List.copyOf(vcpus);
    }
}
