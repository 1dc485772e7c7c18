// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.inject.Guice;
import com.google.inject.util.Modules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolCapabilities;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.ReferenceContext;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SemanticTokensParams;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.xtext.ide.server.LanguageServerImpl;
import org.eclipse.xtext.ide.server.ServerModule;
import org.eclipse.xtext.resource.IResourceServiceProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The services as a client of the language server sees them. */
final class LanguageServerTest {

    private static final String TEXT = """
            import "guest/hello.s" as hello
            host pc {
              cores   1
              hypervisor vmm {
                domain one { kernel hello }
              }
            }
            scenario s { power_on pc.one }
            """;
    private static final int PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;
    private LanguageServerImpl server;
    private final Client client = new Client();
    private String uri;

    /** Keeps the diagnostics it is told. */
    private static final class Client implements LanguageClient {
        final BlockingQueue<PublishDiagnosticsParams> published = new LinkedBlockingQueue<>();

        @Override
        public void publishDiagnostics(PublishDiagnosticsParams diagnostics) {
            published.add(diagnostics);
        }

        @Override
        public void telemetryEvent(Object object) {
            // Not sent by this server.
        }

        @Override
        public void showMessage(MessageParams messageParams) {
            throw new AssertionError(messageParams.getMessage());
        }

        @Override
        public CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams requestParams) {
            throw new AssertionError(requestParams.getMessage());
        }

        @Override
        public void logMessage(MessageParams message) {
            // Not of interest here.
        }
    }

    @BeforeEach
    void startServer() throws Exception {
        new TopologyIdeSetup().createInjectorAndDoEMFRegistration();
        server = Guice.createInjector(Modules.override(new ServerModule())
                .with(binder -> binder.bind(IResourceServiceProvider.Registry.class).toInstance(IResourceServiceProvider.Registry.INSTANCE)))
                .getInstance(LanguageServerImpl.class);
        server.connect(client);
        InitializeParams params = new InitializeParams();
        params.setWorkspaceFolders(List.of(new WorkspaceFolder(folder.toUri().toString(), "test")));
        ClientCapabilities capabilities = new ClientCapabilities();
        TextDocumentClientCapabilities documents = new TextDocumentClientCapabilities();
        documents.setDocumentSymbol(new DocumentSymbolCapabilities());
        documents.getDocumentSymbol().setHierarchicalDocumentSymbolSupport(true);
        capabilities.setTextDocument(documents);
        WorkspaceClientCapabilities workspace = new WorkspaceClientCapabilities();
        workspace.setWorkspaceFolders(true);
        capabilities.setWorkspace(workspace);
        params.setCapabilities(capabilities);
        server.initialize(params).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        server.initialized(new InitializedParams());
        furnish();
        uri = folder.resolve("x.tln").toUri().toString();
    }

    private void furnish() throws IOException {
        Files.createDirectories(folder.resolve("guest"));
        Files.writeString(folder.resolve("guest/hello.s"), "");
    }

    private PublishDiagnosticsParams open(String text) throws InterruptedException {
        server.didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri, "topology", 1, text)));
        PublishDiagnosticsParams published = client.published.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertTrue(published != null, "diagnostics are published");
        return published;
    }

    @Test
    void mistakesArePublishedAsDiagnosticsWithTheirRule() throws Exception {
        var diagnostics = open("import \"guest/hello.s\" as hello\nhost pc { memroy 1 MiB  boot hello }").getDiagnostics();
        assertEquals(1, diagnostics.size(), diagnostics::toString);
        assertEquals("unknown-setting", diagnostics.getFirst().getCode().getLeft());
        assertEquals(new Position(1, 10), diagnostics.getFirst().getRange().getStart());
    }

    @Test
    void goodTextHasNoDiagnostics() throws Exception {
        assertEquals(List.of(), open(TEXT).getDiagnostics());
    }

    @Test
    void completionGoesThroughTheServer() throws Exception {
        open(TEXT.replace("kernel hello", "kernel "));
        var items = server.completion(new CompletionParams(new TextDocumentIdentifier(uri), new Position(4, 24))).get(PATIENCE_SECONDS, TimeUnit.SECONDS).getRight().getItems();
        assertTrue(items.stream().anyMatch(item -> item.getLabel().equals("hello")), items::toString);
    }

    @Test
    void outlineShowsBlocksWithTheirContents() throws Exception {
        open(TEXT);
        List<DocumentSymbol> symbols = new ArrayList<>();
        server.documentSymbol(new DocumentSymbolParams(new TextDocumentIdentifier(uri))).get(PATIENCE_SECONDS, TimeUnit.SECONDS).forEach(e -> symbols.add(e.getRight()));
        assertEquals(List.of("hello", "pc", "s"), symbols.stream().map(DocumentSymbol::getName).toList());
        DocumentSymbol vmm = symbols.get(1).getChildren().getFirst();
        assertEquals("vmm", vmm.getName());
        assertEquals("type 1, trap_and_emulate", vmm.getDetail());
        assertEquals("one", vmm.getChildren().getFirst().getName());
    }

    @Test
    void definitionOfAnImportIsTheProgramsFile() throws Exception {
        open(TEXT);
        var locations = server.definition(new DefinitionParams(new TextDocumentIdentifier(uri), new Position(0, 10))).get(PATIENCE_SECONDS, TimeUnit.SECONDS).getLeft();
        assertEquals(folder.resolve("guest/hello.s").toUri().toString(), locations.getFirst().getUri());
    }

    @Test
    void definitionOfANameIsItsDeclaration() throws Exception {
        open(TEXT);
        var locations = server.definition(new DefinitionParams(new TextDocumentIdentifier(uri), new Position(4, 26))).get(PATIENCE_SECONDS, TimeUnit.SECONDS).getLeft();
        assertEquals(0, locations.getFirst().getRange().getStart().getLine());
    }

    @Test
    void referencesOfAProgramAreWhereItIsBooted() throws Exception {
        open(TEXT);
        var locations = server.references(new ReferenceParams(new TextDocumentIdentifier(uri), new Position(0, 27), new ReferenceContext(false))).get(PATIENCE_SECONDS,
                TimeUnit.SECONDS);
        assertEquals(List.of(4), locations.stream().map(l -> l.getRange().getStart().getLine()).toList());
    }

    @Test
    void formattingGoesThroughTheServerWhateverTheClientsTabs() throws Exception {
        open(TEXT);
        var edits = server.formatting(new DocumentFormattingParams(new TextDocumentIdentifier(uri), new FormattingOptions(8, false))).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertEquals(1, edits.size(), edits::toString);
        assertEquals(" ", edits.getFirst().getNewText());
    }

    @Test
    void renamingGoesThroughTheServer() throws Exception {
        open(TEXT);
        var edit = server.rename(new RenameParams(new TextDocumentIdentifier(uri), new Position(1, 6), "box")).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertEquals(2, edit.getChanges().get(uri).size(), edit::toString);
    }

    @Test
    void repairsGoThroughTheServer() throws Exception {
        var diagnostics = open(TEXT.replace("cores", "coers")).getDiagnostics();
        var wrong = diagnostics.getFirst();
        var actions = server.codeAction(new CodeActionParams(new TextDocumentIdentifier(uri), wrong.getRange(), new CodeActionContext(List.of(wrong))))
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertEquals(List.of("Change to cores", "Remove 'coers'"), actions.stream().map(action -> action.getRight().getTitle()).toList());
        assertEquals("cores", actions.getFirst().getRight().getEdit().getChanges().get(uri).getFirst().getNewText());
    }

    @Test
    void blocksOfSeveralLinesFold() throws Exception {
        open(TEXT);
        var ranges = server.foldingRange(new FoldingRangeRequestParams(new TextDocumentIdentifier(uri))).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertTrue(ranges.stream().anyMatch(r -> r.getStartLine() == 1 && r.getEndLine() == 6), ranges::toString);
        assertTrue(ranges.stream().anyMatch(r -> r.getStartLine() == 3 && r.getEndLine() == 5), ranges::toString);
    }

    @Test
    void tokensAreTypedInTheOrderOfTheText() throws Exception {
        open("host pc { cores 1 } // end");
        var data = server.semanticTokensFull(new SemanticTokensParams(new TextDocumentIdentifier(uri))).get(PATIENCE_SECONDS, TimeUnit.SECONDS).getData();
        assertEquals(5 * 5, data.size(), "host, pc, cores, 1 and the comment: " + data);
        assertEquals(List.of(0, 0, 4), data.subList(0, 3));
        assertEquals(List.of(0, 5, 2), data.subList(5, 8));
    }
}
