// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.assembly;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.eclipse.emf.common.util.URI;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.IResourceScopeCache;
import org.trapline.asm.Assembler;
import org.trapline.asm.AssemblerOptions;
import org.trapline.asm.AssemblyResult;
import org.trapline.asm.Diagnostic;
import org.trapline.asm.MissingSymbols;
import org.trapline.asm.SourceFile;
import org.trapline.asm.link.LinkResult;
import org.trapline.asm.link.Linker;
import org.trapline.asm.link.LinkerOptions;
import org.trapline.asm.object.ObjectFile;
import org.trapline.asm.object.Symbol;
import org.trapline.lang.asm.names.LinkedFiles;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/**
 * Assembles sources and keeps the outcome until they change. A file that others include is assembled as a part of the first of
 * them, since by itself it may not make sense. What a source needs of other files of its project is linked with it, so that
 * addresses are those of a program.
 */
@Singleton
public class Assemblies {
    @Inject
    private IResourceScopeCache cache;

    @Inject
    private LinkedFiles linkedFiles;

    /** Returns what the assembler makes of a source. */
    public Assembly of(XtextResource resource) {
        return cache.get(Assembly.class, resource, () -> assemble(resource));
    }

    private Assembly assemble(XtextResource resource) {
        SourceReader reader = new SourceReader(resource);
        String file = SourceReader.name(resource.getURI());
        URI root = linkedFiles.rootOf(resource);
        String text = root.equals(resource.getURI()) ? null : reader.text(root);
        SourceFile source = text == null ? new SourceFile(file, resource.getParseResult().getRootNode().getText())
            : new SourceFile(SourceReader.name(root), text);
        AssemblyResult result = Assembler.assemble(source, AssemblerOptions.defaults().withFinder(reader));
        boolean empty = result.hasErrors() || result.object().sections().stream().noneMatch(section -> section.isAllocated() && section.size() > 0);
        // What another file of the project defines is not missing; what it has of errors is its own matter.
        List<Diagnostic> missing = MissingSymbols.of(List.of(result)).stream()
            .filter(said -> result.missing().stream().noneMatch(symbol -> symbol.references().contains(said.location())
                && linkedFiles.definer(resource, symbol.name()) != null)).toList();
        return new Assembly(file, source.name(), result, empty ? null : link(result.object(), resource, reader), missing);
    }

    /** Links an object with those that define what it lacks, and what they lack in turn. */
    private LinkResult link(ObjectFile first, XtextResource resource, SourceReader reader) {
        List<ObjectFile> objects = new ArrayList<>(List.of(first));
        Set<String> known = new HashSet<>();
        Set<URI> used = new HashSet<>();
        Deque<ObjectFile> open = new ArrayDeque<>(objects);
        while (!open.isEmpty()) {
            for (Symbol symbol : open.remove().symbols()) {
                URI home = symbol.isUndefined() && known.add(symbol.name()) ? linkedFiles.definer(resource, symbol.name()) : null;
                String text = home != null && used.add(home) ? reader.text(home) : null;
                ObjectFile object = text == null ? null
                    : Assembler.assemble(new SourceFile(SourceReader.name(home), text), AssemblerOptions.defaults().withFinder(reader)).object();
                if (object != null) {
                    objects.add(object);
                    open.add(object);
                }
            }
        }
        return Linker.link(objects, LinkerOptions.defaults());
    }
}
