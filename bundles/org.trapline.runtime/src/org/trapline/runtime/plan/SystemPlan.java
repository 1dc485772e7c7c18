// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A whole system.
 *
 * @param file  the configuration or program it was read from
 * @param hosts the machines to run, in the order of the file; their position is their number in traces
 * @param volumes storage that belongs to no host
 * @param networks what network cards are plugged into
 * @param scenarios what may happen to the machines
 */
public record SystemPlan(Path file, List<HostPlan> hosts, List<VolumePlan> volumes, List<NetworkPlan> networks, List<ScenarioPlan> scenarios) {

    /** Copies the lists. */
    public SystemPlan {
        hosts = List.copyOf(hosts);
        volumes = List.copyOf(volumes);
        networks = List.copyOf(networks);
        scenarios = List.copyOf(scenarios);
    }

    /** Machines to which nothing happens from outside. */
    public SystemPlan(Path file, List<HostPlan> hosts, List<VolumePlan> volumes, List<NetworkPlan> networks) {
        this(file, hosts, volumes, networks, List.of());
    }

    /** Machines that share nothing. */
    public SystemPlan(Path file, List<HostPlan> hosts) {
        this(file, hosts, List.of(), List.of());
    }

    /** Returns everything that runs a program of its own: bare hosts, and the domains of the others. */
    public Stream<GuestPlan> guests() {
        return hosts.stream().flatMap(HostPlan::guests);
    }
}
