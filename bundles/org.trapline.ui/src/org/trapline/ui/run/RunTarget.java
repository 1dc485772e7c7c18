// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IContainer;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.ui.IEditorInput;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IURIEditorInput;
import org.eclipse.ui.IWorkbenchPart;
import org.eclipse.ui.IWorkbenchWindow;

/** Finds out what the user means by "Run". */
final class RunTarget {
    private static final String CONFIGURATION = "tln";
    private static final String PROGRAM = "s";

    private RunTarget() {
    }

    /**
     * Returns the file to run: what is selected, if the user looks at a list of files; else what is edited; else what ran last. For a
     * program that the last run used, that is the last run's configuration. There are several where a project with several
     * configurations is selected, and none where nothing can be run.
     */
    static List<IFile> find(final IWorkbenchWindow window, final ISelection selection) {
        final IWorkbenchPart part = window.getActivePage() == null ? null : window.getActivePage().getActivePart();
        final IEditorPart editor = window.getActivePage() == null ? null : window.getActivePage().getActiveEditor();
        final List<IFile> selected = part instanceof IEditorPart ? List.of() : selected(selection);
        if (selected.size() > 1) {
            return selected;
        }
        final Optional<IFile> edited = editor == null ? Optional.empty()
                : Optional.ofNullable(editor.getEditorInput().getAdapter(IFile.class)).filter(RunTarget::canRun);
        final Optional<IFile> last = Runs.current().run().map(Run::file).filter(IFile::exists);
        final Optional<IFile> meant = selected.stream().findFirst().or(() -> edited);
        if (meant.filter(f -> PROGRAM.equalsIgnoreCase(f.getFileExtension())).isPresent() && last.isPresent() && uses(meant.get())) {
            return last.stream().toList();
        }
        // Who looks at a file that cannot be run where it is must not get something else.
        return meant.or(() -> outside(window).isPresent() ? Optional.empty() : last).stream().toList();
    }

    /** Returns the files that a selection of a file, folder or project may mean. */
    static List<IFile> selected(final ISelection selection) {
        if (selection instanceof final IStructuredSelection structured && structured.size() == 1) {
            final IResource resource = Adapters.adapt(structured.getFirstElement(), IResource.class);
            if (resource instanceof final IFile file && canRun(file)) {
                return List.of(file);
            }
            if (resource instanceof final IContainer container) {
                return configurations(container);
            }
        }
        return List.of();
    }

    private static boolean canRun(final IFile file) {
        return canRun(file.getFileExtension());
    }

    private static boolean canRun(final String extension) {
        return CONFIGURATION.equals(extension) || PROGRAM.equalsIgnoreCase(extension);
    }

    /** Returns the name of the file that is edited, if it could be run but is in no project. */
    static Optional<String> outside(final IWorkbenchWindow window) {
        final IEditorPart editor = window.getActivePage() == null ? null : window.getActivePage().getActiveEditor();
        return Optional.ofNullable(editor).map(IEditorPart::getEditorInput)
                .filter(input -> input instanceof IURIEditorInput && input.getAdapter(IFile.class) == null).map(IEditorInput::getName)
                .filter(name -> canRun(name.substring(name.lastIndexOf('.') + 1)));
    }

    private static boolean uses(final IFile program) {
        return Runs.current().run().filter(run -> run.session().plan().guests().flatMap(g -> g.program().files().stream())
                .anyMatch(path -> path.toAbsolutePath().equals(java.nio.file.Path.of(program.getLocationURI())))).isPresent();
    }

    private static List<IFile> configurations(final IContainer container) {
        final List<IFile> found = new ArrayList<>();
        try {
            if (container.isAccessible()) {
                container.accept(resource -> {
                    if (resource instanceof final IFile file && CONFIGURATION.equals(file.getFileExtension())) {
                        found.add(file);
                    }
                    return true;
                });
            }
        } catch (final CoreException e) {
            org.eclipse.core.runtime.ILog.of(RunTarget.class).log(e.getStatus());
        }
        return found;
    }
}
