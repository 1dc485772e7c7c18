// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.symbols;

import com.google.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.emf.ecore.EObject;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.xtext.conversion.IValueConverterService;
import org.eclipse.xtext.ide.server.Document;
import org.eclipse.xtext.ide.server.rename.IRenameService2;
import org.eclipse.xtext.nodemodel.ILeafNode;
import org.eclipse.xtext.nodemodel.INode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.eclipse.xtext.resource.XtextResource;
import org.trapline.topology.Named;
import org.trapline.topology.TopologyPackage.Literals;

/** Renames an element with everything that refers to it. A configuration is one file, so all of that is in it. */
public final class Renaming implements IRenameService2 {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_](-?[A-Za-z0-9_])*");

    @Inject
    private IValueConverterService converters;

    @Override
    public WorkspaceEdit rename(Options options) {
        String uri = options.getRenameParams().getTextDocument().getUri();
        String newName = options.getRenameParams().getNewName();
        return options.getLanguageServerAccess().doSyncRead(uri, context -> {
            List<TextEdit> edits = edits((XtextResource) context.getResource(), context.getDocument(), options.getRenameParams().getPosition(), newName);
            return new WorkspaceEdit(Map.of(uri, edits));
        });
    }

    @Override
    public Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior> prepareRename(PrepareRenameOptions options) {
        String uri = options.getParams().getTextDocument().getUri();
        return options.getLanguageServerAccess().doSyncRead(uri, context -> {
            ILeafNode leaf = leaf((XtextResource) context.getResource(), context.getDocument().getOffSet(options.getParams().getPosition()));
            return leaf == null ? null : Either3.forFirst(range(context.getDocument(), leaf));
        });
    }

    /**
     * The edits that give the element at a position a new name; none if there is no name at the position.
     * @throws ResponseErrorException if the new name is no name, or is taken
     */
    public List<TextEdit> edits(XtextResource resource, Document document, Position position, String newName) {
        ILeafNode leaf = leaf(resource, document.getOffSet(position));
        Named element = leaf == null ? null : NameAt.find(leaf);
        if (element == null) {
            return List.of();
        }
        if (!NAME.matcher(newName).matches()) {
            throw refused("'" + newName + "' is no name: a name begins with a letter and has letters, digits, _ and -");
        }
        if (element.eContainer().eContents().stream()
                .anyMatch(e -> e != element && e.eClass() == element.eClass() && newName.equals(((Named) e).getName()))) {
            throw refused("there is a '" + newName + "' already");
        }
        String text = converters.toString(newName, "Name");
        return occurrences(resource, element).stream().map(occurrence -> new TextEdit(range(document, occurrence), text)).toList();
    }

    private static List<ILeafNode> occurrences(XtextResource resource, Named element) {
        TreeMap<Integer, ILeafNode> byOffset = new TreeMap<>();
        for (INode node : NodeModelUtils.findNodesForFeature(element, Literals.NAMED__NAME)) {
            node.getLeafNodes().forEach(leaf -> {
                if (!leaf.isHidden()) {
                    byOffset.put(leaf.getOffset(), leaf);
                }
            });
        }
        List<EObject> all = new ArrayList<>();
        resource.getAllContents().forEachRemaining(all::add);
        for (EObject owner : all) {
            NameAt.references(owner).stream().filter(part -> part.element() == element).forEach(part -> byOffset.put(part.leaf().getOffset(), part.leaf()));
        }
        return List.copyOf(byOffset.values());
    }

    /** The name at an offset; also the one that ends there, where the caret is after typing it. */
    private static ILeafNode leaf(XtextResource resource, int offset) {
        for (int at : new int[] {offset, offset - 1}) {
            ILeafNode leaf = at < 0 ? null : NodeModelUtils.findLeafNodeAtOffset(resource.getParseResult().getRootNode(), at);
            if (leaf != null && NameAt.find(leaf) != null) {
                return leaf;
            }
        }
        return null;
    }

    private static Range range(Document document, ILeafNode leaf) {
        return new Range(document.getPosition(leaf.getOffset()), document.getPosition(leaf.getEndOffset()));
    }

    private static ResponseErrorException refused(String message) {
        return new ResponseErrorException(new ResponseError(ResponseErrorCode.RequestFailed, message, null));
    }
}
