// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.refactor;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.OperationCanceledException;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.ltk.core.refactoring.Change;
import org.eclipse.ltk.core.refactoring.CompositeChange;
import org.eclipse.ltk.core.refactoring.Refactoring;
import org.eclipse.ltk.core.refactoring.RefactoringStatus;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.document.Positions;
import org.trapline.ui.lsp.document.WorkspaceChanges;

/** Renames by the server's answer. */
final class RenameRefactoring extends Refactoring {
    private static final long TIMEOUT_MS = 20_000;

    private final ConnectedDocument document;
    private final int offset;
    private String oldName = "";
    private String newName = "";
    private CompositeChange change;

    RenameRefactoring(final ConnectedDocument document, final int offset) {
        this.document = document;
        this.offset = offset;
        this.oldName = text(Positions.word(document.document(), offset));
    }

    String oldName() {
        return oldName;
    }

    void setNewName(final String name) {
        newName = name;
    }

    @Override
    public String getName() {
        return "Rename " + oldName;
    }

    @Override
    public RefactoringStatus checkInitialConditions(final IProgressMonitor monitor) throws CoreException {
        if (!document.server().can(c -> c.getRenameProvider() != null)) {
            return RefactoringStatus.createFatalErrorStatus("The language server cannot rename.");
        }
        if (!document.server().can(c -> c.getRenameProvider().isRight()
                && Boolean.TRUE.equals(c.getRenameProvider().getRight().getPrepareProvider()))) {
            return oldName.isEmpty() ? nothingHere() : new RefactoringStatus();
        }
        final PrepareRenameParams params = new PrepareRenameParams(document.identifier(), document.position(offset));
        try {
            final Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior> prepared =
                    document.ask(s -> s.prepareRename(params)).get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            if (prepared == null) {
                return nothingHere();
            }
            if (prepared.isFirst()) {
                oldName = text(Positions.region(document.document(), prepared.getFirst()));
            } else if (prepared.isSecond()) {
                oldName = prepared.getSecond().getPlaceholder();
            }
            return new RefactoringStatus();
        } catch (final ExecutionException | TimeoutException e) {
            return failed(e);
        } catch (final InterruptedException e) {
            throw interrupted();
        }
    }

    @Override
    public RefactoringStatus checkFinalConditions(final IProgressMonitor monitor) throws CoreException {
        final RenameParams params = new RenameParams(document.identifier(), document.position(offset), newName);
        try {
            final WorkspaceEdit edit = document.ask(s -> s.rename(params)).get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
            if (edit == null) {
                return nothingHere();
            }
            change = WorkspaceChanges.change(getName(), edit);
            return change.getChildren().length == 0 ? nothingHere() : new RefactoringStatus();
        } catch (final ExecutionException | TimeoutException e) {
            return failed(e);
        } catch (final InterruptedException e) {
            throw interrupted();
        }
    }

    @Override
    public Change createChange(final IProgressMonitor monitor) {
        return change;
    }

    private static RefactoringStatus nothingHere() {
        return RefactoringStatus.createFatalErrorStatus("There is no name here that can be changed. Put the caret on one and try again.");
    }

    private static RefactoringStatus failed(final Exception reason) {
        final String message = reason.getCause() == null ? reason.getMessage() : reason.getCause().getMessage();
        return RefactoringStatus.createFatalErrorStatus(message == null ? "The language server gave no answer." : message);
    }

    private static OperationCanceledException interrupted() {
        Thread.currentThread().interrupt();
        return new OperationCanceledException();
    }

    private String text(final IRegion region) {
        final IDocument text = document.document();
        try {
            return text.get(region.getOffset(), region.getLength());
        } catch (final BadLocationException e) {
            return "";
        }
    }
}
