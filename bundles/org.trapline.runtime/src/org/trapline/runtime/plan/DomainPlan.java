// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import org.trapline.isa.Isa;

/**
 * A virtual machine.
 *
 * @param id       its number in traces, unique in the system
 * @param guest    its program and name
 * @param isa      what its vCPUs can do
 * @param vcpus    how many it has
 * @param memory   bytes of guest memory
 * @param firmware whether it starts in supervisor mode above the VMM's firmware calls
 */
public record DomainPlan(int id, GuestPlan guest, Isa isa, int vcpus, long memory, boolean firmware) {
}
