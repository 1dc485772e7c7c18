// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.debug;

import org.trapline.runtime.Guest;

/**
 * Something that executes instructions: a hart of a host, or a virtual CPU.
 *
 * @param number its number in the session: harts of a host come before its vCPUs, hosts in the order of the plan
 * @param host   the number of its host
 * @param owner  the name of the host or the domain that it belongs to
 * @param guest  whose program it executes; null for the harts of a host with a hypervisor, which execute those of all domains
 * @param kind   physical or virtual
 * @param id     its number in the host or domain, which software reads in {@code mhartid}
 */
public record Processor(int number, int host, String owner, Guest guest, Kind kind, int id) {
    /** What a processor is. */
    public enum Kind {
        HART, VCPU
    }

    /** Returns what to call it: {@code bare hart 0}, {@code lab.one vcpu 1}. */
    public String name() {
        return owner + (kind == Kind.HART ? " hart " : " vcpu ") + id;
    }

    @Override
    public String toString() {
        return name();
    }
}
