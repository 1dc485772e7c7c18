// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.names;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.emf.common.util.URI;
import org.eclipse.emf.ecore.EClass;
import org.eclipse.emf.ecore.resource.Resource;
import org.eclipse.xtext.naming.QualifiedName;
import org.eclipse.xtext.resource.IEObjectDescription;
import org.eclipse.xtext.resource.IResourceDescription;
import org.eclipse.xtext.resource.IResourceDescriptions;
import org.eclipse.xtext.resource.impl.ResourceDescriptionsProvider;
import org.eclipse.xtext.scoping.IGlobalScopeProvider;
import org.eclipse.xtext.scoping.IScope;
import org.eclipse.xtext.scoping.impl.SimpleScope;
import org.trapline.lang.asm.syntax.SyntaxPackage;

import com.google.inject.Inject;

/**
 * What a source can use of other files. Files that one includes, or that include it, are one text with it: all their names are
 * known. Of all other files in the project, those that may be linked with it, the global symbols are known.
 */
public class LinkedFiles {
    @Inject
    private IGlobalScopeProvider globalScopes;

    @Inject
    private ResourceDescriptionsProvider descriptions;

    /** Returns the symbols that come from other files. */
    IScope symbols(Resource resource) {
        IScope globals = globalScopes.getScope(resource, SyntaxPackage.Literals.SYMBOL_REFERENCE__SYMBOL, ExportedNames::isGlobal);
        return included(resource, SyntaxPackage.Literals.SYMBOL, globals, false);
    }

    /** Returns the macros that come from other files. */
    IScope macros(Resource resource) {
        return included(resource, SyntaxPackage.Literals.MACRO_DEFINITION, IScope.NULLSCOPE, true);
    }

    /** Returns another file of the project that makes a symbol global, or null. */
    public URI definer(Resource resource, String name) {
        IScope globals = globalScopes.getScope(resource, SyntaxPackage.Literals.SYMBOL_REFERENCE__SYMBOL, ExportedNames::isGlobal);
        IEObjectDescription found = globals.getSingleElement(QualifiedName.create(name));
        return found == null ? null : found.getEObjectURI().trimFragment();
    }

    /** Returns the other files of the project that define a symbol without making it global. */
    public List<URI> hiders(Resource resource, String name) {
        IScope locals = globalScopes.getScope(resource, SyntaxPackage.Literals.SYMBOL_REFERENCE__SYMBOL, symbol -> !ExportedNames.isGlobal(symbol));
        List<URI> result = new ArrayList<>();
        locals.getElements(QualifiedName.create(name)).forEach(symbol -> result.add(symbol.getEObjectURI().trimFragment()));
        return result.stream().distinct().filter(file -> !file.equals(resource.getURI())).toList();
    }

    private IScope included(Resource resource, EClass type, IScope parent, boolean ignoreCase) {
        IResourceDescriptions index = descriptions.getResourceDescriptions(resource);
        List<IEObjectDescription> found = new ArrayList<>();
        for (URI uri : oneTextWith(resource.getURI(), index)) {
            IResourceDescription file = index.getResourceDescription(uri);
            if (file != null) {
                file.getExportedObjectsByType(type).forEach(found::add);
            }
        }
        return found.isEmpty() ? parent : new SimpleScope(parent, found, ignoreCase);
    }

    /** Returns the file that a source belongs to: one that includes it, however indirectly, and is itself included by none; or itself. */
    public URI rootOf(Resource resource) {
        IResourceDescriptions index = descriptions.getResourceDescriptions(resource);
        Map<URI, URI> includer = new HashMap<>();
        for (IResourceDescription description : index.getAllResourceDescriptions()) {
            for (IEObjectDescription source : description.getExportedObjectsByType(SyntaxPackage.Literals.SOURCE)) {
                ExportedNames.includes(source).forEach(included -> includer.merge(included, description.getURI(), LinkedFiles::first));
            }
        }
        URI root = resource.getURI();
        Set<URI> seen = new HashSet<>();
        while (seen.add(root) && includer.containsKey(root)) {
            root = includer.get(root);
        }
        return includer.containsKey(root) ? resource.getURI() : root;
    }

    private static URI first(URI a, URI b) {
        return a.toString().compareTo(b.toString()) <= 0 ? a : b;
    }

    /** Returns the files that are included by a source, or include it, however indirectly; not the source itself. */
    static Set<URI> oneTextWith(URI file, IResourceDescriptions index) {
        Map<URI, Set<URI>> neighbours = new HashMap<>();
        for (IResourceDescription description : index.getAllResourceDescriptions()) {
            for (IEObjectDescription source : description.getExportedObjectsByType(SyntaxPackage.Literals.SOURCE)) {
                for (URI included : ExportedNames.includes(source)) {
                    neighbours.computeIfAbsent(description.getURI(), uri -> new HashSet<>()).add(included);
                    neighbours.computeIfAbsent(included, uri -> new HashSet<>()).add(description.getURI());
                }
            }
        }
        Set<URI> result = new LinkedHashSet<>();
        Deque<URI> open = new ArrayDeque<>(Set.of(file));
        while (!open.isEmpty()) {
            for (URI next : neighbours.getOrDefault(open.remove(), Set.of())) {
                if (!next.equals(file) && result.add(next)) {
                    open.add(next);
                }
            }
        }
        return result;
    }
}
