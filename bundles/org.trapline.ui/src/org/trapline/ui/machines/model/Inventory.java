// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.machines.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.trapline.runtime.Guest;
import org.trapline.runtime.SessionState;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.plan.HypervisorPlan;
import org.trapline.runtime.plan.PartitionPlan;
import org.trapline.runtime.plan.PartitionsPlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.snapshot.DomainSnapshot;
import org.trapline.runtime.snapshot.HostSnapshot;
import org.trapline.runtime.snapshot.SystemSnapshot;
import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.os.Standing;

/**
 * All hosts of a session, what runs on them, and what was kept, at an instant.
 *
 * @param isAlive whether the session goes on, so that something can be done
 */
public record Inventory(List<Node> roots, boolean isAlive) {
    /** Nothing at all. */
    public static final Inventory NONE = new Inventory(List.of(), false);

    public Inventory {
        roots = List.copyOf(roots);
    }

    /** Makes rows of what a session's plan says, and of how its machines are. */
    public static Inventory of(final SystemPlan plan, final List<Guest> guests, final SystemSnapshot now, final List<String> templates, final SessionState state) {
        final List<Node> roots = new ArrayList<>();
        for (int number = 0; number < plan.hosts().size(); number++) {
            final int host = number;
            final List<Guest> here = guests.stream().filter(guest -> guest.host() == host && guest.lifeCycle() != LifeCycle.DELETED).toList();
            roots.add(new OfHost(plan.hosts().get(host), now.hosts().get(host), here, state).node(host));
        }
        templates.forEach(name -> roots.add(new Node.Template(name)));
        return new Inventory(roots, state != SessionState.ENDED);
    }

    /** Returns all rows, each before those below it. */
    public Stream<Node> all() {
        return below(roots);
    }

    private static Stream<Node> below(final List<Node> nodes) {
        return nodes.stream().flatMap(node -> Stream.concat(Stream.of(node), below(node.children())));
    }

    public Optional<Node> find(final String key) {
        return all().filter(node -> node.key().equals(key)).findFirst();
    }

    /** Returns the hosts on which virtual machines can be. */
    public List<Node.Host> hypervisors() {
        return roots.stream().filter(Node.Host.class::isInstance).map(Node.Host.class::cast).filter(Node.Host::takesMachines).toList();
    }

    /** One host's part of it. */
    private record OfHost(HostPlan plan, HostSnapshot now, List<Guest> guests, SessionState state) {

        Node.Host node(final int number) {
            return new Node.Host(number, plan, now, state, plan.role() instanceof final PartitionsPlan parts ? partitions(parts) : rows(guests));
        }

        private boolean isOn() {
            return state != SessionState.ENDED && now.isOn();
        }

        private List<Node> rows(final List<Guest> those) {
            return those.stream().map(this::row).toList();
        }

        private Node row(final Guest guest) {
            return now.domains().stream().filter(domain -> domain.name().equals(guest.name()) && domain.lifeCycle() != LifeCycle.DELETED).findFirst()
                    .<Node>map(domain -> new Node.Machine(guest, domain, kind(guest), isOn(), kept(guest, domain, "")))
                    .orElseGet(() -> new Node.Program(guest, isOn()));
        }

        private Standing.Kind kind(final Guest guest) {
            return domains(plan.role()).filter(domain -> domain.guest().name().equals(guest.name())).map(domain -> domain.standing().kind()).findFirst()
                    .orElse(Standing.Kind.GUEST);
        }

        private static Stream<DomainPlan> domains(final HostPlan.Role role) {
            return switch (role) {
                case HostPlan.Bare _ -> Stream.empty();
                case HypervisorPlan hypervisor -> hypervisor.domains().stream();
                case PartitionsPlan parts -> parts.partitions().stream().flatMap(part -> domains(part.role()));
            };
        }

        private static List<Node> kept(final Guest guest, final DomainSnapshot domain, final String parent) {
            return domain.kept().stream().filter(snapshot -> snapshot.parent().equals(parent))
                    .<Node>map(snapshot -> new Node.Kept(guest, snapshot, snapshot.name().equals(domain.current()), kept(guest, domain, snapshot.name()))).toList();
        }

        private List<Node> partitions(final PartitionsPlan parts) {
            final List<Guest> left = new ArrayList<>(guests);
            final List<Node> nodes = new ArrayList<>();
            for (final PartitionPlan part : parts.partitions()) {
                final List<Guest> inside = left.stream().filter(guest -> guest.name().equals(part.name()) || guest.name().startsWith(part.name() + ".")).toList();
                left.removeAll(inside);
                nodes.add(new Node.Partition(part, isOn(), rows(inside)));
            }
            // What was made since has a name of its own.
            nodes.addAll(rows(left));
            return nodes;
        }
    }
}
