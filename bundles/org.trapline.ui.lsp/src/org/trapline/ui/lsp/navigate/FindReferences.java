// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.navigate;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.search.ui.NewSearchUI;
import org.eclipse.ui.handlers.HandlerUtil;
import org.eclipse.ui.texteditor.ITextEditor;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.document.Positions;

/** Lists in the Search view where the name at the caret is used. */
public final class FindReferences extends AbstractHandler {

    @Override
    public Object execute(final ExecutionEvent event) {
        if (HandlerUtil.getActiveEditor(event) instanceof final ITextEditor editor
                && editor.getSelectionProvider().getSelection() instanceof final ITextSelection selection) {
            final Optional<ConnectedDocument> document = Connector.connected(editor);
            document.ifPresent(d -> NewSearchUI.runQueryInBackground(
                    new ReferenceQuery(d, d.position(selection.getOffset()), name(d.document(), selection.getOffset()))));
        }
        return null;
    }

    private static String name(final IDocument document, final int offset) {
        final IRegion word = Positions.word(document, offset);
        try {
            return document.get(word.getOffset(), word.getLength());
        } catch (final BadLocationException e) {
            throw new IllegalStateException(e);
        }
    }
}
