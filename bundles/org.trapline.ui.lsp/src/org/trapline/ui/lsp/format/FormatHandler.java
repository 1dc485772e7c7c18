// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.format;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.preference.IPreferenceStore;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentRangeFormattingParams;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.editors.text.EditorsUI;
import org.eclipse.ui.handlers.HandlerUtil;
import org.eclipse.ui.texteditor.AbstractDecoratedTextEditorPreferenceConstants;
import org.eclipse.ui.texteditor.ITextEditor;
import org.trapline.ui.lsp.connector.Answers;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.document.Positions;
import org.trapline.ui.lsp.document.TextEdits;

/** Formats the selected lines, or the whole text if nothing is selected. */
public final class FormatHandler extends AbstractHandler {

    @Override
    public Object execute(final ExecutionEvent event) {
        if (HandlerUtil.getActiveEditor(event) instanceof final ITextEditor editor && editor.isEditable()
                && editor.getSelectionProvider().getSelection() instanceof final ITextSelection selection) {
            final Optional<ConnectedDocument> document = Connector.connected(editor);
            document.filter(d -> d.server().can(c -> c.getDocumentFormattingProvider() != null))
                    .ifPresent(d -> format(d, selection, editor.getAdapter(Control.class)));
        }
        return null;
    }

    private static void format(final ConnectedDocument document, final ITextSelection selection, final Control editor) {
        final int version = document.version();
        Answers.show(ask(document, selection), editor, edits -> {
            if (version == document.version()) {
                try {
                    TextEdits.apply(document.document(), edits);
                } catch (final BadLocationException e) {
                    ILog.of(FormatHandler.class).error("The server's formatting does not fit", e);
                }
            }
        });
    }

    private static CompletableFuture<? extends List<? extends TextEdit>> ask(final ConnectedDocument document, final ITextSelection selection) {
        if (selection.getLength() == 0) {
            final DocumentFormattingParams params = new DocumentFormattingParams(document.identifier(), options());
            return document.ask(s -> s.formatting(params));
        }
        final DocumentRangeFormattingParams params = new DocumentRangeFormattingParams(document.identifier(), options(),
                Positions.range(document.document(), selection.getOffset(), selection.getLength()));
        return document.ask(s -> s.rangeFormatting(params));
    }

    private static FormattingOptions options() {
        final IPreferenceStore preferences = EditorsUI.getPreferenceStore();
        return new FormattingOptions(preferences.getInt(AbstractDecoratedTextEditorPreferenceConstants.EDITOR_TAB_WIDTH),
                preferences.getBoolean(AbstractDecoratedTextEditorPreferenceConstants.EDITOR_SPACES_FOR_TABS));
    }
}
