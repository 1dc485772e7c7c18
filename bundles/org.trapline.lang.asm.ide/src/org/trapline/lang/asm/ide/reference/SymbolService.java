// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.reference;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import org.eclipse.emf.common.util.URI;
import org.eclipse.emf.ecore.EClass;
import org.eclipse.emf.ecore.resource.Resource;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.xtext.findReferences.IReferenceFinder.IResourceAccess;
import org.eclipse.xtext.ide.server.symbol.DocumentSymbolService;
import org.eclipse.xtext.resource.IEObjectDescription;
import org.eclipse.xtext.resource.IReferenceDescription;
import org.eclipse.xtext.resource.IResourceDescription;
import org.eclipse.xtext.resource.IResourceDescriptions;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.CancelIndicator;
import org.trapline.asm.Directive;
import org.trapline.lang.asm.ide.reference.Target.MacroTarget;
import org.trapline.lang.asm.ide.reference.Target.NumericTarget;
import org.trapline.lang.asm.ide.reference.Target.ParameterTarget;
import org.trapline.lang.asm.ide.reference.Target.SymbolTarget;
import org.trapline.lang.asm.names.ExportedNames;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.TokenTables;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/** Answers where something is defined and where it is used, in all files of the workspace. */
@Singleton
public class SymbolService extends DocumentSymbolService {
    @Inject
    private Occurrences occurrences;

    @Inject
    private Places places;

    @Inject
    private TokenTables tokenTables;

    @Override
    public List<? extends Location> getDefinitions(XtextResource resource, int offset, IResourceAccess access, CancelIndicator cancel) {
        Location included = includedFile(resource, offset);
        if (included != null) {
            return List.of(included);
        }
        List<Location> result = new ArrayList<>();
        Target target = occurrences.targetAt(resource, offset);
        URI file = target == null ? null : file(target);
        if (target != null) {
            collect(target, resource, file == null ? Set.of(resource.getURI()) : Set.of(file), access, (source, occurrence) -> {
                if (occurrence.declaration()) {
                    result.add(places.location(source, occurrence));
                }
            });
        }
        return result;
    }

    /** Returns the start of the file that an {@code .include} names, if the caret is on its name. */
    private Location includedFile(XtextResource resource, int offset) {
        Token token = tokenTables.of(resource).touchedBy(offset);
        Clause clause = token == null || token.kind() != Token.Kind.STRING ? null : tokenTables.of(resource).clauseAt(offset);
        if (clause == null || clause.directive() != Directive.INCLUDE || token.length() < 3) {
            return null;
        }
        URI uri = ExportedNames.resolve(token.text().substring(1, token.length() - 1), resource.getURI());
        return new Location(places.uri(uri), new Range(new Position(0, 0), new Position(0, 0)));
    }

    @Override
    public List<? extends Location> getReferences(XtextResource resource, int offset, IResourceAccess access, IResourceDescriptions index,
            CancelIndicator cancel) {
        List<Location> result = new ArrayList<>();
        Target target = occurrences.targetAt(resource, offset);
        if (target != null) {
            collect(target, resource, files(target, resource, index), access, (source, occurrence) -> {
                if (!occurrence.declaration()) {
                    result.add(places.location(source, occurrence));
                }
            });
        }
        return result;
    }

    /** Visits the occurrences in some files. */
    private void collect(Target target, XtextResource here, Set<URI> files, IResourceAccess access, BiConsumer<XtextResource, Occurrence> visitor) {
        for (URI file : files) {
            if (file.equals(here.getURI())) {
                occurrences.find(target, here).forEach(occurrence -> visitor.accept(here, occurrence));
                continue;
            }
            access.readOnly(file, resourceSet -> {
                Resource other = resourceSet.getResource(file, true);
                if (other instanceof XtextResource source) {
                    occurrences.find(target, source).forEach(occurrence -> visitor.accept(source, occurrence));
                }
                return null;
            });
        }
    }

    /** Returns the files in which a target may be named: its own first. */
    static Set<URI> files(Target target, XtextResource here, IResourceDescriptions index) {
        Set<URI> result = new LinkedHashSet<>();
        URI file = file(target);
        if (file == null) {
            result.add(here.getURI());
            return result;
        }
        result.add(file);
        for (IResourceDescription description : index.getAllResourceDescriptions()) {
            for (IReferenceDescription reference : description.getReferenceDescriptions()) {
                if (reference.getTargetEObjectUri().trimFragment().equals(file)) {
                    result.add(description.getURI());
                    break;
                }
            }
        }
        return result;
    }

    /** Returns the file that defines a target that other files may name; null if no other file can. */
    private static URI file(Target target) {
        return switch (target) {
            case SymbolTarget symbol -> symbol.file();
            case MacroTarget macro -> macro.file();
            case NumericTarget numeric -> null;
            case ParameterTarget parameter -> null;
        };
    }

    @Override
    protected boolean filter(IEObjectDescription description, String query) {
        return !ExportedNames.isFile(description) && super.filter(description, query);
    }

    @Override
    protected SymbolKind getSymbolKind(EClass type) {
        return SymbolKinds.of(type);
    }
}
