// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.Role;
import org.trapline.topology.BitRate;
import org.trapline.topology.Disk;
import org.trapline.topology.GuestSettings;
import org.trapline.topology.Named;
import org.trapline.topology.Network;
import org.trapline.topology.Nic;
import org.trapline.topology.Peripheral;
import org.trapline.topology.Program;
import org.trapline.topology.Template;
import org.trapline.topology.Volume;
import org.trapline.topology.resolve.Resolver;

/** What stands around the hosts: programs, templates, networks, volumes. */
final class Surroundings {

    private final SceneBuilder builder;

    Surroundings(SceneBuilder builder) {
        this.builder = builder;
    }

    Element program(Program program) {
        List<String> files = program.getUris().stream().limit(3).collect(Collectors.toCollection(ArrayList::new));
        if (program.getUris().size() > 3) {
            files.add("and " + (program.getUris().size() - 3) + " more");
        }
        String id = builder.id("", "program " + Words.name(program));
        builder.place(program, id);
        return box(id, Role.PROGRAM, "program " + Words.name(program), files, List.of(), program);
    }

    Element network(Network network) {
        String id = builder.id("", "network " + Words.name(network));
        builder.place(network, id);
        String speed = Words.join(network.isSetBandwidth() ? BitRate.format(network.getBandwidth()) + "/s" : "",
                network.getLatency() == null ? "" : network.getLatency() + " delay");
        List<String> lines = Words.lines("a virtual switch" + (network.getCidr() == null ? "" : " · " + network.getCidr()), speed,
                network.getCapture() == null ? "" : "recorded in " + Words.file(network.getCapture()));
        return box(id, Role.NETWORK, "network " + Words.name(network), lines, List.of(), network);
    }

    Element volume(Volume volume) {
        String id = builder.id("", "volume " + Words.name(volume));
        builder.place(volume, id);
        List<String> lines = Words.lines(Words.join("storage of no single host", volume.isSetSize() ? Words.bytes(volume.getSize()) : ""),
                Words.join(Words.file(volume.getImage()), volume.isReadOnly() ? "read only" : ""));
        return box(id, Role.VOLUME, "volume " + Words.name(volume), lines, List.of(), volume);
    }

    Element template(Template template) {
        String id = builder.id("", "template " + Words.name(template));
        builder.place(template, id);
        List<GuestSettings> chain = Resolver.chain(template);
        Program program = chain.stream().map(GuestSettings::getProgram).filter(p -> p != null).findFirst().orElse(null);
        List<String> lines = Words.lines("a pattern for virtual machines, never runs itself",
                Words.join(Words.amount(Resolver.vcpus(template), "vCPU"), Words.bytes(Resolver.memory(template)), Words.boots(program)));
        return box(id, Role.TEMPLATE, "template " + Words.name(template), lines, templateParts(id, chain), template);
    }

    private List<Element> templateParts(String owner, List<GuestSettings> chain) {
        Map<String, Element> parts = new LinkedHashMap<>();
        for (GuestSettings settings : chain) {
            for (Disk disk : settings.getDisks()) {
                templatePart(parts, owner, "disk ", disk, disk.isSetSize() ? Words.bytes(disk.getSize()) : "");
            }
            for (Nic nic : settings.getInterfaces()) {
                templatePart(parts, owner, "interface ", nic, nic.getNetwork() == null ? "" : "on " + Words.name(nic.getNetwork()));
            }
            for (Peripheral device : settings.getDevices()) {
                templatePart(parts, owner, "device ", device, device.getModel().getLiteral());
            }
        }
        return List.copyOf(parts.values());
    }

    /** The first of two parts with one name counts: a template overrides the one it is made from. */
    private void templatePart(Map<String, Element> parts, String owner, String kind, Named part, String line) {
        String title = kind + Words.name(part);
        parts.computeIfAbsent(title, t -> builder.part(owner, Role.TEMPLATE_PART, t, t, Words.lines(line), part));
    }

    private static Element box(String id, Role role, String title, List<String> lines, List<Element> parts, Named source) {
        return new Element(id, role, title, lines, Optional.empty(), parts, List.of(), source, -1);
    }
}
