// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.connector;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.text.IDocument;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.services.IDisposable;
import org.eclipse.ui.texteditor.ITextEditor;
import org.trapline.ui.lsp.diagnostic.Diagnostics;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.document.ConnectedDocuments;
import org.trapline.ui.lsp.server.Servers;

/** The connector of the running workbench. */
public final class Connector implements IDisposable {
    private final Servers servers;
    private final ConnectedDocuments documents;
    private final Diagnostics diagnostics;
    private final AssistSessions assist = new AssistSessions();

    Connector() {
        servers = new Servers(ResourcesPlugin.getWorkspace(), definition -> new ConnectorClient(definition, this));
        documents = new ConnectedDocuments(servers, PlatformUI.getWorkbench().getDisplay());
        diagnostics = new Diagnostics(documents);
    }

    /** Returns the connector of this workbench. */
    public static Connector current() {
        return PlatformUI.getWorkbench().getService(Connector.class);
    }

    /** Returns the connection of a document of this workbench, if a server serves it. */
    public static Optional<ConnectedDocument> connected(final IDocument document) {
        return current().documents().of(document);
    }

    /** Returns the connection of an editor's document, if a server serves it. */
    public static Optional<ConnectedDocument> connected(final ITextEditor editor) {
        return current().documents().of(editor);
    }

    public Servers servers() {
        return servers;
    }

    public ConnectedDocuments documents() {
        return documents;
    }

    public Diagnostics diagnostics() {
        return diagnostics;
    }

    public AssistSessions assist() {
        return assist;
    }

    /** Waits a bounded time for a server's answer; nothing if it fails or takes longer. Failures are logged. */
    public static <T> Optional<T> await(final CompletableFuture<T> answer, final long timeoutMs) {
        try {
            return Optional.ofNullable(answer.get(timeoutMs, TimeUnit.MILLISECONDS));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final TimeoutException e) {
            answer.cancel(true);
        } catch (final ExecutionException e) {
            report(e.getCause());
        }
        return Optional.empty();
    }

    /** Logs why a server did not answer, unless the question was withdrawn. */
    public static void report(final Throwable failure) {
        if (!Answers.isWithdrawn(failure)) {
            ILog.of(Connector.class).warn("A language server did not answer", failure);
        }
    }

    @Override
    public void dispose() {
        documents.dispose();
        diagnostics.dispose();
        servers.stop();
    }
}
