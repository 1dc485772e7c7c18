// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.names;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

import org.eclipse.emf.ecore.EObject;
import org.eclipse.xtext.naming.QualifiedName;
import org.eclipse.xtext.resource.EObjectDescription;
import org.eclipse.xtext.resource.IEObjectDescription;
import org.eclipse.xtext.scoping.IScope;
import org.eclipse.xtext.scoping.impl.AbstractScope;
import org.eclipse.xtext.util.SimpleAttributeResolver;

/** The names of one kind that a source defines, before those that come from elsewhere. Looking a name up takes constant time. */
final class TableScope extends AbstractScope {
    private final Function<String, ? extends EObject> lookUp;
    private final Supplier<Collection<? extends EObject>> all;

    /**
     * Makes a scope.
     * @param lookUp what a name means here, or null
     * @param all    everything that has a name here
     */
    TableScope(Function<String, ? extends EObject> lookUp, Supplier<Collection<? extends EObject>> all, IScope parent, boolean ignoreCase) {
        super(parent, ignoreCase);
        this.lookUp = lookUp;
        this.all = all;
    }

    @Override
    protected Iterable<IEObjectDescription> getAllLocalElements() {
        return all.get().stream()
            .map(object -> EObjectDescription.create(SimpleAttributeResolver.NAME_RESOLVER.apply(object), object))
            .toList();
    }

    @Override
    protected Iterable<IEObjectDescription> getLocalElementsByName(QualifiedName name) {
        IEObjectDescription found = getSingleLocalElementByName(name);
        return found == null ? List.of() : List.of(found);
    }

    @Override
    protected IEObjectDescription getSingleLocalElementByName(QualifiedName name) {
        EObject found = lookUp.apply(name.getLastSegment());
        return found == null ? null : EObjectDescription.create(name, found);
    }
}
