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
import org.eclipse.ui.IEditorPart;
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
     * program that the last run used, that is the last run's configuration.
     */
    static Optional<IFile> find(final IWorkbenchWindow window, final ISelection selection) {
        final IWorkbenchPart part = window.getActivePage() == null ? null : window.getActivePage().getActivePart();
        final IEditorPart editor = window.getActivePage() == null ? null : window.getActivePage().getActiveEditor();
        final Optional<IFile> selected = part instanceof IEditorPart ? Optional.empty() : selected(selection);
        final Optional<IFile> edited = editor == null ? Optional.empty()
                : Optional.ofNullable(editor.getEditorInput().getAdapter(IFile.class)).filter(RunTarget::canRun);
        final Optional<IFile> last = Runs.current().run().map(Run::file).filter(IFile::exists);
        final Optional<IFile> meant = selected.or(() -> edited);
        if (meant.filter(f -> PROGRAM.equalsIgnoreCase(f.getFileExtension())).isPresent() && last.isPresent() && uses(meant.get())) {
            return last;
        }
        return meant.or(() -> last);
    }

    /** Returns the file that a selection of files or projects means. */
    static Optional<IFile> selected(final ISelection selection) {
        if (selection instanceof final IStructuredSelection structured && structured.size() == 1) {
            final IResource resource = Adapters.adapt(structured.getFirstElement(), IResource.class);
            if (resource instanceof final IFile file && canRun(file)) {
                return Optional.of(file);
            }
            if (resource instanceof final IContainer container) {
                return onlyConfiguration(container);
            }
        }
        return Optional.empty();
    }

    private static boolean canRun(final IFile file) {
        return CONFIGURATION.equals(file.getFileExtension()) || PROGRAM.equalsIgnoreCase(file.getFileExtension());
    }

    private static boolean uses(final IFile program) {
        return Runs.current().run().filter(run -> run.session().plan().guests().flatMap(g -> g.program().files().stream())
                .anyMatch(path -> path.toAbsolutePath().equals(java.nio.file.Path.of(program.getLocationURI())))).isPresent();
    }

    private static Optional<IFile> onlyConfiguration(final IContainer container) {
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
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }
}
