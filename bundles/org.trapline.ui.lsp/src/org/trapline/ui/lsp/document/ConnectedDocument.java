// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.document;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.eclipse.jface.text.DocumentEvent;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IDocumentListener;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.swt.widgets.Display;
import org.trapline.ui.lsp.server.Language;
import org.trapline.ui.lsp.server.Server;

/**
 * A document that a server follows. Lives on the display's thread; asking is allowed on any.
 *
 * <p>Who shows what a server says about the whole text listens for it to {@linkplain #addSettledListener settle}, so that quick typing
 * does not ask for every letter.
 */
public final class ConnectedDocument {
    private static final int SETTLE_MS = 200;

    private final IDocument document;
    private final String uri;
    private final Server server;
    private final Language language;
    private final Display display;
    private final List<Runnable> settledListeners = new CopyOnWriteArrayList<>();
    private final Runnable settle = this::settled;
    private final IDocumentListener changes = new Changes();
    private int version = 1;
    private boolean closed;

    ConnectedDocument(final IDocument document, final String uri, final Server server, final Language language,
            final Display display) {
        this.document = document;
        this.uri = uri;
        this.server = server;
        this.language = language;
        this.display = display;
        final String text = document.get();
        server.tell(s -> s.getTextDocumentService().didOpen(
                new DidOpenTextDocumentParams(new TextDocumentItem(uri, language.id(), 1, text))));
        document.addDocumentListener(changes);
        server.started().thenRun(this::settleSoon);
    }

    public IDocument document() {
        return document;
    }

    /** Returns the document's name in the protocol. */
    public String uri() {
        return uri;
    }

    public TextDocumentIdentifier identifier() {
        return new TextDocumentIdentifier(uri);
    }

    public Server server() {
        return server;
    }

    public Language language() {
        return language;
    }

    /** Returns how often the text has changed; an answer to a question asked at another version may not fit any more. */
    public int version() {
        return version;
    }

    public Position position(final int offset) {
        return Positions.position(document, offset);
    }

    /** Asks the server about this document. */
    public <T> CompletableFuture<T> ask(final Function<TextDocumentService, CompletableFuture<T>> question) {
        return server.ask(s -> question.apply(s.getTextDocumentService()));
    }

    /** Calls back on the display's thread whenever the text has not changed for a moment, and once when the server is ready. */
    public void addSettledListener(final Runnable listener) {
        settledListeners.add(listener);
        if (server.capabilities().isPresent()) {
            display.asyncExec(listener);
        }
    }

    public void removeSettledListener(final Runnable listener) {
        settledListeners.remove(listener);
    }

    void saved() {
        server.tell(s -> s.getTextDocumentService().didSave(new DidSaveTextDocumentParams(identifier())));
    }

    void close() {
        closed = true;
        document.removeDocumentListener(changes);
        settledListeners.clear();
        server.tell(s -> s.getTextDocumentService().didClose(new DidCloseTextDocumentParams(identifier())));
    }

    /** Lets everybody look at the text again, for instance because the server knows better now. */
    public void settleSoon() {
        if (!display.isDisposed()) {
            display.asyncExec(() -> {
                if (!display.isDisposed()) {
                    display.timerExec(SETTLE_MS, settle);
                }
            });
        }
    }

    private void settled() {
        if (!closed) {
            settledListeners.forEach(Runnable::run);
        }
    }

    private static boolean wantsWholeText(final ServerCapabilities abilities) {
        final TextDocumentSyncKind kind = abilities.getTextDocumentSync() == null ? TextDocumentSyncKind.Full
                : abilities.getTextDocumentSync().isLeft() ? abilities.getTextDocumentSync().getLeft()
                        : abilities.getTextDocumentSync().getRight().getChange();
        return kind != TextDocumentSyncKind.Incremental;
    }

    private final class Changes implements IDocumentListener {
        private TextDocumentContentChangeEvent change;

        // The range must be worked out while the old text is still there.
        @Override
        public void documentAboutToBeChanged(final DocumentEvent event) {
            change = new TextDocumentContentChangeEvent(Positions.range(document, event.getOffset(), event.getLength()),
                    event.getText() == null ? "" : event.getText());
        }

        @Override
        public void documentChanged(final DocumentEvent event) {
            version++;
            final TextDocumentContentChangeEvent told = server.can(ConnectedDocument::wantsWholeText)
                    ? new TextDocumentContentChangeEvent(document.get()) : change;
            final DidChangeTextDocumentParams params = new DidChangeTextDocumentParams(
                    new VersionedTextDocumentIdentifier(uri, version), List.of(told));
            server.tell(s -> s.getTextDocumentService().didChange(params));
            settleSoon();
        }
    }
}
