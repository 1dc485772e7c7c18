// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.hover;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.eclipse.emf.ecore.util.EcoreUtil;
import org.eclipse.xtext.EcoreUtil2;
import org.trapline.lang.topology.Describe;
import org.trapline.topology.BitRate;
import org.trapline.topology.ByteSize;
import org.trapline.topology.CpuRange;
import org.trapline.topology.Disk;
import org.trapline.topology.GuestSettings;
import org.trapline.topology.Host;
import org.trapline.topology.Hypervisor;
import org.trapline.topology.Named;
import org.trapline.topology.Network;
import org.trapline.topology.Nic;
import org.trapline.topology.Partition;
import org.trapline.topology.PartitionFirmware;
import org.trapline.topology.Program;
import org.trapline.topology.Size;
import org.trapline.topology.Stateful;
import org.trapline.topology.Topology;
import org.trapline.topology.resolve.GuestSpec;
import org.trapline.topology.resolve.HypervisorSpec;
import org.trapline.topology.resolve.Resolver;

/** What an element of a configuration comes to, once everything is added up. */
public final class Facts {

    private Facts() {
    }

    /** Its full name, what it is and what it comes to, in Markdown. */
    public static String about(Named element) {
        String name = element instanceof Stateful stateful ? Resolver.qualifiedName(stateful) : Objects.requireNonNullElse(element.getName(), "?");
        List<String> facts = facts(element);
        return "**" + Describe.kind(element) + " `" + name + "`**" + facts.stream().map(fact -> "\n- " + fact).collect(Collectors.joining())
                + "\n\n" + EcoreUtil.getDocumentation(element.eClass());
    }

    /** One line for an outline: the most important of the facts. */
    public static String brief(Named element) {
        return switch (element) {
            case Host host -> host.getIsa() + ", " + plural(host.getCores(), "core") + ", " + ByteSize.format(host.getMemory());
            case Partition partition -> "cpus " + cores(partition.getCpus()) + ", " + ByteSize.format(partition.getMemory());
            case Hypervisor hypervisor -> "type " + Resolver.type(hypervisor) + ", " + hypervisor.getTechnique().getLiteral();
            case GuestSettings guest -> plural(Resolver.vcpus(guest), "vCPU") + ", " + ByteSize.format(Resolver.memory(guest));
            case Program program -> String.join(", ", program.getUris());
            case Network network -> Objects.requireNonNullElse(network.getCidr(), "");
            case Disk disk -> disk.isSetSize() ? ByteSize.format(disk.getSize()) : "";
            default -> "";
        };
    }

    private static List<String> facts(Named element) {
        return switch (element) {
            case Host host -> host(host);
            case Partition partition -> List.of("cores " + cores(partition.getCpus()), ByteSize.format(partition.getMemory()) + " of memory, all its own");
            case Hypervisor hypervisor -> hypervisor(hypervisor);
            case GuestSettings guest -> guest(guest);
            case Size size -> List.of(plural(size.getVcpus(), "vCPU") + ", " + ByteSize.format(size.getMemory()));
            case Program program -> List.of("from " + String.join(", ", program.getUris()));
            case Network network -> network(network);
            case Nic nic -> nic.getNetwork() == null ? List.of() : List.of("on " + Describe.element(nic.getNetwork()));
            case Disk disk -> disk.isSetSize() ? List.of(ByteSize.format(disk.getSize())) : List.of();
            default -> List.of();
        };
    }

    private static List<String> host(Host host) {
        List<String> facts = new ArrayList<>(List.of("isa `" + host.getIsa() + "`", plural(host.getCores(), "core") + ", " + ByteSize.format(host.getMemory()) + " of memory"));
        long assigned = 0;
        for (Hypervisor hypervisor : EcoreUtil2.getAllContentsOfType(host, Hypervisor.class)) {
            if (Resolver.platform(hypervisor) == host) {
                assigned = add(assigned, Resolver.hypervisor(hypervisor).memory());
            }
        }
        if (host.getFirmware() instanceof PartitionFirmware partitions) {
            assigned = partitions.getPartitions().stream().mapToLong(Partition::getMemory).reduce(assigned, Facts::add);
        }
        if (assigned > 0) {
            long left = host.getMemory() - assigned;
            facts.add(ByteSize.format(assigned) + " assigned to guests, " + (left >= 0 ? ByteSize.format(left) + " left" : ByteSize.format(-left) + " too much"));
        }
        return facts;
    }

    private static List<String> hypervisor(Hypervisor hypervisor) {
        HypervisorSpec spec = Resolver.hypervisor(hypervisor);
        int vcpus = spec.guests().stream().mapToInt(GuestSpec::vcpus).sum();
        return List.of("Type " + spec.type() + ", cpu `" + spec.technique().getLiteral() + "`, paging `" + spec.paging().getLiteral() + "`, io `" + spec.io().getLiteral() + "`",
                "scheduler `" + spec.scheduler().getLiteral() + "`, quantum " + spec.quantum(),
                plural(spec.guests().size(), "virtual machine") + " with " + plural(vcpus, "vCPU") + " and " + ByteSize.format(spec.memory()) + " in all");
    }

    private static List<String> guest(GuestSettings guest) {
        List<String> facts = new ArrayList<>();
        facts.add(plural(Resolver.vcpus(guest), "vCPU") + ", " + ByteSize.format(Resolver.memory(guest)) + " of memory"
                + (guest instanceof org.trapline.topology.Domain domain && domain.isSetCount() ? " each, " + plural(domain.getCount(), "virtual machine") : ""));
        Resolver.chain(guest).stream().map(GuestSettings::getProgram).filter(Objects::nonNull).findFirst()
                .ifPresent(program -> facts.add("boots " + Describe.element(program)));
        List<String> origin = Resolver.chain(guest).stream().skip(1).map(Describe::element).toList();
        if (!origin.isEmpty()) {
            facts.add("made from " + String.join(", from ", origin));
        }
        return facts;
    }

    private static List<String> network(Network network) {
        List<String> facts = new ArrayList<>();
        if (network.getCidr() != null) {
            facts.add(network.getCidr());
        }
        if (network.isSetBandwidth()) {
            facts.add(BitRate.format(network.getBandwidth()) + " a second for each port");
        }
        List<String> plugged = EcoreUtil2.getAllContentsOfType(Resolver.enclosing(network, Topology.class), Nic.class).stream()
                .filter(nic -> nic.getNetwork() == network).map(nic -> Describe.element(Resolver.enclosing(nic.eContainer(), Named.class))).distinct().toList();
        facts.add(plugged.isEmpty() ? "nothing is plugged in" : "plugged in: " + String.join(", ", plugged));
        return facts;
    }

    private static String cores(List<CpuRange> ranges) {
        return ranges.stream().map(CpuRange::toString).collect(Collectors.joining(", "));
    }

    private static String plural(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static long add(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
