// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.schedule;

import java.util.List;

import org.trapline.machine.state.StateExchange;
import org.trapline.vmm.Domain;
import org.trapline.vmm.DomainConfig;
import org.trapline.vmm.VCpu;

/** Whom a scheduler prefers. */
interface Policy {
    /**
     * Makes sure that there is room for a domain.
     * @throws IllegalArgumentException if there is none
     */
    default void check(final DomainConfig wanted) {
        // There is always room in a queue.
    }

    void add(VCpu vcpu);

    void remove(VCpu vcpu);

    /** Tells whether a vCPU may be on a hart at all. */
    default boolean allows(final VCpu vcpu, final int hart) {
        return true;
    }

    /** Takes notice that a vCPU wants to run that did not before. */
    default void woke(final VCpu vcpu, final List<VCpu> members) {
        // It waits for its turn as all others do.
    }

    /**
     * Chooses one.
     * @param waiting who could run, in the order in which they were added; at least one
     */
    VCpu choose(List<VCpu> waiting);

    /** Takes notice that a domain has used a hart. */
    default void used(final Domain domain, final long cycles) {
        // Who has had how much does not matter.
    }

    /** @param members all that were added, in that order */
    void exchange(StateExchange state, List<VCpu> members);
}
