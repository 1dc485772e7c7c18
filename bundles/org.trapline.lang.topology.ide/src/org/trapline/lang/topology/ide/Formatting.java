// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide;

import java.util.List;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.xtext.ide.server.Document;
import org.eclipse.xtext.ide.server.formatting.FormattingService;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.ReplaceRegion;
import org.trapline.lang.topology.formatting2.Layout;

/** Lays a document, or a part of it, out. There is one layout: a client's options are not asked. */
public final class Formatting extends FormattingService {

    @Override
    public List<TextEdit> format(XtextResource resource, Document document, int offset, int length, FormattingOptions options) {
        return Layout.edits(resource.getParseResult()).stream().filter(edit -> edit.getOffset() >= offset && edit.getEndOffset() <= offset + length)
                .map(edit -> textEdit(document, edit)).toList();
    }

    private static TextEdit textEdit(Document document, ReplaceRegion edit) {
        return new TextEdit(new Range(document.getPosition(edit.getOffset()), document.getPosition(edit.getEndOffset())), edit.getText());
    }
}
