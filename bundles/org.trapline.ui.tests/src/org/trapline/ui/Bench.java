// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui;

import static org.junit.jupiter.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextOperationTarget;
import org.eclipse.jface.text.source.ISourceViewer;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IViewPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.handlers.IHandlerService;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.texteditor.ITextEditor;
import org.trapline.examples.Example;
import org.trapline.ui.project.ExampleProject;

/** Drives the workbench from a test, which runs on a thread of its own. */
public final class Bench implements AutoCloseable {
    private static final long PATIENCE_NANOS = 60_000_000_000L;
    private static final long PAUSE_NANOS = 10_000_000;

    private final IProject project;

    private Bench(final IProject project) {
        this.project = project;
    }

    /** Opens Trapline's perspective on an empty project. */
    public static Bench empty() throws CoreException {
        final Bench bench = new Bench(ResourcesPlugin.getWorkspace().getRoot().getProject("bench"));
        ExampleProject.createEmpty(bench.project, null);
        return bench.show();
    }

    /** Opens Trapline's perspective on an example. */
    public static Bench example(final String name) throws CoreException {
        return example(name, "bench");
    }

    /** Opens Trapline's perspective on an example in a project of that name. */
    public static Bench example(final String name, final String project) throws CoreException {
        final Bench bench = new Bench(ResourcesPlugin.getWorkspace().getRoot().getProject(project));
        ExampleProject.create(bench.project, Example.named(name).orElseThrow(), null);
        return bench.show();
    }

    private Bench show() {
        ui(() -> PlatformUI.getWorkbench().showPerspective(Ids.PERSPECTIVE, window()));
        return this;
    }

    /** Does something on the display's thread. */
    public static <T> T ui(final Callable<T> action) {
        final AtomicReference<T> result = new AtomicReference<>();
        final AtomicReference<Exception> failure = new AtomicReference<>();
        display().syncExec(() -> {
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
    public static void until(final String claim, final Callable<Boolean> holds) {
        final long end = System.nanoTime() + PATIENCE_NANOS;
        while (!ui(holds)) {
            if (System.nanoTime() > end) {
                fail("never: " + claim);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    public static Display display() {
        return PlatformUI.getWorkbench().getDisplay();
    }

    public static IWorkbenchWindow window() {
        return PlatformUI.getWorkbench().getWorkbenchWindows()[0];
    }

    public static IWorkbenchPage page() {
        return window().getActivePage();
    }

    public IProject project() {
        return project;
    }

    public IFile file(final String name) {
        return project.getFile(name);
    }

    /** Makes a file. */
    public IFile file(final String name, final String text) throws CoreException {
        final IFile file = project.getFile(name);
        file.create(text.getBytes(StandardCharsets.UTF_8), IResource.NONE, null);
        return file;
    }

    public static ITextEditor open(final IFile file) {
        return ui(() -> (ITextEditor) IDE.openEditor(page(), file));
    }

    public static <T extends IViewPart> T view(final String id, final Class<T> type) {
        return ui(() -> type.cast(page().showView(id)));
    }

    public static IDocument document(final ITextEditor editor) {
        return editor.getDocumentProvider().getDocument(editor.getEditorInput());
    }

    public static ISourceViewer viewer(final ITextEditor editor) {
        return (ISourceViewer) editor.getAdapter(ITextOperationTarget.class);
    }

    /** Replaces a piece of an editor's text. */
    public static void replace(final ITextEditor editor, final String old, final String with) {
        ui(() -> {
            final int at = document(editor).get().indexOf(old);
            document(editor).replace(at, old.length(), with);
            return null;
        });
    }

    /** Returns what is wrong with a file. */
    public static java.util.List<String> problems(final IFile file) throws CoreException {
        return problems(file, IMarker.PROBLEM);
    }

    /** As {@link #problems(IFile)}, of one type of markers and those below it. */
    public static java.util.List<String> problems(final IFile file, final String type) throws CoreException {
        return java.util.Arrays.stream(file.findMarkers(type, true, IResource.DEPTH_ZERO))
                .map(m -> m.getAttribute(IMarker.LINE_NUMBER, 0) + ": " + m.getAttribute(IMarker.MESSAGE, "")).sorted().toList();
    }

    /** Runs a command as its key would. */
    public static void command(final String id) {
        ui(() -> PlatformUI.getWorkbench().getService(IHandlerService.class).executeCommand(id, null));
    }

    @Override
    public void close() throws CoreException {
        ui(() -> page().closeAllEditors(false));
        project.delete(true, true, null);
    }
}
