// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.util.List;

import org.trapline.isa.Isa;
import org.trapline.vmm.CrashPolicy;
import org.trapline.vmm.schedule.Share;

/**
 * A virtual machine.
 *
 * @param id       its number in traces, unique in the system
 * @param guest    its program and name
 * @param isa      what its vCPUs can do
 * @param vcpus    how many it has
 * @param memory   bytes of guest memory
 * @param firmware whether it starts in supervisor mode above the VMM's firmware calls
 * @param devices  what it has beside what every machine has
 * @param share    what it gets of the host's cores
 * @param onCrash  what is done when its guest crashes
 */
public record DomainPlan(int id, GuestPlan guest, Isa isa, int vcpus, long memory, boolean firmware, List<DevicePlan> devices, Share share,
        CrashPolicy onCrash) {
    /** Copies the list. */
    public DomainPlan {
        devices = List.copyOf(devices);
    }

    /** A virtual machine of which nothing is said about cores and crashes. */
    public DomainPlan(int id, GuestPlan guest, Isa isa, int vcpus, long memory, boolean firmware, List<DevicePlan> devices) {
        this(id, guest, isa, vcpus, memory, firmware, devices, Share.EVEN, CrashPolicy.PRESERVE);
    }

    /** A virtual machine that has what every machine has. */
    public DomainPlan(int id, GuestPlan guest, Isa isa, int vcpus, long memory, boolean firmware) {
        this(id, guest, isa, vcpus, memory, firmware, List.of());
    }
}
