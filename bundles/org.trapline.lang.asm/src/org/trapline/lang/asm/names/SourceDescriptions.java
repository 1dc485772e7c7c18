// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.names;

import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

import org.eclipse.emf.common.util.URI;
import org.eclipse.emf.ecore.resource.Resource;
import org.eclipse.xtext.naming.QualifiedName;
import org.eclipse.xtext.resource.IDefaultResourceDescriptionStrategy;
import org.eclipse.xtext.resource.IResourceDescription;
import org.eclipse.xtext.resource.IResourceDescriptions;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.resource.impl.DefaultResourceDescription;
import org.eclipse.xtext.resource.impl.DefaultResourceDescriptionManager;
import org.trapline.isa.Registers;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.TokenTables;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/**
 * Knows which sources have to be looked at again when others change: those that use a name the others define, and those that
 * include them.
 */
@Singleton
public class SourceDescriptions extends DefaultResourceDescriptionManager {
    @Inject
    private NameTables nameTables;

    @Inject
    private TokenTables tokenTables;

    @Override
    protected IResourceDescription internalGetResourceDescription(Resource resource, IDefaultResourceDescriptionStrategy strategy) {
        return new DefaultResourceDescription(resource, strategy, getCache()) {
            @Override
            public Iterable<QualifiedName> getImportedNames() {
                return importedNames((XtextResource) resource);
            }
        };
    }

    /** Returns the names that a source uses and does not define, in lower case. */
    private Set<QualifiedName> importedNames(XtextResource resource) {
        NameTable own = nameTables.of(resource);
        Set<String> names = new HashSet<>();
        for (Clause clause : tokenTables.of(resource).clauses()) {
            Stream.concat(Stream.of(clause.head()), clause.operands().stream())
                .filter(token -> token.kind() == Token.Kind.WORD)
                .map(Token::text)
                .filter(name -> own.symbol(name) == null && Registers.number(name) < 0)
                .forEach(names::add);
        }
        Set<QualifiedName> result = new HashSet<>();
        names.forEach(name -> result.add(QualifiedName.create(name.toLowerCase(Locale.ROOT))));
        return result;
    }

    @Override
    public boolean isAffected(Collection<IResourceDescription.Delta> deltas, IResourceDescription candidate, IResourceDescriptions context) {
        if (super.isAffected(deltas, candidate, context)) {
            return true;
        }
        Set<URI> text = LinkedFiles.oneTextWith(candidate.getURI(), context);
        return deltas.stream().anyMatch(delta -> text.contains(delta.getUri()));
    }
}
