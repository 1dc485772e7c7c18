// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.trapline.isa.Isa;
import org.trapline.machine.privileged.Quirk;
import org.trapline.vmm.Cost;

/**
 * A physical machine.
 *
 * @param id      its number in traces
 * @param name    its name in the configuration
 * @param isa     what its harts can do
 * @param cores   how many harts it has
 * @param memory  bytes of RAM
 * @param quirks  flaws of its harts
 * @param role    who owns it
 * @param line    where in the configuration it is declared; 0 if there is none
 * @param devices what it has beside what every machine has
 * @param costs   what work of a VMM costs on its harts, in cycles, where it is not the usual figure
 */
public record HostPlan(int id, String name, Isa isa, int cores, long memory, Set<Quirk> quirks, Role role, int line, List<DevicePlan> devices,
        Map<Cost, Integer> costs) {

    /** Copies the collections. */
    public HostPlan {
        quirks = Set.copyOf(quirks);
        devices = List.copyOf(devices);
        costs = Map.copyOf(costs);
    }

    /** A machine on which work costs the usual. */
    public HostPlan(int id, String name, Isa isa, int cores, long memory, Set<Quirk> quirks, Role role, int line, List<DevicePlan> devices) {
        this(id, name, isa, cores, memory, quirks, role, line, devices, Map.of());
    }

    /** A machine that has what every machine has. */
    public HostPlan(int id, String name, Isa isa, int cores, long memory, Set<Quirk> quirks, Role role, int line) {
        this(id, name, isa, cores, memory, quirks, role, line, List.of());
    }

    /** Who owns a machine. */
    public sealed interface Role permits Bare, HypervisorPlan, PartitionsPlan {
    }

    /**
     * A program owns it, or the built-in firmware does and the program runs above.
     *
     * @param guest    the program and what is known of it
     * @param firmware whether the firmware owns machine mode and starts the program in supervisor mode
     */
    public record Bare(GuestPlan guest, boolean firmware) implements Role {
    }

    /** Tells whether a VMM owns it, or a part of it. */
    public boolean hasVmm() {
        return role instanceof HypervisorPlan
            || role instanceof PartitionsPlan firmware && firmware.partitions().stream().anyMatch(part -> part.role() instanceof HypervisorPlan);
    }

    /** Returns what runs programs on it. */
    public Stream<GuestPlan> guests() {
        return guests(role);
    }

    private static Stream<GuestPlan> guests(Role role) {
        return switch (role) {
            case Bare bare -> Stream.of(bare.guest());
            case HypervisorPlan hypervisor -> hypervisor.domains().stream().map(DomainPlan::guest);
            case PartitionsPlan firmware -> firmware.partitions().stream().flatMap(partition -> guests(partition.role()));
        };
    }
}
