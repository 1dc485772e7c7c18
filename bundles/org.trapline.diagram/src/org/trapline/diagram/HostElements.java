// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.emf.ecore.EObject;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.LinkKind;
import org.trapline.diagram.scene.Role;
import org.trapline.topology.Assignment;
import org.trapline.topology.Disk;
import org.trapline.topology.Host;
import org.trapline.topology.Nic;
import org.trapline.topology.Partition;
import org.trapline.topology.PartitionFirmware;
import org.trapline.topology.Peripheral;
import org.trapline.topology.Platform;
import org.trapline.topology.ProgramFirmware;
import org.trapline.topology.SbiFirmware;
import org.trapline.topology.resolve.Resolver;

/** Hosts and partitions: what runs on them above, their hardware below. */
final class HostElements {

    /** More harts than this are drawn as one chip. */
    static final int MOST_HARTS = 4;

    private final SceneBuilder builder;
    private final GuestElements guests;
    private final SystemElements systems;

    HostElements(SceneBuilder builder) {
        this.builder = builder;
        this.guests = new GuestElements(builder);
        this.systems = new SystemElements(builder, guests);
    }

    Element host(Host host) {
        String name = Words.name(host);
        String id = builder.id("", "host " + name);
        builder.place(host, id);
        List<String> lines = new ArrayList<>(Words.lines(
                "physical machine · " + Words.amount(host.getCores(), "core") + " · " + Words.bytes(host.getMemory()), host.getIsa()));
        host.getQuirks().stream().distinct().forEach(quirk -> lines.add(Words.quirk(quirk)));
        List<Element> children = new ArrayList<>(software(host, id));
        children.add(hardware(host, id));
        return new Element(id, Role.HOST, "host " + name, lines, builder.status(Resolver.qualifiedName(host)), List.of(), children, host, -1);
    }

    /** What runs on a host or partition, uppermost first. */
    private List<Element> software(Platform platform, String owner) {
        List<Element> software = new ArrayList<>();
        platform.getHypervisors().forEach(hypervisor -> software.add(guests.hypervisor(hypervisor, owner)));
        platform.getSystems().forEach(system -> software.add(systems.system(system, owner)));
        if (Words.isResolved(platform.getProgram())) {
            software.add(program(platform, owner));
        }
        switch (platform.getFirmware()) {
            case SbiFirmware sbi -> software.add(box(builder.id(owner, "firmware"), Role.FIRMWARE, "firmware",
                    List.of("built-in SBI · keeps machine mode for itself"), List.of(), sbi));
            case ProgramFirmware own -> software.add(ownFirmware(own, owner));
            case PartitionFirmware cutting -> software.add(partitions(cutting, owner));
            case null, default -> { }
        }
        return software;
    }

    private Element program(Platform platform, String owner) {
        String id = builder.id(owner, "boot");
        builder.link(LinkKind.BOOTS, id, platform.getProgram(), "", platform);
        String mode = platform.getFirmware() == null ? "runs bare: owns the machine, from machine mode up" : "starts in supervisor mode";
        String whose = platform instanceof Partition ? "owns the partition" : mode;
        return box(id, Role.SOFTWARE, "program " + Words.name(platform.getProgram()), Words.lines(whose,
                platform.getAppend() == null ? "" : "command line: " + platform.getAppend()), List.of(), platform);
    }

    private Element ownFirmware(ProgramFirmware firmware, String owner) {
        String id = builder.id(owner, "firmware");
        builder.link(LinkKind.BOOTS, id, firmware.getProgram(), "", firmware);
        return box(id, Role.FIRMWARE, "firmware " + Words.name(firmware.getProgram()), List.of("starts in machine mode"), List.of(), firmware);
    }

    private Element partitions(PartitionFirmware firmware, String owner) {
        String id = builder.id(owner, "firmware");
        List<Element> partitions = firmware.getPartitions().stream().map(partition -> partition(partition, id)).toList();
        return box(id, Role.FIRMWARE, "firmware · Type 0 hypervisor",
                List.of("cuts the machine into partitions; nothing is shared, so nothing traps"), partitions, firmware);
    }

    private Element partition(Partition partition, String owner) {
        String id = builder.id(owner, "partition " + Words.name(partition));
        builder.place(partition, id);
        List<Element> shares = new ArrayList<>();
        if (!partition.getCpus().isEmpty()) {
            shares.add(builder.part(id, Role.SHARE, "cpus", Words.cores(partition.getCpus()), List.of("its own"), partition));
        }
        if (partition.isSetMemory()) {
            shares.add(builder.part(id, Role.SHARE, "memory", "memory", List.of(Words.bytes(partition.getMemory())), partition));
        }
        for (Assignment assignment : partition.getAssignments()) {
            Element share = builder.part(id, Role.SHARE, "share " + Words.name(assignment.getDevice()), Words.name(assignment.getDevice()),
                    List.of(assignment.getRange() == null ? "all of it" : Words.range(assignment.getRange())), assignment);
            shares.add(share);
            builder.link(assignment.getRange() == null ? LinkKind.ASSIGNED : LinkKind.SLICE, share.id(), assignment.getDevice(), "", assignment);
        }
        return new Element(id, Role.PARTITION, "partition " + Words.name(partition), List.of("a machine of its own"),
                builder.status(Resolver.qualifiedName(partition)), shares, software(partition, id), partition, -1);
    }

    private Element hardware(Host host, String owner) {
        String id = builder.id(owner, "hardware");
        List<Element> parts = new ArrayList<>(harts(host, id));
        parts.add(builder.part(id, Role.MEMORY, "memory", "memory", List.of(Words.bytes(host.getMemory())), host));
        for (Disk disk : host.getDisks()) {
            parts.add(placed(builder.part(id, Role.DISK, "disk " + Words.name(disk), "disk " + Words.name(disk),
                    Words.lines(disk.isSetSize() ? Words.bytes(disk.getSize()) : Words.file(disk.getImage())), disk)));
        }
        for (Nic nic : host.getNics()) {
            Element part = placed(builder.part(id, Role.NIC, "nic " + Words.name(nic), "nic " + Words.name(nic),
                    List.of(nic.getNetwork() == null ? "network card" : "on " + Words.name(nic.getNetwork())), nic));
            parts.add(part);
            builder.link(LinkKind.PLUGGED, part.id(), nic.getNetwork(), "", nic);
        }
        for (Peripheral device : host.getDevices()) {
            parts.add(placed(builder.part(id, Role.DEVICE, "device " + Words.name(device), "device " + Words.name(device),
                    List.of(Words.literal(device.getModel())), device)));
        }
        return new Element(id, Role.HARDWARE, "hardware", List.of(), Optional.empty(), parts, List.of(), host, -1);
    }

    private Element placed(Element part) {
        builder.place(part.source(), part.id());
        return part;
    }

    private List<Element> harts(Host host, String owner) {
        int cores = Math.max(0, host.getCores());
        if (cores > MOST_HARTS) {
            return List.of(builder.part(owner, Role.HART, "harts", "harts 0–" + (cores - 1), List.of(cores + " cores"), host));
        }
        List<Element> harts = new ArrayList<>();
        for (int index = 0; index < cores; index++) {
            harts.add(builder.part(owner, Role.HART, "hart " + index, "hart " + index, List.of("a core"),
                    builder.processorStatus(LiveState.hart(Words.name(host), index)), host, index));
        }
        return harts;
    }

    private static Element box(String id, Role role, String title, List<String> lines, List<Element> children, EObject source) {
        return new Element(id, role, title, lines, Optional.empty(), List.of(), children, source, -1);
    }
}
