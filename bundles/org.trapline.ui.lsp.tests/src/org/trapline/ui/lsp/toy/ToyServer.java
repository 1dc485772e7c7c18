// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.toy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import org.eclipse.lsp4j.*;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;

/** The toy's server. */
public final class ToyServer implements LanguageServer, TextDocumentService, WorkspaceService {
    private static final List<String> TOKENS = List.of("comment", "variable", "number", "operator");

    private final LanguageClient client;
    private final Map<String, ToyText> texts = new TreeMap<>();

    ToyServer(final LanguageClient client) {
        this.client = client;
    }

    /** Returns the text it knows by that name; for comparing it with the editor's. */
    public synchronized String textOf(final String uri) {
        return texts.get(uri).text();
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(final InitializeParams params) {
        final ServerCapabilities can = new ServerCapabilities();
        can.setTextDocumentSync(TextDocumentSyncKind.Incremental);
        can.setCompletionProvider(new CompletionOptions());
        can.setHoverProvider(true);
        can.setDefinitionProvider(true);
        can.setReferencesProvider(true);
        can.setDocumentHighlightProvider(true);
        can.setDocumentSymbolProvider(true);
        can.setCodeActionProvider(true);
        can.setDocumentFormattingProvider(true);
        can.setRenameProvider(new RenameOptions(true));
        can.setFoldingRangeProvider(true);
        final SemanticTokensWithRegistrationOptions tokens =
                new SemanticTokensWithRegistrationOptions(new SemanticTokensLegend(TOKENS, List.of()));
        tokens.setFull(true);
        can.setSemanticTokensProvider(tokens);
        return CompletableFuture.completedFuture(new InitializeResult(can));
    }

    @Override
    public CompletableFuture<Object> shutdown() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void exit() {
        throw new AssertionError("a server in this process must not be asked to exit");
    }

    @Override
    public TextDocumentService getTextDocumentService() {
        return this;
    }

    @Override
    public WorkspaceService getWorkspaceService() {
        return this;
    }

    @Override
    public synchronized void didOpen(final DidOpenTextDocumentParams params) {
        texts.put(params.getTextDocument().getUri(), new ToyText(params.getTextDocument().getText()));
        publish();
    }

    @Override
    public synchronized void didChange(final DidChangeTextDocumentParams params) {
        params.getContentChanges().forEach(texts.get(params.getTextDocument().getUri())::change);
        publish();
    }

    @Override
    public synchronized void didClose(final DidCloseTextDocumentParams params) {
        texts.remove(params.getTextDocument().getUri());
    }

    @Override
    public void didSave(final DidSaveTextDocumentParams params) {
        // The text is known already.
    }

    @Override
    public void didChangeConfiguration(final DidChangeConfigurationParams params) {
        // There is nothing to configure.
    }

    @Override
    public void didChangeWatchedFiles(final DidChangeWatchedFilesParams params) {
        // Only open texts count.
    }

    private void publish() {
        texts.forEach((uri, text) -> {
            final List<Diagnostic> problems = new ArrayList<>();
            for (final ToyText.Word word : text.words()) {
                if (word.isName() && !word.isDefinition() && definition(word.text()) == null) {
                    problems.add(new Diagnostic(word.range(), "unknown name " + word.text(), DiagnosticSeverity.Error, "toy"));
                }
            }
            client.publishDiagnostics(new PublishDiagnosticsParams(uri, problems));
        });
    }

    private Location definition(final String name) {
        return places(name).stream().filter(p -> p.isDefinition).map(Place::location).findFirst().orElse(null);
    }

    private record Place(Location location, boolean isDefinition) {
    }

    private List<Place> places(final String name) {
        final List<Place> places = new ArrayList<>();
        texts.forEach((uri, text) -> text.words().stream().filter(w -> w.text().equals(name))
                .forEach(w -> places.add(new Place(new Location(uri, w.range()), w.isDefinition()))));
        return places;
    }

    private ToyText.Word word(final TextDocumentPositionParams at) {
        final ToyText.Word word = texts.get(at.getTextDocument().getUri()).wordAt(at.getPosition());
        return word != null && word.isName() ? word : null;
    }

    @Override
    public synchronized CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(final CompletionParams params) {
        final List<CompletionItem> items = new ArrayList<>();
        texts.values().stream().flatMap(t -> t.words().stream()).filter(ToyText.Word::isDefinition).forEach(word -> {
            final CompletionItem item = new CompletionItem(word.text());
            item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, "the name **" + word.text() + "**"));
            items.add(item);
        });
        final CompletionItem block = new CompletionItem("block");
        block.setInsertTextFormat(InsertTextFormat.Snippet);
        block.setInsertText("{\n  ${1:name} = ${2:0}\n}$0");
        items.add(block);
        return CompletableFuture.completedFuture(Either.forLeft(items));
    }

    @Override
    public synchronized CompletableFuture<Hover> hover(final HoverParams params) {
        final ToyText.Word word = word(params);
        return CompletableFuture.completedFuture(word == null ? null
                : new Hover(new MarkupContent(MarkupKind.MARKDOWN, "# " + word.text() + "\n\nis **used** " + places(word.text()).size() + " times")));
    }

    @Override
    public synchronized CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> definition(
            final DefinitionParams params) {
        final ToyText.Word word = word(params);
        final Location place = word == null ? null : definition(word.text());
        return CompletableFuture.completedFuture(Either.forLeft(place == null ? List.of() : List.of(place)));
    }

    @Override
    public synchronized CompletableFuture<List<? extends Location>> references(final ReferenceParams params) {
        final ToyText.Word word = word(params);
        return CompletableFuture.completedFuture(word == null ? List.of() : places(word.text()).stream().map(Place::location).toList());
    }

    @Override
    public synchronized CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(final DocumentHighlightParams params) {
        final ToyText.Word word = word(params);
        return CompletableFuture.completedFuture(word == null ? List.of() : places(word.text()).stream().map(Place::location)
                .filter(l -> l.getUri().equals(params.getTextDocument().getUri())).map(l -> new DocumentHighlight(l.getRange())).toList());
    }

    @Override
    public synchronized CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(final DocumentSymbolParams params) {
        return CompletableFuture.completedFuture(texts.get(params.getTextDocument().getUri()).words().stream()
                .filter(ToyText.Word::isDefinition)
                .map(w -> Either.<SymbolInformation, DocumentSymbol>forRight(
                        new DocumentSymbol(w.text(), SymbolKind.Variable, w.range(), w.range()))).toList());
    }

    @Override
    public synchronized CompletableFuture<List<Either<Command, CodeAction>>> codeAction(final CodeActionParams params) {
        final List<Either<Command, CodeAction>> actions = new ArrayList<>();
        for (final Diagnostic problem : params.getContext().getDiagnostics()) {
            final CodeAction action = new CodeAction("Write 0 instead");
            action.setKind(CodeActionKind.QuickFix);
            action.setEdit(new WorkspaceEdit(Map.of(params.getTextDocument().getUri(), List.of(new TextEdit(problem.getRange(), "0")))));
            actions.add(Either.forRight(action));
        }
        return CompletableFuture.completedFuture(actions);
    }

    @Override
    public synchronized CompletableFuture<List<? extends TextEdit>> formatting(final DocumentFormattingParams params) {
        final List<TextEdit> edits = new ArrayList<>();
        final String[] lines = texts.get(params.getTextDocument().getUri()).lines();
        for (int line = 0; line < lines.length; line++) {
            final String blanks = lines[line].substring(0, lines[line].length() - lines[line].stripLeading().length());
            edits.add(new TextEdit(new Range(new Position(line, 0), new Position(line, blanks.length())), ""));
        }
        return CompletableFuture.completedFuture(edits);
    }

    @Override
    public synchronized CompletableFuture<Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>> prepareRename(
            final PrepareRenameParams params) {
        final ToyText.Word word = word(params);
        return CompletableFuture.completedFuture(word == null ? null : Either3.forFirst(word.range()));
    }

    @Override
    public synchronized CompletableFuture<WorkspaceEdit> rename(final RenameParams params) {
        final Map<String, List<TextEdit>> changes = new HashMap<>();
        places(word(params).text()).forEach(p -> changes.computeIfAbsent(p.location().getUri(), u -> new ArrayList<>())
                .add(new TextEdit(p.location().getRange(), params.getNewName())));
        return CompletableFuture.completedFuture(new WorkspaceEdit(changes));
    }

    @Override
    public synchronized CompletableFuture<List<FoldingRange>> foldingRange(final FoldingRangeRequestParams params) {
        final List<FoldingRange> ranges = new ArrayList<>();
        int open = -1;
        for (final ToyText.Word word : texts.get(params.getTextDocument().getUri()).words()) {
            if (word.text().equals("{")) {
                open = word.range().getStart().getLine();
            } else if (word.text().equals("}") && open >= 0) {
                ranges.add(new FoldingRange(open, word.range().getStart().getLine()));
            }
        }
        return CompletableFuture.completedFuture(ranges);
    }

    @Override
    public synchronized CompletableFuture<SemanticTokens> semanticTokensFull(final SemanticTokensParams params) {
        final List<Integer> data = new ArrayList<>();
        Position before = new Position(0, 0);
        for (final ToyText.Word word : texts.get(params.getTextDocument().getUri()).words()) {
            final Position at = word.range().getStart();
            final int lines = at.getLine() - before.getLine();
            data.addAll(List.of(lines, lines == 0 ? at.getCharacter() - before.getCharacter() : at.getCharacter(),
                    word.range().getEnd().getCharacter() - at.getCharacter(), type(word), 0));
            before = at;
        }
        return CompletableFuture.completedFuture(new SemanticTokens(data));
    }

    private static int type(final ToyText.Word word) {
        return TOKENS.indexOf(word.isComment() ? "comment" : word.isName() ? "variable"
                : Character.isDigit(word.text().charAt(0)) ? "number" : "operator");
    }
}
