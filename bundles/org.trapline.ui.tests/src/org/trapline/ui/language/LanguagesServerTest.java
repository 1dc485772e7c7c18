// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.language;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.FileChangeType;
import org.eclipse.lsp4j.FileEvent;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.trapline.ui.lsp.ServerConnection;

/** The server itself, with no editor before it. */
final class LanguagesServerTest {
    private static final int PATIENCE_SECONDS = 30;

    /** Keeps what is published. */
    private static final class Listener implements LanguageClient {
        private final BlockingQueue<PublishDiagnosticsParams> published = new LinkedBlockingQueue<>();

        @Override
        public void publishDiagnostics(final PublishDiagnosticsParams params) {
            published.add(params);
        }

        /** Waits for what is said of a file; -1 if nothing ever is. */
        int problemsOf(final String uri) throws InterruptedException {
            PublishDiagnosticsParams next;
            while ((next = published.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)) != null) {
                if (next.getUri().equals(uri)) {
                    return next.getDiagnostics().size();
                }
            }
            return -1;
        }

        @Override
        public void telemetryEvent(final Object object) {
            // Not of interest.
        }

        @Override
        public void showMessage(final MessageParams params) {
            // Not of interest.
        }

        @Override
        public CompletableFuture<MessageActionItem> showMessageRequest(final ShowMessageRequestParams params) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void logMessage(final MessageParams message) {
            // Not of interest.
        }
    }

    @Test
    void aFileThatVanishedBeforeItWasBuiltDoesNotKeepOthersFromBeingChecked(@TempDir final Path folder) throws Exception {
        final Listener listener = new Listener();
        final ServerConnection connection = new LanguagesServer().connect(listener);
        final LanguageServer server = connection.server();
        final InitializeParams start = new InitializeParams();
        final WorkspaceClientCapabilities folders = new WorkspaceClientCapabilities();
        folders.setWorkspaceFolders(true);
        start.setCapabilities(new ClientCapabilities(folders, null, null));
        start.setWorkspaceFolders(List.of(new WorkspaceFolder(folder.toUri().toString(), "folder")));
        server.initialize(start).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        server.initialized(new InitializedParams());
        server.getWorkspaceService().didChangeWatchedFiles(new DidChangeWatchedFilesParams(
                List.of(new FileEvent(folder.resolve("gone.s").toUri().toString(), FileChangeType.Created))));
        final Path file = Files.writeString(folder.resolve("here.s"), "frobnicate a0\n");
        server.getTextDocumentService().didOpen(new DidOpenTextDocumentParams(
                new TextDocumentItem(file.toUri().toString(), "riscv-asm", 1, Files.readString(file))));
        assertEquals(1, listener.problemsOf(file.toUri().toString()));
        server.shutdown().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        connection.close();
    }
}
