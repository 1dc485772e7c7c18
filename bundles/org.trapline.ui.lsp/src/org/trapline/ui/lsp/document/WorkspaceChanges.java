// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.document;

import java.net.URI;
import java.util.List;

import org.eclipse.core.filebuffers.FileBuffers;
import org.eclipse.core.filebuffers.ITextFileBuffer;
import org.eclipse.core.filebuffers.LocationKind;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.lsp4j.CreateFile;
import org.eclipse.lsp4j.DeleteFile;
import org.eclipse.lsp4j.RenameFile;
import org.eclipse.lsp4j.ResourceOperation;
import org.eclipse.lsp4j.SnippetTextEdit;
import org.eclipse.lsp4j.TextDocumentEdit;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.ltk.core.refactoring.Change;
import org.eclipse.ltk.core.refactoring.CompositeChange;
import org.eclipse.ltk.core.refactoring.PerformChangeOperation;
import org.eclipse.ltk.core.refactoring.RefactoringCore;
import org.eclipse.ltk.core.refactoring.TextFileChange;
import org.eclipse.ltk.core.refactoring.resource.DeleteResourceChange;
import org.eclipse.ltk.core.refactoring.resource.MoveRenameResourceChange;
import org.trapline.ui.lsp.server.Uris;

/** A server's edit of several files, as a change of the workspace that can be previewed and undone. */
public final class WorkspaceChanges {
    private WorkspaceChanges() {
    }

    /**
     * Returns the change.
     *
     * @throws CoreException if it concerns a file outside the workspace, or its edits do not fit
     */
    public static CompositeChange change(final String label, final WorkspaceEdit edit) throws CoreException {
        final CompositeChange all = new CompositeChange(label);
        if (edit.getDocumentChanges() != null) {
            for (final Either<TextDocumentEdit, ResourceOperation> part : edit.getDocumentChanges()) {
                all.add(part.isLeft() ? fileChange(part.getLeft().getTextDocument().getUri(), plain(part.getLeft().getEdits()))
                        : resourceChange(part.getRight()));
            }
        } else if (edit.getChanges() != null) {
            for (final var part : edit.getChanges().entrySet()) {
                all.add(fileChange(part.getKey(), part.getValue()));
            }
        }
        return all;
    }

    /** Makes the edit; the workspace's undo takes it back as a whole. */
    public static void perform(final String label, final WorkspaceEdit edit, final IProgressMonitor monitor) throws CoreException {
        final Change change = change(label, edit);
        change.initializeValidationData(monitor);
        final PerformChangeOperation operation = new PerformChangeOperation(change);
        operation.setUndoManager(RefactoringCore.getUndoManager(), label);
        ResourcesPlugin.getWorkspace().run(operation, monitor);
        if (operation.changeExecutionFailed() || operation.getValidationStatus() != null && operation.getValidationStatus().hasFatalError()) {
            throw new CoreException(Status.error(label + " could not be carried out"));
        }
    }

    private static List<TextEdit> plain(final List<Either<TextEdit, SnippetTextEdit>> edits) throws CoreException {
        if (edits.stream().anyMatch(Either::isRight)) {
            throw new CoreException(Status.error("the server sent snippets in an edit, which this client did not ask for"));
        }
        return edits.stream().map(Either::getLeft).toList();
    }

    private static Change fileChange(final String uri, final List<TextEdit> edits) throws CoreException {
        final IFile file = file(uri);
        final TextFileChange change = new TextFileChange(file.getName(), file);
        change.setSaveMode(TextFileChange.KEEP_SAVE_STATE);
        final var manager = FileBuffers.getTextFileBufferManager();
        manager.connect(file.getFullPath(), LocationKind.IFILE, new NullProgressMonitor());
        try {
            final ITextFileBuffer buffer = manager.getTextFileBuffer(file.getFullPath(), LocationKind.IFILE);
            final IDocument document = buffer.getDocument();
            change.setEdit(TextEdits.toEdit(document, edits));
        } catch (final BadLocationException e) {
            throw new CoreException(Status.error("the server's edits of " + file.getName() + " do not fit", e));
        } finally {
            manager.disconnect(file.getFullPath(), LocationKind.IFILE, new NullProgressMonitor());
        }
        return change;
    }

    private static Change resourceChange(final ResourceOperation operation) throws CoreException {
        return switch (operation) {
            case final CreateFile create -> new CreateFileChange(fileToBe(create.getUri()));
            case final DeleteFile delete -> new DeleteResourceChange(file(delete.getUri()).getFullPath(), true);
            case final RenameFile rename -> {
                final IFile target = fileToBe(rename.getNewUri());
                yield new MoveRenameResourceChange(file(rename.getOldUri()), target.getParent(), target.getName());
            }
            default -> throw new CoreException(Status.error("unknown kind of change: " + operation.getKind()));
        };
    }

    private static IFile file(final String uri) throws CoreException {
        return Uris.file(uri).filter(IFile::exists)
                .orElseThrow(() -> new CoreException(Status.error(uri + " is not a file of the workspace")));
    }

    private static IFile fileToBe(final String uri) throws CoreException {
        final IFile[] files = ResourcesPlugin.getWorkspace().getRoot().findFilesForLocationURI(URI.create(uri));
        if (files.length == 0) {
            throw new CoreException(Status.error(uri + " is not a place in the workspace"));
        }
        return files[0];
    }
}
