// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.navigate;

import java.net.URI;
import java.util.Optional;

import org.eclipse.core.filesystem.EFS;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.lsp4j.Range;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.texteditor.ITextEditor;
import org.trapline.ui.lsp.document.Positions;
import org.trapline.ui.lsp.server.Uris;

/** Opens places in files. */
public final class Places {
    private Places() {
    }

    /** Opens the file of that name and selects the range. */
    public static void open(final IWorkbenchPage page, final String uri, final Range range) {
        try {
            final Optional<IFile> file = Uris.file(uri);
            final IEditorPart editor = file.isPresent() ? IDE.openEditor(page, file.get())
                    : IDE.openEditorOnFileStore(page, EFS.getStore(URI.create(uri)));
            if (editor instanceof final ITextEditor text) {
                final IDocument document = text.getDocumentProvider().getDocument(text.getEditorInput());
                final IRegion region = Positions.region(document, range);
                text.selectAndReveal(region.getOffset(), region.getLength());
            }
        } catch (final CoreException e) {
            ILog.of(Places.class).log(e.getStatus());
        }
    }
}
