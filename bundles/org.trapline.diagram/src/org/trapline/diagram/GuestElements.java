// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.LinkKind;
import org.trapline.diagram.scene.Role;
import org.trapline.topology.Assignment;
import org.trapline.topology.Backing;
import org.trapline.topology.Disk;
import org.trapline.topology.Domain;
import org.trapline.topology.Hypervisor;
import org.trapline.topology.Nic;
import org.trapline.topology.PartitionFirmware;
import org.trapline.topology.Peripheral;
import org.trapline.topology.SbiFirmware;
import org.trapline.topology.resolve.GuestSpec;
import org.trapline.topology.resolve.Resolver;

/** Hypervisors and their virtual machines. */
final class GuestElements {

    /** More vCPUs than this are drawn as one chip. */
    static final int MOST_VCPUS = 4;
    /** Of more virtual machines in an array than this, the rest is only counted. */
    static final int MOST_INSTANCES = 16;

    private final SceneBuilder builder;

    GuestElements(SceneBuilder builder) {
        this.builder = builder;
    }

    Element hypervisor(Hypervisor hypervisor, String owner) {
        String id = builder.id(owner, "hypervisor " + Words.name(hypervisor));
        builder.place(hypervisor, id);
        int type = Resolver.type(hypervisor);
        String place = switch (type) {
            case 1 -> "is the kernel, right on the hardware";
            case 2 -> "a process of the host's operating system";
            default -> "there is no such type here";
        };
        List<String> lines = Words.lines("Type " + type + " · " + Words.technique(hypervisor.getTechnique()) + " · "
                + Words.paging(Resolver.paging(hypervisor)), place, Words.scheduler(hypervisor.getScheduler()));
        List<Element> domains = hypervisor.getDomains().stream().map(domain -> domain(domain, id)).toList();
        return new Element(id, Role.HYPERVISOR, "hypervisor " + Words.name(hypervisor), lines, Optional.empty(), List.of(), domains, hypervisor, -1);
    }

    private Element domain(Domain domain, String owner) {
        String id = builder.id(owner, "domain " + Words.name(domain));
        builder.place(domain, id);
        List<GuestSpec> machines = Resolver.guests(domain);
        boolean isArray = domain.isSetCount();
        String title = "domain " + Words.name(domain) + (isArray ? "[" + domain.getCount() + "]" : "");
        if (Words.isResolved(domain.getTemplate())) {
            builder.link(LinkKind.FROM, id, domain.getTemplate(), "", domain);
        }
        if (machines.isEmpty()) {
            return new Element(id, Role.DOMAIN, title, List.of("no virtual machines"), Optional.empty(), List.of(), List.of(), domain, -1);
        }
        GuestSpec one = machines.getFirst();
        builder.link(LinkKind.BOOTS, id, one.program(), "", domain);
        List<String> lines = Words.lines((isArray ? "each: " : "") + Words.join(Words.amount(one.vcpus(), "vCPU"), Words.bytes(one.memory()),
                Words.boots(one.program())), firmware(one), foreignIsa(one), Words.limits(one.limits()));
        List<Element> parts = new ArrayList<>(isArray ? instances(machines, id) : processors(one, id));
        parts.addAll(devices(one, id));
        return new Element(id, Role.DOMAIN, title, lines, isArray ? Optional.empty() : builder.status(one.qualifiedName()), parts, List.of(), domain, -1);
    }

    private List<Element> instances(List<GuestSpec> machines, String owner) {
        List<Element> instances = new ArrayList<>();
        for (GuestSpec machine : machines.subList(0, Math.min(machines.size(), MOST_INSTANCES))) {
            instances.add(builder.part(owner, Role.INSTANCE, machine.name(), machine.name(), List.of(), builder.status(machine.qualifiedName()),
                    machine.domain(), machine.index()));
        }
        int rest = machines.size() - instances.size();
        if (rest > 0) {
            instances.add(builder.part(owner, Role.INSTANCE, "rest", "and " + rest + " more", List.of(), machines.getFirst().domain()));
        }
        return instances;
    }

    private List<Element> processors(GuestSpec machine, String owner) {
        List<Element> parts = new ArrayList<>();
        if (machine.vcpus() > MOST_VCPUS) {
            parts.add(builder.part(owner, Role.VCPU, "vcpus", "vCPUs 0–" + (machine.vcpus() - 1), List.of("virtual processors"), machine.domain()));
        } else {
            IntStream.range(0, machine.vcpus()).forEach(index -> parts.add(builder.part(owner, Role.VCPU, "vcpu " + index, "vCPU " + index,
                    List.of("virtual processor"), builder.processorStatus(LiveState.vcpu(machine.qualifiedName(), index)), machine.domain(), index)));
        }
        parts.add(builder.part(owner, Role.GUEST_MEMORY, "memory", "memory", List.of(Words.bytes(machine.memory())), machine.domain()));
        if (machine.program() != null) {
            String files = machine.program().getUris().isEmpty() ? "" : Words.file(machine.program().getUris().getFirst());
            parts.add(builder.part(owner, Role.KERNEL, "kernel", "kernel " + Words.name(machine.program()), Words.lines(files), machine.program()));
        }
        return parts;
    }

    private List<Element> devices(GuestSpec machine, String owner) {
        List<Element> parts = new ArrayList<>();
        machine.disks().forEach(disk -> parts.add(disk(disk, owner)));
        for (Nic nic : machine.interfaces()) {
            Element part = builder.part(owner, Role.INTERFACE, "interface " + Words.name(nic), "interface " + Words.name(nic),
                    List.of(nic.getNetwork() == null ? "not plugged in" : "on " + Words.name(nic.getNetwork())), nic);
            parts.add(part);
            builder.link(LinkKind.PLUGGED, part.id(), nic.getNetwork(), "", nic);
        }
        for (Peripheral device : machine.devices()) {
            parts.add(builder.part(owner, Role.GUEST_DEVICE, "device " + Words.name(device), "device " + Words.name(device),
                    List.of(Words.literal(device.getModel())), device));
        }
        for (Assignment assignment : machine.assignments()) {
            Element part = builder.part(owner, Role.PASSED_THROUGH, "assigned " + Words.name(assignment.getDevice()),
                    Words.name(assignment.getDevice()), List.of("passed through"), assignment);
            parts.add(part);
            builder.link(LinkKind.ASSIGNED, part.id(), assignment.getDevice(), "", assignment);
        }
        return parts;
    }

    private Element disk(Disk disk, String owner) {
        String backing = !disk.isSetBacking() ? "" : switch (disk.getBacking()) {
            case MINIDISK -> "minidisk";
            case FILE -> Words.file(disk.getImage());
            case VOLUME -> "on volume " + Words.name(disk.getVolume());
            case MEMORY -> "in memory";
        };
        String range = disk.getSlice() == null || disk.getSlice().getRange() == null ? "" : Words.range(disk.getSlice().getRange());
        Element part = builder.part(owner, Role.GUEST_DISK, "disk " + Words.name(disk), "disk " + Words.name(disk),
                Words.lines(Words.join(disk.isSetSize() ? Words.bytes(disk.getSize()) : "", backing), range), disk);
        if (disk.getSlice() != null) {
            builder.link(LinkKind.SLICE, part.id(), disk.getSlice().getDisk(), "", disk.getSlice());
        }
        if (!disk.isSetBacking() || disk.getBacking() == Backing.VOLUME) {
            builder.link(LinkKind.STORED, part.id(), disk.getVolume(), "", disk);
        }
        return part;
    }

    private static String firmware(GuestSpec machine) {
        return switch (machine.firmware()) {
            case SbiFirmware sbi -> "with SBI firmware of its own";
            case PartitionFirmware cutting -> "with partitions of its own";
            case null -> "";
            default -> "with firmware of its own";
        };
    }

    private static String foreignIsa(GuestSpec machine) {
        String own = Resolver.ownIsa(machine.domain());
        return own == null ? "" : "written for " + own;
    }
}
