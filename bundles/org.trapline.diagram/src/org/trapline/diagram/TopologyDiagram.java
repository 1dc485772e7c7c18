// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.eclipse.emf.ecore.resource.Resource;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.LinkKind;
import org.trapline.diagram.scene.Scene;
import org.trapline.topology.Hypervisor;
import org.trapline.topology.Migrate;
import org.trapline.topology.PartitionFirmware;
import org.trapline.topology.Scenario;
import org.trapline.topology.Topology;
import org.trapline.topology.resolve.Resolver;

/** Says what there is to see in a configuration. */
public final class TopologyDiagram {

    private TopologyDiagram() {
    }

    /**
     * The scene of a configuration: programs, templates, hosts with all that is in them, networks and volumes.
     * @param topology may be incomplete; what has no name yet is called {@code ?}
     * @param live how a running session is doing; {@code null} to show the configuration alone
     */
    public static Scene of(Topology topology, LiveState live) {
        SceneBuilder builder = new SceneBuilder(live);
        List<Element> elements = new ArrayList<>();
        Surroundings surroundings = new Surroundings(builder);
        topology.getPrograms().forEach(program -> elements.add(surroundings.program(program)));
        topology.getTemplates().forEach(template -> elements.add(surroundings.template(template)));
        HostElements hosts = new HostElements(builder);
        topology.getHosts().forEach(host -> elements.add(hosts.host(host)));
        topology.getNetworks().forEach(network -> elements.add(surroundings.network(network)));
        topology.getVolumes().forEach(volume -> elements.add(surroundings.volume(volume)));
        topology.getScenarios().forEach(scenario -> migrations(scenario, builder));
        return new Scene(title(topology), elements, builder.links(), notes(topology, builder));
    }

    private static void migrations(Scenario scenario, SceneBuilder builder) {
        scenario.eAllContents().forEachRemaining(object -> {
            if (object instanceof Migrate migrate && migrate.getGuest() != null && builder.placeOf(migrate.getGuest().getTarget()) != null
                    && migrate.getDestination() != Resolver.host(migrate.getGuest().getTarget())) {
                builder.link(LinkKind.MIGRATES, builder.placeOf(migrate.getGuest().getTarget()), migrate.getDestination(),
                        "scenario " + Words.name(scenario), migrate);
            }
        });
    }

    /** What the types of hypervisor that occur are, and what is not drawn. */
    private static List<String> notes(Topology topology, SceneBuilder builder) {
        Set<String> notes = new TreeSet<>();
        topology.eAllContents().forEachRemaining(object -> {
            if (object instanceof PartitionFirmware) {
                notes.add("Type 0: firmware cuts the machine into partitions, each with hardware of its own");
            } else if (object instanceof Hypervisor hypervisor && Resolver.type(hypervisor) == 1) {
                notes.add("Type 1: the hypervisor is the kernel and shares the hardware out");
            } else if (object instanceof Hypervisor hypervisor && Resolver.type(hypervisor) == 2) {
                notes.add("Type 2: the hypervisor is a process of an operating system");
            }
        });
        return Stream.concat(notes.stream(), builder.crowds().stream()).toList();
    }

    private static String title(Topology topology) {
        Resource resource = topology.eResource();
        return resource == null || resource.getURI() == null ? "configuration" : resource.getURI().lastSegment();
    }
}
