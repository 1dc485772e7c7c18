// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DocumentSymbolCapabilities;
import org.eclipse.lsp4j.FoldingRangeCapabilities;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.RenameCapabilities;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.xtext.ide.server.LanguageServerImpl;
import org.eclipse.xtext.ide.server.ServerModule;
import org.eclipse.xtext.resource.IResourceServiceProvider;
import org.eclipse.xtext.util.Modules2;
import org.trapline.lang.asm.text.Lines;

import com.google.inject.Guice;

/**
 * A language server in this process and the client that talks to it. In texts given to it, {@code ¦} marks the caret and is taken out.
 */
public final class Workspace implements LanguageClient, AutoCloseable {
    private static final String CARET = "¦";

    private final Path folder;
    private final LanguageServerImpl server;
    private final InitializeResult capabilities;
    private final Map<String, List<Diagnostic>> diagnostics = new ConcurrentHashMap<>();
    private final Map<String, String> texts = new ConcurrentHashMap<>();
    private final Map<String, Position> carets = new ConcurrentHashMap<>();
    private int version;

    /** Starts a server on a folder; what is in it is indexed at once. */
    public Workspace(Path folder) {
        this.folder = folder;
        server = newServer();
        server.connect(this);
        server.supportedMethods();
        capabilities = await(server.initialize(parameters(folder)));
        server.initialized(new InitializedParams());
    }

    /** Returns a server that has not been initialized. */
    static LanguageServerImpl newServer() {
        new AsmIdeSetup().createInjectorAndDoEMFRegistration();
        return Guice.createInjector(Modules2.mixin(new ServerModule(),
            binder -> binder.bind(IResourceServiceProvider.Registry.class).toInstance(IResourceServiceProvider.Registry.INSTANCE)))
            .getInstance(LanguageServerImpl.class);
    }

    @SuppressWarnings("deprecation")
    private static InitializeParams parameters(Path folder) {
        TextDocumentClientCapabilities text = new TextDocumentClientCapabilities();
        text.setDocumentSymbol(new DocumentSymbolCapabilities());
        text.getDocumentSymbol().setHierarchicalDocumentSymbolSupport(true);
        text.setFoldingRange(new FoldingRangeCapabilities());
        text.setRename(new RenameCapabilities(true, false));
        InitializeParams result = new InitializeParams();
        result.setCapabilities(new ClientCapabilities(null, text, null));
        result.setRootUri(folder.toUri().toString());
        return result;
    }

    /** Writes a file that nobody has opened. Do so before the workspace is made. */
    public static void write(Path folder, String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Opens a text in an editor. */
    public TextDocumentIdentifier open(String name, String text) {
        String uri = folder.resolve(name).toUri().toString();
        String content = take(uri, text);
        server.didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri, "trapline-asm", ++version, content)));
        settle(uri);
        return new TextDocumentIdentifier(uri);
    }

    /** Replaces the whole text of an editor. */
    public void change(TextDocumentIdentifier document, String text) {
        String content = take(document.getUri(), text);
        server.didChange(new DidChangeTextDocumentParams(new VersionedTextDocumentIdentifier(document.getUri(), ++version),
            List.of(new TextDocumentContentChangeEvent(content))));
        settle(document.getUri());
    }

    private String take(String uri, String text) {
        int at = text.indexOf(CARET);
        String content = text.replace(CARET, "");
        Lines lines = Lines.of(content);
        carets.put(uri, at < 0 ? new Position(0, 0) : new Position(lines.line(at), lines.column(at)));
        texts.put(uri, content);
        return content;
    }

    /** Waits until the server has worked off what came before. */
    private void settle(String uri) {
        await(server.getRequestManager().runRead(cancel -> uri));
    }

    /** Returns the server. */
    public LanguageServerImpl server() {
        return server;
    }

    /** Returns what the server said it can do. */
    public InitializeResult capabilities() {
        return capabilities;
    }

    /** Returns where the text given last had its caret. */
    public Position caret(TextDocumentIdentifier document) {
        return carets.get(document.getUri());
    }

    /** Returns the text of an editor. */
    public String text(TextDocumentIdentifier document) {
        return texts.get(document.getUri());
    }

    /** Returns the address of a file of the workspace. */
    public String uri(String name) {
        return folder.resolve(name).toUri().toString();
    }

    /** Returns the characters in a range. */
    public String text(TextDocumentIdentifier document, Range range) {
        Lines lines = Lines.of(text(document));
        return text(document).substring(offset(lines, range.getStart()), offset(lines, range.getEnd()));
    }

    /** Returns the diagnostics that the server sent last for a file. */
    public List<Diagnostic> diagnostics(TextDocumentIdentifier document) {
        settle(document.getUri());
        return diagnostics.getOrDefault(document.getUri(), List.of());
    }

    /** Returns an editor's text with changes made to it. */
    public String apply(TextDocumentIdentifier document, List<? extends TextEdit> edits) {
        return apply(text(document), edits);
    }

    /** Returns a text with changes made to it, which must not overlap. */
    public static String apply(String text, List<? extends TextEdit> edits) {
        Lines lines = Lines.of(text);
        StringBuilder result = new StringBuilder(text);
        int last = Integer.MAX_VALUE;
        for (TextEdit edit : edits.stream().sorted((a, b) -> offset(lines, b.getRange().getStart()) - offset(lines, a.getRange().getStart())).toList()) {
            int from = offset(lines, edit.getRange().getStart());
            int to = offset(lines, edit.getRange().getEnd());
            assertTrue(to <= last, "changes do not overlap");
            result.replace(from, to, edit.getNewText());
            last = from;
        }
        return result.toString();
    }

    private static int offset(Lines lines, Position position) {
        return lines.offset(position.getLine(), position.getCharacter());
    }

    /** Returns an answer of the server. */
    public static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | TimeoutException late) {
            throw new AssertionError("the server does not answer", late);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(failure.getCause());
        }
    }

    @Override
    public void publishDiagnostics(PublishDiagnosticsParams params) {
        diagnostics.put(params.getUri(), params.getDiagnostics());
    }

    @Override
    public void telemetryEvent(Object object) {
        // nothing to record
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

    @Override
    public void close() {
        await(server.shutdown());
        server.getRequestManager().shutdown();
    }
}
