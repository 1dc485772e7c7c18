// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextOperationTarget;
import org.eclipse.jface.text.source.ISourceViewer;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.texteditor.ITextEditor;

/** Drives the workbench from a test, which runs on a thread of its own. */
final class Bench implements AutoCloseable {
    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final long PAUSE_NANOS = 10_000_000;

    private final IProject project;

    Bench(final String projectName) throws CoreException {
        project = ResourcesPlugin.getWorkspace().getRoot().getProject(projectName);
        project.create(null);
        project.open(null);
    }

    /** Does something on the display's thread. */
    static <T> T ui(final Callable<T> action) {
        final AtomicReference<T> result = new AtomicReference<>();
        final AtomicReference<Exception> failure = new AtomicReference<>();
        PlatformUI.getWorkbench().getDisplay().syncExec(() -> {
            try {
                result.set(action.call());
            } catch (final Exception e) {
                failure.set(e);
            }
        });
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        return result.get();
    }

    /** Waits until the display's thread finds that a claim holds. */
    static void until(final String claim, final Callable<Boolean> holds) {
        final long end = System.nanoTime() + PATIENCE_NANOS;
        while (!ui(holds)) {
            if (System.nanoTime() > end) {
                fail("never: " + claim);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    static IWorkbenchPage page() {
        return PlatformUI.getWorkbench().getWorkbenchWindows()[0].getActivePage();
    }

    IFile file(final String name, final String text) throws CoreException {
        final IFile file = project.getFile(name);
        file.create(text.getBytes(StandardCharsets.UTF_8), IResource.NONE, null);
        return file;
    }

    static ITextEditor open(final IFile file) {
        return ui(() -> (ITextEditor) IDE.openEditor(page(), file));
    }

    static IDocument document(final ITextEditor editor) {
        return editor.getDocumentProvider().getDocument(editor.getEditorInput());
    }

    static ISourceViewer viewer(final ITextEditor editor) {
        return (ISourceViewer) editor.getAdapter(ITextOperationTarget.class);
    }

    static StyledText widget(final ITextEditor editor) {
        return viewer(editor).getTextWidget();
    }

    /** Returns the first control of a kind inside a composite. */
    static <T extends Control> T find(final Composite parent, final Class<T> kind) {
        for (final Control child : parent.getChildren()) {
            final T found = kind.isInstance(child) ? kind.cast(child)
                    : child instanceof final Composite inner ? find(inner, kind) : null;
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** Runs a command as its key would. */
    static void command(final String id) {
        ui(() -> PlatformUI.getWorkbench().getService(IHandlerService.class).executeCommand(id, null));
    }

    @Override
    public void close() throws CoreException {
        ui(() -> page().closeAllEditors(false));
        project.delete(true, true, null);
    }
}
