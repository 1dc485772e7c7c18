// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.refactor;

import java.util.Optional;

import org.eclipse.core.commands.AbstractHandler;
import org.eclipse.core.commands.ExecutionEvent;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.ltk.ui.refactoring.RefactoringWizardOpenOperation;
import org.eclipse.ui.handlers.HandlerUtil;
import org.eclipse.ui.texteditor.ITextEditor;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;

/** Asks for a new name of the thing at the caret and renames it. */
public final class RenameHandler extends AbstractHandler {

    @Override
    public Object execute(final ExecutionEvent event) {
        if (!(HandlerUtil.getActiveEditor(event) instanceof final ITextEditor editor)
                || !(editor.getSelectionProvider().getSelection() instanceof final ITextSelection selection)) {
            return null;
        }
        final Optional<ConnectedDocument> document = Connector.connected(editor);
        if (document.isPresent()) {
            final RenameRefactoring rename = new RenameRefactoring(document.get(), selection.getOffset());
            try {
                new RefactoringWizardOpenOperation(new RenameWizard(rename)).run(HandlerUtil.getActiveShell(event), "Rename");
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return null;
    }
}
