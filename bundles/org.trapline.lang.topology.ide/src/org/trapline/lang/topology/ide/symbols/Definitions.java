// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.symbols;

import com.google.inject.Inject;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.emf.common.util.URI;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.xtext.findReferences.IReferenceFinder.IResourceAccess;
import org.eclipse.xtext.ide.server.DocumentExtensions;
import org.eclipse.xtext.ide.server.symbol.DocumentSymbolService;
import org.eclipse.xtext.nodemodel.ILeafNode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.CancelIndicator;
import org.trapline.topology.Named;
import org.trapline.topology.Program;

/** Goes from a name to what it names, and from an import to the program's files. */
public final class Definitions extends DocumentSymbolService {

    @Inject
    private DocumentExtensions documents;

    @Override
    public List<? extends Location> getDefinitions(XtextResource resource, int offset, IResourceAccess access, CancelIndicator cancel) {
        if (resource.getParseResult() == null) {
            return List.of();
        }
        ILeafNode leaf = NodeModelUtils.findLeafNodeAtOffset(resource.getParseResult().getRootNode(), offset);
        EObject owner = leaf == null ? null : NodeModelUtils.findActualSemanticObjectFor(leaf);
        if (owner instanceof Program program && !leaf.isHidden()) {
            return files(resource, program, leaf.getText());
        }
        Named target = leaf == null ? null : NameAt.find(leaf);
        return target == null ? List.of() : List.of(documents.newLocation(target));
    }

    /** All files of the import, or the one whose path is under the caret. */
    private static List<Location> files(XtextResource resource, Program program, String token) {
        List<Location> locations = new ArrayList<>();
        for (String uri : program.getUris()) {
            Path file = file(resource.getURI(), uri);
            if (file != null && (!token.startsWith("\"") || token.equals('"' + uri + '"'))) {
                locations.add(new Location(file.toUri().toString(), new Range(new Position(0, 0), new Position(0, 0))));
            }
        }
        return locations;
    }

    private static Path file(URI configuration, String path) {
        try {
            return configuration.isFile() ? Path.of(configuration.toFileString()).toAbsolutePath().resolveSibling(path).normalize() : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
