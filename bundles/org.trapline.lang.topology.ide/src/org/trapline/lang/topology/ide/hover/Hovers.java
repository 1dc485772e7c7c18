// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.hover;

import com.google.inject.Inject;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Range;
import org.eclipse.xtext.ide.server.Document;
import org.eclipse.xtext.ide.server.hover.IHoverService;
import org.eclipse.xtext.nodemodel.ILeafNode;
import org.eclipse.xtext.nodemodel.util.NodeModelUtils;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.CancelIndicator;

/** Hovers over any word: keywords and values are explained, names show what they stand for. */
public final class Hovers implements IHoverService {

    @Inject
    private Explanation explanation;

    @Override
    public Hover hover(Document document, XtextResource resource, HoverParams params, CancelIndicator cancelIndicator) {
        if (resource.getParseResult() == null) {
            return EMPTY_HOVER;
        }
        ILeafNode leaf = NodeModelUtils.findLeafNodeAtOffset(resource.getParseResult().getRootNode(), document.getOffSet(params.getPosition()));
        String text = leaf == null || leaf.isHidden() ? "" : explanation.of(leaf);
        if (text.isEmpty()) {
            return EMPTY_HOVER;
        }
        Range range = new Range(document.getPosition(leaf.getOffset()), document.getPosition(leaf.getEndOffset()));
        return new Hover(new MarkupContent(MarkupKind.MARKDOWN, text), range);
    }
}
