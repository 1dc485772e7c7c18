// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IContainer;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.FileDialog;
import org.eclipse.swt.widgets.Shell;

/**
 * Asks where something is to be written, and in which format.
 *
 * @param title what is done, for people
 * @param home folder that is proposed, so that what is exported lies beside what it was made from; may be null
 */
public record SaveDialog(Shell shell, String title, IContainer home) {

    /** A format, by the ending of its files. */
    public record Format(String label, String extension) {
    }

    /** Returns the file that the user wants; nothing if he wants none. Its name ends in that of the chosen format if he has typed no ending. */
    public Optional<Path> ask(final String name, final List<Format> formats) {
        final FileDialog dialog = new FileDialog(shell, SWT.SAVE);
        dialog.setText(title);
        dialog.setOverwrite(true);
        dialog.setFilterNames(formats.stream().map(f -> f.label() + " (*." + f.extension() + ")").toArray(String[]::new));
        dialog.setFilterExtensions(formats.stream().map(f -> "*." + f.extension()).toArray(String[]::new));
        if (home != null && home.getLocation() != null) {
            dialog.setFilterPath(home.getLocation().toOSString());
        }
        dialog.setFileName(name);
        final String chosen = dialog.open();
        if (chosen == null) {
            return Optional.empty();
        }
        final Path typed = Path.of(chosen);
        final boolean hasEnding = typed.getFileName().toString().indexOf('.') >= 0;
        return Optional.of(hasEnding ? typed : Path.of(chosen + "." + formats.get(Math.max(0, dialog.getFilterIndex())).extension()));
    }

    /** Lets the workspace see a file that was written, if it lies there. */
    public static void written(final Path file) throws CoreException {
        for (final IFile seen : ResourcesPlugin.getWorkspace().getRoot().findFilesForLocationURI(file.toUri())) {
            if (seen.getParent().isAccessible()) {
                seen.refreshLocal(IResource.DEPTH_ZERO, null);
            }
        }
    }
}
