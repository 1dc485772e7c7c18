// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.snapshot;

import java.util.List;

/**
 * A physical machine at an instant.
 *
 * @param name    its name
 * @param cycle   virtual time
 * @param instret instructions that its harts have retired
 * @param harts   its harts
 * @param domains its virtual machines; empty without a hypervisor
 * @param isOn    whether it is switched on; once off, it stays off
 */
public record HostSnapshot(String name, long cycle, long instret, List<HartSnapshot> harts, List<DomainSnapshot> domains, boolean isOn) {

    /** Copies the lists. */
    public HostSnapshot {
        harts = List.copyOf(harts);
        domains = List.copyOf(domains);
    }
}
