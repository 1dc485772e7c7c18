// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.names;

import org.eclipse.emf.ecore.resource.Resource;
import org.eclipse.xtext.util.IResourceScopeCache;
import org.trapline.lang.asm.syntax.Source;
import org.trapline.lang.asm.syntax.SyntaxFactory;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Keeps the name table of each source until the source changes. */
@Singleton
public class NameTables {
    @Inject
    private IResourceScopeCache cache;

    /** Returns the names that a resource of this language defines. */
    public NameTable of(Resource resource) {
        return cache.get(NameTable.class, resource, () -> NameTable.of(source(resource)));
    }

    /** Returns what a resource contains; an empty source if it contains nothing. */
    public static Source source(Resource resource) {
        return !resource.getContents().isEmpty() && resource.getContents().getFirst() instanceof Source source
            ? source : SyntaxFactory.eINSTANCE.createSource();
    }
}
