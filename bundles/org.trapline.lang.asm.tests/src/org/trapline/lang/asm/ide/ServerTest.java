// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.xtext.ISetup;
import org.eclipse.xtext.ide.server.LanguageServerImpl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerTest {

    @Test
    void languageIsFoundByAServiceLoader() {
        assertTrue(ServiceLoader.load(ISetup.class, AsmIdeSetup.class.getClassLoader()).stream().anyMatch(setup -> setup.type() == AsmIdeSetup.class));
    }

    @Test
    void serverAnswersOverStreams(@TempDir Path folder) throws Exception {
        CompletableFuture<PublishDiagnosticsParams> published = new CompletableFuture<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try (PipedInputStream toServer = new PipedInputStream(); PipedInputStream toClient = new PipedInputStream()) {
            LanguageServer server = connect(toServer, toClient, published, threads);
            InitializeResult result = Workspace.await(server.initialize(initialization(folder)));
            assertTrue(result.getCapabilities().getHoverProvider().getLeft());
            server.initialized(new InitializedParams());
            String uri = folder.resolve("source.s").toUri().toString();
            server.getTextDocumentService().didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri, "asm", 1, " wfi\n nob\n")));
            Hover hover = Workspace.await(server.getTextDocumentService().hover(new HoverParams(new TextDocumentIdentifier(uri), new Position(0, 2))));
            assertTrue(hover.getContents().getRight().getValue().contains("wait until an interrupt is pending"));
            assertEquals(1, published.get(60, TimeUnit.SECONDS).getDiagnostics().size());
        } finally {
            threads.shutdownNow();
        }
    }

    @SuppressWarnings("deprecation")
    private static InitializeParams initialization(Path folder) {
        InitializeParams params = new InitializeParams();
        params.setCapabilities(new ClientCapabilities());
        params.setRootUri(folder.toUri().toString());
        return params;
    }

    private static LanguageServer connect(PipedInputStream toServer, PipedInputStream toClient,
            CompletableFuture<PublishDiagnosticsParams> published, ExecutorService threads) throws IOException {
        LanguageServerImpl fresh = Workspace.newServer();
        // Both pipes have both ends before anybody reads.
        PipedOutputStream fromServer = new PipedOutputStream(toClient);
        PipedOutputStream fromClient = new PipedOutputStream(toServer);
        Launcher<LanguageClient> serverSide = LSPLauncher.createServerLauncher(fresh, toServer, fromServer, threads, c -> c);
        fresh.connect(serverSide.getRemoteProxy());
        serverSide.startListening();
        Launcher<LanguageServer> clientSide = LSPLauncher.createClientLauncher(new Listener(published), toClient, fromClient, threads, c -> c);
        clientSide.startListening();
        return clientSide.getRemoteProxy();
    }

    private record Listener(CompletableFuture<PublishDiagnosticsParams> published) implements LanguageClient {

        @Override
        public void publishDiagnostics(PublishDiagnosticsParams params) {
            published.complete(params);
        }

        @Override
        public void telemetryEvent(Object object) {
            throw new AssertionError(object);
        }

        @Override
        public void showMessage(MessageParams message) {
            throw new AssertionError(message.getMessage());
        }

        @Override
        public CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams request) {
            throw new AssertionError(request.getMessage());
        }

        @Override
        public void logMessage(MessageParams message) {
            throw new AssertionError(message.getMessage());
        }
    }
}
