// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.document;

import java.net.URI;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.filebuffers.FileBuffers;
import org.eclipse.core.filebuffers.IFileBuffer;
import org.eclipse.core.filebuffers.IFileBufferListener;
import org.eclipse.core.filebuffers.ITextFileBuffer;
import org.eclipse.core.filebuffers.ITextFileBufferManager;
import org.eclipse.core.runtime.IPath;
import org.eclipse.core.runtime.Platform;
import org.eclipse.core.runtime.content.IContentType;
import org.eclipse.jface.text.IDocument;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.texteditor.ITextEditor;
import org.trapline.ui.lsp.server.Servers;
import org.trapline.ui.lsp.server.Uris;

/** The connected documents of a workbench. A document is connected when somebody first asks for it, until its file buffer goes. */
public final class ConnectedDocuments {
    private final Servers servers;
    private final Display display;
    private final Map<IDocument, ConnectedDocument> documents = new HashMap<>();
    private final IFileBufferListener buffers = new Buffers();

    public ConnectedDocuments(final Servers servers, final Display display) {
        this.servers = servers;
        this.display = display;
        FileBuffers.getTextFileBufferManager().addFileBufferListener(buffers);
    }

    /** Returns a document's connection, made now if it has none; nothing if no server serves its type, or it is no file. */
    public Optional<ConnectedDocument> of(final IDocument document) {
        synchronized (documents) {
            if (document == null) {
                return Optional.empty();
            }
            final ConnectedDocument known = documents.get(document);
            if (known != null) {
                return Optional.of(known);
            }
            final ITextFileBuffer buffer = FileBuffers.getTextFileBufferManager().getTextFileBuffer(document);
            final Optional<ConnectedDocument> made = buffer == null ? Optional.empty() : connect(buffer);
            made.ifPresent(d -> documents.put(document, d));
            return made;
        }
    }

    /** Returns the connection of the document that an editor shows. */
    public Optional<ConnectedDocument> of(final ITextEditor editor) {
        return editor.getDocumentProvider() == null ? Optional.empty()
                : of(editor.getDocumentProvider().getDocument(editor.getEditorInput()));
    }

    /** Returns the connected document of that name. */
    public Optional<ConnectedDocument> named(final String uri) {
        return all().stream().filter(d -> d.uri().equals(uri)).findFirst();
    }

    public Collection<ConnectedDocument> all() {
        synchronized (documents) {
            return List.copyOf(documents.values());
        }
    }

    /** Lets go of all documents. */
    public void dispose() {
        final ITextFileBufferManager manager = FileBuffers.getTextFileBufferManager();
        if (manager != null) {
            manager.removeFileBufferListener(buffers);
        }
        all().forEach(ConnectedDocument::close);
    }

    private Optional<ConnectedDocument> connect(final ITextFileBuffer buffer) {
        final URI place = buffer.getFileStore() == null ? null : buffer.getFileStore().toURI();
        if (place == null) {
            return Optional.empty();
        }
        for (final IContentType type : Platform.getContentTypeManager().findContentTypesFor(buffer.getFileStore().getName())) {
            final Optional<Servers.Served> served = servers.serverFor(type);
            if (served.isPresent()) {
                return served.map(s -> new ConnectedDocument(buffer.getDocument(), Uris.of(place), s.server(), s.language(), display));
            }
        }
        return Optional.empty();
    }

    private final class Buffers implements IFileBufferListener {
        @Override
        public void bufferDisposed(final IFileBuffer buffer) {
            if (buffer instanceof final ITextFileBuffer text) {
                final ConnectedDocument gone;
                synchronized (documents) {
                    gone = documents.remove(text.getDocument());
                }
                if (gone != null) {
                    gone.close();
                }
            }
        }

        @Override
        public void dirtyStateChanged(final IFileBuffer buffer, final boolean isDirty) {
            if (!isDirty && buffer instanceof final ITextFileBuffer text) {
                synchronized (documents) {
                    Optional.ofNullable(documents.get(text.getDocument())).ifPresent(ConnectedDocument::saved);
                }
            }
        }

        @Override
        public void bufferCreated(final IFileBuffer buffer) {
            // Connected when asked for.
        }

        @Override
        public void bufferContentAboutToBeReplaced(final IFileBuffer buffer) {
            // The document tells its listeners.
        }

        @Override
        public void bufferContentReplaced(final IFileBuffer buffer) {
            // The document tells its listeners.
        }

        @Override
        public void stateChanging(final IFileBuffer buffer) {
            // Of no interest here.
        }

        @Override
        public void stateValidationChanged(final IFileBuffer buffer, final boolean isStateValidated) {
            // Of no interest here.
        }

        @Override
        public void underlyingFileMoved(final IFileBuffer buffer, final IPath path) {
            // The editor connects to the buffer of the new path.
        }

        @Override
        public void underlyingFileDeleted(final IFileBuffer buffer) {
            // The buffer goes when its last editor closes.
        }

        @Override
        public void stateChangeFailed(final IFileBuffer buffer) {
            // Of no interest here.
        }
    }
}
