// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.scoping;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.emf.ecore.EClass;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.emf.ecore.EReference;
import org.eclipse.xtext.EcoreUtil2;
import org.eclipse.xtext.naming.QualifiedName;
import org.eclipse.xtext.resource.EObjectDescription;
import org.eclipse.xtext.resource.IEObjectDescription;
import org.eclipse.xtext.scoping.IScope;
import org.eclipse.xtext.scoping.impl.SimpleScope;
import org.trapline.topology.Host;
import org.trapline.topology.MakeTemplate;
import org.trapline.topology.Named;
import org.trapline.topology.Scenario;
import org.trapline.topology.Snapshot;
import org.trapline.topology.Stateful;
import org.trapline.topology.Topology;
import org.trapline.topology.TopologyPackage;
import org.trapline.topology.resolve.Resolver;

/**
 * What a name can refer to. A configuration is one file, so a scope is computed from the file alone:
 * <ul>
 * <li>programs, sizes, networks, volumes, templates, hosts: everything of that kind at the top of the file;
 * <li>disks and devices of a partition, a minidisk or a passed-through device: those of the host around it;
 * <li>snapshots, and templates that are made: those of the same scenario;
 * <li>guests: by full name ({@code rack1.web}), and by the last part where only one guest has it.
 * </ul>
 */
public final class TopologyScopeProvider extends AbstractTopologyScopeProvider {

    @Override
    public IScope getScope(EObject context, EReference reference) {
        Topology topology = Resolver.enclosing(context, Topology.class);
        if (topology == null) {
            return IScope.NULLSCOPE;
        }
        EClass type = reference.getEReferenceType();
        if (type == TopologyPackage.Literals.STATEFUL) {
            return new SimpleScope(guests(topology));
        }
        if (type == TopologyPackage.Literals.SNAPSHOT) {
            return named(EcoreUtil2.getAllContentsOfType(Resolver.enclosing(context, Scenario.class), Snapshot.class));
        }
        if (type == TopologyPackage.Literals.MAKE_TEMPLATE) {
            return named(EcoreUtil2.getAllContentsOfType(Resolver.enclosing(context, Scenario.class), MakeTemplate.class));
        }
        if (TopologyPackage.Literals.DEVICE.isSuperTypeOf(type)) {
            return named(hostDevices(Resolver.host(context), type));
        }
        return named(topLevel(topology, type));
    }

    private static List<Named> topLevel(Topology topology, EClass type) {
        List<Named> elements = new ArrayList<>();
        for (EObject element : topology.eContents()) {
            if (type.isInstance(element)) {
                elements.add((Named) element);
            }
        }
        return elements;
    }

    private static List<Named> hostDevices(Host host, EClass type) {
        List<Named> devices = new ArrayList<>();
        if (host != null) {
            devices.addAll(host.getDisks());
            devices.addAll(host.getNics());
            devices.addAll(host.getDevices());
            devices.removeIf(device -> !type.isInstance(device));
        }
        return devices;
    }

    private static IScope named(List<? extends Named> elements) {
        List<IEObjectDescription> descriptions = new ArrayList<>();
        for (Named element : elements) {
            if (element.getName() != null) {
                descriptions.add(EObjectDescription.create(element.getName(), element));
            }
        }
        return new SimpleScope(descriptions);
    }

    private static List<IEObjectDescription> guests(Topology topology) {
        List<IEObjectDescription> full = new ArrayList<>();
        Map<String, List<Stateful>> byLastPart = new LinkedHashMap<>();
        for (Stateful guest : EcoreUtil2.getAllContentsOfType(topology, Stateful.class)) {
            if (guest.getName() == null) {
                continue;
            }
            full.add(EObjectDescription.create(QualifiedName.create(Resolver.qualifiedName(guest).split("\\.")), guest));
            if (!(guest instanceof Host)) {
                byLastPart.merge(guest.getName(), List.of(guest), TopologyScopeProvider::concatenation);
            }
        }
        byLastPart.forEach((name, guests) -> {
            if (guests.size() == 1) {
                full.add(EObjectDescription.create(name, guests.getFirst()));
            }
        });
        return full;
    }

    private static <T> List<T> concatenation(List<T> a, List<T> b) {
        return Stream.concat(a.stream(), b.stream()).toList();
    }
}
