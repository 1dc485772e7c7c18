// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.validation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.EcoreUtil2;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.eclipse.xtext.validation.Check;
import org.trapline.lang.topology.Describe;
import org.trapline.topology.Container;
import org.trapline.topology.GuestSettings;
import org.trapline.topology.Host;
import org.trapline.topology.Hypervisor;
import org.trapline.topology.MakeTemplate;
import org.trapline.topology.Named;
import org.trapline.topology.OperatingSystem;
import org.trapline.topology.Platform;
import org.trapline.topology.Scenario;
import org.trapline.topology.Snapshot;
import org.trapline.topology.Stateful;
import org.trapline.topology.Template;
import org.trapline.topology.Topology;
import org.trapline.topology.TopologyPackage;
import org.trapline.topology.resolve.Resolver;

/** Names that clash, names nobody uses, templates that descend from themselves. */
final class NameChecks extends Checks {

    @Check
    void namesAtTheTop(Topology topology) {
        unique(topology.getPrograms());
        unique(topology.getSizes());
        unique(topology.getNetworks());
        unique(topology.getVolumes());
        unique(topology.getTemplates());
        unique(topology.getHosts());
        unique(topology.getScenarios());
    }

    /** A guest is called {@code host.guest} whatever runs it, so the names of all guests of a host or partition have to differ. */
    @Check
    void namesOnAPlatform(Platform platform) {
        unique(EcoreUtil2.getAllContentsOfType(platform, Stateful.class).stream().filter(guest -> Resolver.platform(guest.eContainer()) == platform).toList());
        List<Named> managers = new ArrayList<>();
        managers.addAll(EcoreUtil2.getAllContentsOfType(platform, Hypervisor.class));
        managers.addAll(EcoreUtil2.getAllContentsOfType(platform, OperatingSystem.class));
        managers.removeIf(manager -> Resolver.platform(manager) != platform);
        unique(managers);
        if (platform instanceof Host host) {
            unique(devices(host.getDisks(), host.getNics(), host.getDevices()));
        }
    }

    @Check
    void namesInAGuest(GuestSettings guest) {
        unique(devices(guest.getDisks(), guest.getInterfaces(), guest.getDevices()));
    }

    @Check
    void namesInAContainer(Container container) {
        unique(container.getInterfaces());
    }

    @Check
    void namesInAnOperatingSystem(OperatingSystem system) {
        unique(system.getProcesses());
    }

    @Check
    void namesInAScenario(Scenario scenario) {
        unique(EcoreUtil2.getAllContentsOfType(scenario, Snapshot.class));
        unique(EcoreUtil2.getAllContentsOfType(scenario, MakeTemplate.class));
        unique(EcoreUtil2.getAllContentsOfType(scenario, Stateful.class));
    }

    @Check
    void descent(Template template) {
        Set<Template> seen = new HashSet<>();
        for (Template next = template; next != null && !next.eIsProxy(); next = next.getTemplate()) {
            if (!seen.add(next)) {
                if (next == template) {
                    report(Rule.TEMPLATE_CYCLE, template, TopologyPackage.Literals.GUEST_SETTINGS__TEMPLATE,
                            "%s is made from itself, directly or through other templates".formatted(Describe.element(template)));
                }
                return;
            }
        }
    }

    @Check
    void unused(Topology topology) {
        Set<EObject> used = new HashSet<>();
        topology.eAllContents().forEachRemaining(element -> used.addAll(element.eCrossReferences()));
        List<Named> declared = new ArrayList<>();
        declared.addAll(topology.getPrograms());
        declared.addAll(topology.getSizes());
        declared.addAll(topology.getNetworks());
        declared.addAll(topology.getVolumes());
        declared.addAll(topology.getTemplates());
        for (Named element : declared) {
            if (element.getName() != null && !used.contains(element)) {
                report(Rule.UNUSED, element, "%s is never used".formatted(Describe.element(element)));
            }
        }
    }

    private static List<Named> devices(List<? extends Named> a, List<? extends Named> b, List<? extends Named> c) {
        List<Named> all = new ArrayList<>(a);
        all.addAll(b);
        all.addAll(c);
        return all;
    }

    private void unique(List<? extends Named> elements) {
        Map<String, Named> first = new HashMap<>();
        for (Named element : elements) {
            if (element.getName() == null) {
                continue;
            }
            Named other = first.putIfAbsent(element.getName(), element);
            if (other != null) {
                report(Rule.DUPLICATE_NAME, element, "there is %s already, in line %d: names have to differ".formatted(
                        Describe.element(other), NodeModelUtils.findActualNodeFor(other).getStartLine()), freeName(element.getName(), elements));
            }
        }
    }

    private static String freeName(String name, List<? extends Named> elements) {
        for (int i = 2;; i++) {
            String candidate = name + i;
            if (elements.stream().noneMatch(e -> candidate.equals(e.getName()))) {
                return candidate;
            }
        }
    }
}
