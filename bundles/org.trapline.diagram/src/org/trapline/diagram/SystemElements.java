// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.LinkKind;
import org.trapline.diagram.scene.Role;
import org.trapline.topology.BytecodeRuntime;
import org.trapline.topology.Container;
import org.trapline.topology.Emulator;
import org.trapline.topology.Guest;
import org.trapline.topology.HostProcess;
import org.trapline.topology.Nic;
import org.trapline.topology.OperatingSystem;
import org.trapline.topology.resolve.Resolver;

/** Host operating systems and what runs in their processes. */
final class SystemElements {

    private final SceneBuilder builder;
    private final GuestElements guests;

    SystemElements(SceneBuilder builder, GuestElements guests) {
        this.builder = builder;
        this.guests = guests;
    }

    Element system(OperatingSystem system, String owner) {
        String id = builder.id(owner, "os " + Words.name(system));
        builder.place(system, id);
        builder.link(LinkKind.BOOTS, id, system.getProgram(), "", system);
        List<Element> children = new ArrayList<>();
        system.getProcesses().forEach(process -> children.add(process(process, id)));
        system.getHypervisors().forEach(hypervisor -> children.add(guests.hypervisor(hypervisor, id)));
        system.getContainers().forEach(container -> children.add(container(container, id)));
        system.getEmulators().forEach(emulator -> children.add(emulator(emulator, id)));
        system.getRuntimes().forEach(runtime -> children.add(runtime(runtime, id)));
        List<String> lines = Words.lines("the host's kernel; everything inside is a process of it",
                Words.join(Words.boots(system.getProgram()), Words.scheduler(system.getScheduler())));
        return new Element(id, Role.OPERATING_SYSTEM, "operating system " + Words.name(system), lines, Optional.empty(), List.of(), children, system, -1);
    }

    private Element process(HostProcess process, String owner) {
        String id = builder.id(owner, "process " + Words.name(process));
        builder.link(LinkKind.BOOTS, id, process.getProgram(), "", process);
        List<String> lines = Words.lines("an ordinary process", process.getProgram() == null ? "" : "runs " + Words.name(process.getProgram()),
                process.getCommand() == null ? "" : process.getCommand());
        return new Element(id, Role.PROCESS, "process " + Words.name(process), lines, Optional.empty(), List.of(), List.of(), process, -1);
    }

    private Element container(Container container, String owner) {
        String id = builder.id(owner, "container " + Words.name(container));
        List<Element> interfaces = new ArrayList<>();
        for (Nic nic : container.getInterfaces()) {
            Element part = builder.part(id, Role.CONTAINER_INTERFACE, "interface " + Words.name(nic), "interface " + Words.name(nic),
                    List.of(nic.getNetwork() == null ? "not plugged in" : "on " + Words.name(nic.getNetwork())), nic);
            interfaces.add(part);
            builder.link(LinkKind.PLUGGED, part.id(), nic.getNetwork(), "", nic);
        }
        return guest(id, Role.CONTAINER, "container " + Words.name(container), Words.lines("no machine of its own: a zone of this kernel",
                Words.join(container.getImage() == null ? "" : "files: " + Words.file(container.getImage()),
                        container.getCommand() == null ? "" : "runs “" + container.getCommand() + "”"),
                Words.limits(container.getLimits())), interfaces, container);
    }

    private Element emulator(Emulator emulator, String owner) {
        String id = builder.id(owner, "emulator " + Words.name(emulator));
        builder.link(LinkKind.BOOTS, id, emulator.getProgram(), "", emulator);
        String how = switch (emulator.getEngine()) {
            case INTERPRET -> "interprets each instruction";
            case TRANSLATE -> "translates as it runs";
            case AHEAD_OF_TIME -> "translates before it runs";
        };
        String what = emulator.getProgram() != null ? "runs " + Words.name(emulator.getProgram())
                : emulator.getImage() != null ? "runs " + Words.file(emulator.getImage()) : "";
        return guest(id, Role.EMULATOR, "emulator " + Words.name(emulator), Words.lines(
                "another instruction set" + (emulator.getIsa() == null ? "" : ": " + emulator.getIsa()), Words.join(how, what),
                Words.limits(emulator.getLimits())), List.of(), emulator);
    }

    private Element runtime(BytecodeRuntime runtime, String owner) {
        String id = builder.id(owner, "runtime " + Words.name(runtime));
        return guest(id, Role.RUNTIME, "runtime " + Words.name(runtime), Words.lines("a machine for bytecode, made for one language",
                runtime.getMainClass() == null ? "" : "runs " + Words.file(runtime.getMainClass()), Words.limits(runtime.getLimits())),
                List.of(), runtime);
    }

    private Element guest(String id, Role role, String title, List<String> lines, List<Element> parts, Guest source) {
        builder.place(source, id);
        return new Element(id, role, title, lines, builder.status(Resolver.qualifiedName(source)), parts, List.of(), source, -1);
    }
}
