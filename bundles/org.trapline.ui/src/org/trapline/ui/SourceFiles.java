// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

import org.eclipse.core.resources.IContainer;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.texteditor.ITextEditor;

/** Files as the engine names them, and their lines in an editor. */
public final class SourceFiles {
    private SourceFiles() {
    }

    /**
     * Returns the file of the workspace that the engine means.
     * @param home where files are looked for that are not named in full; may be null
     */
    public static Optional<IFile> find(final String name, final IContainer home) {
        try {
            final Path path = Path.of(name);
            if (path.isAbsolute()) {
                for (final IFile file : ResourcesPlugin.getWorkspace().getRoot().findFilesForLocationURI(path.toUri())) {
                    if (file.isAccessible()) {
                        return Optional.of(file);
                    }
                }
                return Optional.empty();
            }
        } catch (final InvalidPathException e) {
            return Optional.empty();
        }
        if (home == null) {
            return Optional.empty();
        }
        final IFile file = home.getFile(org.eclipse.core.runtime.IPath.fromPortableString(name));
        return file.isAccessible() ? Optional.of(file) : Optional.empty();
    }

    /** Opens a file at a line, counted from 1; 0 for the file as it is. */
    public static void open(final IWorkbenchPage page, final IFile file, final int line) {
        try {
            if (IDE.openEditor(page, file) instanceof final ITextEditor editor && line > 0) {
                final IDocument document = editor.getDocumentProvider().getDocument(editor.getEditorInput());
                final IRegion region = document.getLineInformation(Math.min(line, document.getNumberOfLines()) - 1);
                editor.selectAndReveal(region.getOffset(), region.getLength());
            }
        } catch (final CoreException e) {
            ILog.of(SourceFiles.class).log(e.getStatus());
        } catch (final BadLocationException e) {
            throw new IllegalStateException(e);
        }
    }
}
