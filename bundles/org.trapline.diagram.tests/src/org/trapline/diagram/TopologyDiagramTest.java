// SPDX-License-Identifier: EPL-2.0
package org.trapline.diagram;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.emf.ecore.EClass;
import org.eclipse.emf.ecore.EObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.diagram.LiveState.Activity;
import org.trapline.diagram.layout.LayeredLayout;
import org.trapline.diagram.paint.Theme;
import org.trapline.diagram.render.DotRenderer;
import org.trapline.diagram.render.MermaidRenderer;
import org.trapline.diagram.render.SvgRenderer;
import org.trapline.diagram.scene.Element;
import org.trapline.diagram.scene.LinkKind;
import org.trapline.diagram.scene.Role;
import org.trapline.diagram.scene.Scene;
import org.trapline.diagram.scene.State;
import org.trapline.diagram.testkit.Drawings;
import org.trapline.topology.Domain;
import org.trapline.topology.Instance;
import org.trapline.topology.LifeCycle;
import org.trapline.topology.Named;
import org.trapline.topology.Topology;
import org.trapline.topology.TopologyFactory;
import org.trapline.topology.TopologyPackage.Literals;

class TopologyDiagramTest {

    private static final Set<EClass> DRAWN = Set.of(Literals.PROGRAM, Literals.NETWORK, Literals.VOLUME, Literals.TEMPLATE, Literals.HOST,
            Literals.PARTITION_FIRMWARE, Literals.SBI_FIRMWARE, Literals.PROGRAM_FIRMWARE, Literals.PARTITION, Literals.ASSIGNMENT,
            Literals.HYPERVISOR, Literals.DOMAIN, Literals.OPERATING_SYSTEM, Literals.HOST_PROCESS, Literals.CONTAINER, Literals.EMULATOR,
            Literals.BYTECODE_RUNTIME, Literals.DISK, Literals.NIC, Literals.PERIPHERAL);

    static List<String> names() {
        return Drawings.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everythingThatHasAPlaceIsDrawn(String name) {
        Topology topology = Drawings.topology(name);
        Set<EObject> drawn = TopologyDiagram.of(topology, null).all().map(Element::source).collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        topology.eAllContents().forEachRemaining(object -> {
            boolean isDomainsFirmware = object.eContainer() instanceof Domain && object.eContainingFeature() == Literals.BOOTABLE__FIRMWARE;
            if (DRAWN.contains(object.eClass()) && !isDomainsFirmware && !drawn.contains(object)) {
                missing.add(object.eClass().getName() + " " + (object instanceof Named named ? named.getName() : ""));
            }
        });
        assertEquals(List.of(), missing);
    }

    @Test
    void linesThatAreTooManyToBeFollowedAreLeftOutAndTheLegendSaysSo() {
        final Scene few = TopologyDiagram.of(Drawings.parsed("few.tln", crowd(SceneBuilder.MOST_LINES)), null);
        assertEquals(SceneBuilder.MOST_LINES, few.links().stream().filter(link -> link.kind() == LinkKind.BOOTS).count());
        assertEquals(SceneBuilder.MOST_LINES, few.links().stream().filter(link -> link.kind() == LinkKind.PLUGGED).count());
        final Scene many = TopologyDiagram.of(Drawings.parsed("many.tln", crowd(SceneBuilder.MOST_LINES + 1)), null);
        assertEquals(List.of(), many.links());
        assertTrue(many.notes().contains("25 lines to network lan are not drawn: what they begin at says so in words"), many.notes().toString());
        assertTrue(many.notes().contains("25 lines to program p are not drawn: what they begin at says so in words"), many.notes().toString());
    }

    private static String crowd(final int domains) {
        final StringBuilder text = new StringBuilder("import \"p.s\" as p\nnetwork lan\nhost h { memory 512 MiB  hypervisor v { type 1  cpu trap_and_emulate\n");
        for (int i = 0; i < domains; i++) {
            text.append("  domain d").append(i).append(" { memory 4 MiB  kernel p  interface eth0 { network lan } }\n");
        }
        return text.append("} }\n").toString();
    }

    @ParameterizedTest
    @MethodSource("names")
    void idsAreUniqueAndLinksEndAtElements(String name) {
        Scene scene = Drawings.scene(name);
        Set<String> ids = new HashSet<>();
        scene.all().forEach(element -> assertTrue(ids.add(element.id()), element.id()));
        scene.links().forEach(link -> assertTrue(ids.contains(link.from()) && ids.contains(link.to()), link.toString()));
    }

    @Test
    void hypervisorsAndDomainsSpeakInWords() {
        Scene scene = Drawings.scene("hello");
        Element vmm = scene.element("host lab/hypervisor vmm").orElseThrow();
        assertEquals("hypervisor vmm", vmm.title());
        assertEquals("Type 1 · trap-and-emulate · shadow paging", vmm.lines().getFirst());
        Element one = vmm.children().getFirst();
        assertEquals("domain one", one.title());
        assertEquals("1 vCPU · 8 MiB · boots hello", one.lines().getFirst());
        assertEquals(List.of("vCPU 0", "memory", "kernel hello"), one.parts().stream().map(Element::title).toList());
    }

    @Test
    void whatIsConnectedIsLinked() {
        Scene scene = Drawings.scene("types");
        Map<LinkKind, Long> kinds = scene.links().stream().collect(Collectors.groupingBy(link -> link.kind(), Collectors.counting()));
        assertEquals(Map.of(LinkKind.BOOTS, 4L, LinkKind.FROM, 2L, LinkKind.PLUGGED, 2L, LinkKind.SLICE, 2L, LinkKind.ASSIGNED, 2L,
                LinkKind.MIGRATES, 1L), kinds);
    }

    @Test
    void aTemplatesSettingsAndDevicesShowInWhatIsMadeFromIt() {
        Element trial = Drawings.scene("types").element("host laptop/os hostos/hypervisor box/domain trial").orElseThrow();
        assertEquals("1 vCPU · 16 MiB · boots hello", trial.lines().getFirst());
        assertTrue(trial.parts().stream().anyMatch(part -> part.title().equals("disk vda")), trial.parts().toString());
    }

    @Test
    void anArrayShowsItsMachinesEachWithItsState() {
        LiveState live = LiveState.of(Map.of("rack1.web[1]", Activity.of(State.CRASHED)));
        Element web = TopologyDiagram.of(Drawings.topology("types"), live).element("host rack1/hypervisor kvmish/domain web").orElseThrow();
        List<Element> machines = web.parts().stream().filter(part -> part.role() == Role.INSTANCE).toList();
        assertEquals(List.of("web[0]", "web[1]"), machines.stream().map(Element::title).toList());
        assertEquals(List.of(State.DEFINED, State.CRASHED), machines.stream().map(m -> m.status().orElseThrow().state()).toList());
        assertEquals(1, machines.getLast().index());
    }

    @Test
    void whatIsTooMuchToDrawIsCounted() {
        Scene scene = Drawings.scene("busy");
        assertEquals("harts 0–15", scene.element("host b/hardware/harts").orElseThrow().title());
        assertEquals("vCPUs 0–7", scene.element("host a/hypervisor vmm/domain two/vcpus").orElseThrow().title());
        assertEquals("and 4 more", scene.element("host a/hypervisor vmm/domain farm/rest").orElseThrow().title());
    }

    @Test
    void liveStateIsShownInWordsAndRoundNumbers() {
        LiveState live = LiveState.of(Map.of(
                "lab.one", Activity.of(State.RUNNING).withExits(12_345).withInstructions(98_765_432),
                LiveState.vcpu("lab.one", 0), Activity.of(State.WAITING).withRemark("on hart 0"),
                LiveState.hart("lab", 0), Activity.of(State.RUNNING)));
        Scene scene = TopologyDiagram.of(Drawings.topology("hello"), live);
        assertEquals("running · 12.3 k exits · 98.7 M instructions", status(scene, "host lab/hypervisor vmm/domain one"));
        assertEquals("waiting · on hart 0", status(scene, "host lab/hypervisor vmm/domain one/vcpu 0"));
        assertEquals("running", status(scene, "host lab/hardware/hart 0"));
        assertEquals("defined", status(scene, "host bare"));
    }

    private static String status(Scene scene, String id) {
        return scene.element(id).orElseThrow().status().orElseThrow().text();
    }

    @Test
    void withoutASessionNothingHasAState() {
        assertTrue(Drawings.scene("hello").all().allMatch(element -> element.status().isEmpty()));
    }

    @Test
    void theModelsOwnLifeCycleIsALiveState() {
        Topology topology = Drawings.topology("types");
        Domain web = topology.getHosts().get(1).getHypervisors().getFirst().getDomains().getFirst();
        Instance second = TopologyFactory.eINSTANCE.createInstance();
        second.setIndex(1);
        second.setState(LifeCycle.MIGRATING);
        web.getInstances().add(second);
        topology.getHosts().getFirst().setState(LifeCycle.RUNNING);
        LiveState live = LiveState.ofModel(topology);
        assertEquals(Optional.of(Activity.of(State.MIGRATING)), live.find("rack1.web[1]"));
        assertEquals(Optional.of(Activity.of(State.RUNNING)), live.find("big"));
    }

    @Test
    void anElementLeadsToItsModelObject() {
        Topology topology = Drawings.topology("hello");
        Element one = TopologyDiagram.of(topology, null).element("host lab/hypervisor vmm/domain one").orElseThrow();
        assertSame(topology.getHosts().get(1).getHypervisors().getFirst().getDomains().getFirst(), one.source());
        assertSame(one.source(), topology.eResource().getEObject(one.uri().orElseThrow().fragment()));
    }

    @Test
    void aFileIsDrawnAtEveryMomentOfTypingIt() {
        String text = Drawings.text("types");
        for (int end = 0; end <= text.length(); end += 17) {
            drawEverything(Drawings.parsed("typing.tln", text.substring(0, end)));
        }
    }

    @Test
    void equalNamesAreToldApart() {
        Topology topology = Drawings.parsed("same.tln", "host a { memory 64 MiB }\nhost a { memory 64 MiB }\nhost a { }");
        Scene scene = TopologyDiagram.of(topology, null);
        assertEquals(3, scene.elements().stream().map(Element::id).distinct().count());
    }

    @Test
    void anEmptyModelAndOneWithoutNamesAreDrawn() {
        drawEverything(TopologyFactory.eINSTANCE.createTopology());
        Topology nameless = TopologyFactory.eINSTANCE.createTopology();
        nameless.getHosts().add(TopologyFactory.eINSTANCE.createHost());
        nameless.getHosts().getFirst().getHypervisors().add(TopologyFactory.eINSTANCE.createHypervisor());
        nameless.getHosts().getFirst().getHypervisors().getFirst().getDomains().add(TopologyFactory.eINSTANCE.createDomain());
        drawEverything(nameless);
        assertEquals("host ?", TopologyDiagram.of(nameless, null).elements().getFirst().title());
    }

    private static void drawEverything(Topology topology) {
        Scene scene = TopologyDiagram.of(topology, Drawings.busy(1, 2));
        assertTrue(SvgRenderer.render(LayeredLayout.arrange(scene), Theme.LIGHT).endsWith("</svg>\n"));
        assertTrue(MermaidRenderer.render(scene, Theme.LIGHT).startsWith("flowchart"));
        assertTrue(DotRenderer.render(scene, Theme.LIGHT).endsWith("}\n"));
    }
}
