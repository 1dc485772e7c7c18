// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.scoping;

import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.naming.IQualifiedNameProvider;
import org.eclipse.xtext.naming.QualifiedName;
import org.trapline.topology.Device;
import org.trapline.topology.Host;
import org.trapline.topology.Hypervisor;
import org.trapline.topology.Named;
import org.trapline.topology.OperatingSystem;
import org.trapline.topology.Stateful;
import org.trapline.topology.Topology;
import org.trapline.topology.resolve.Resolver;

/** Full names: {@code hello}, {@code rack1}, {@code rack1.web}, {@code rack1.web.vda}. Hypervisors do not count, except for themselves. */
public final class TopologyNames extends IQualifiedNameProvider.AbstractImpl {

    @Override
    public QualifiedName getFullyQualifiedName(EObject element) {
        if (!(element instanceof Named named) || named.getName() == null || named.getName().isEmpty()) {
            return null;
        }
        if (named instanceof Stateful stateful) {
            return QualifiedName.create(Resolver.qualifiedName(stateful).split("\\."));
        }
        if (named.eContainer() instanceof Topology) {
            return QualifiedName.create(named.getName());
        }
        QualifiedName owner = ownerOf(named);
        return owner == null ? QualifiedName.create(named.getName()) : owner.append(named.getName());
    }

    private QualifiedName ownerOf(Named element) {
        for (EObject e = element.eContainer(); e != null; e = e.eContainer()) {
            boolean skipped = e instanceof Hypervisor || e instanceof OperatingSystem;
            if (e instanceof Named named && named.getName() != null && !(skipped && !(element instanceof Device))) {
                return getFullyQualifiedName(e);
            }
        }
        return null;
    }
}
