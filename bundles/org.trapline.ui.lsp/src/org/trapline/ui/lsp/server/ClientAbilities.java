// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.server;

import java.util.List;

import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CodeActionCapabilities;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionKindCapabilities;
import org.eclipse.lsp4j.CodeActionLiteralSupportCapabilities;
import org.eclipse.lsp4j.CodeActionResolveSupportCapabilities;
import org.eclipse.lsp4j.CompletionCapabilities;
import org.eclipse.lsp4j.CompletionItemCapabilities;
import org.eclipse.lsp4j.CompletionItemResolveSupportCapabilities;
import org.eclipse.lsp4j.DefinitionCapabilities;
import org.eclipse.lsp4j.DidChangeWatchedFilesCapabilities;
import org.eclipse.lsp4j.DocumentHighlightCapabilities;
import org.eclipse.lsp4j.DocumentSymbolCapabilities;
import org.eclipse.lsp4j.ExecuteCommandCapabilities;
import org.eclipse.lsp4j.FailureHandlingKind;
import org.eclipse.lsp4j.FoldingRangeCapabilities;
import org.eclipse.lsp4j.FormattingCapabilities;
import org.eclipse.lsp4j.HoverCapabilities;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.PublishDiagnosticsCapabilities;
import org.eclipse.lsp4j.RangeFormattingCapabilities;
import org.eclipse.lsp4j.ReferencesCapabilities;
import org.eclipse.lsp4j.RenameCapabilities;
import org.eclipse.lsp4j.ResourceOperationKind;
import org.eclipse.lsp4j.SemanticTokensCapabilities;
import org.eclipse.lsp4j.SemanticTokensClientCapabilitiesRequests;
import org.eclipse.lsp4j.SignatureHelpCapabilities;
import org.eclipse.lsp4j.SynchronizationCapabilities;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TokenFormat;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceEditCapabilities;

/** What this client tells a server it can do. */
final class ClientAbilities {
    /** Token types and modifiers of the protocol, all of which have a colour here. */
    private static final List<String> TOKEN_TYPES = List.of("namespace", "type", "class", "enum", "interface", "struct",
            "typeParameter", "parameter", "variable", "property", "enumMember", "event", "function", "method", "macro", "keyword",
            "modifier", "comment", "string", "number", "regexp", "operator", "decorator");
    private static final List<String> TOKEN_MODIFIERS = List.of("declaration", "definition", "readonly", "static", "deprecated",
            "abstract", "async", "modification", "documentation", "defaultLibrary");

    private ClientAbilities() {
    }

    static ClientCapabilities capabilities() {
        final ClientCapabilities client = new ClientCapabilities();
        client.setWorkspace(workspace());
        client.setTextDocument(textDocument());
        return client;
    }

    private static WorkspaceClientCapabilities workspace() {
        final WorkspaceClientCapabilities workspace = new WorkspaceClientCapabilities();
        workspace.setWorkspaceFolders(Boolean.TRUE);
        workspace.setApplyEdit(true);
        workspace.setExecuteCommand(new ExecuteCommandCapabilities());
        workspace.setDidChangeWatchedFiles(new DidChangeWatchedFilesCapabilities());
        final WorkspaceEditCapabilities edits = new WorkspaceEditCapabilities();
        edits.setDocumentChanges(true);
        edits.setResourceOperations(List.of(ResourceOperationKind.Create, ResourceOperationKind.Rename, ResourceOperationKind.Delete));
        edits.setFailureHandling(FailureHandlingKind.Undo);
        workspace.setWorkspaceEdit(edits);
        return workspace;
    }

    private static TextDocumentClientCapabilities textDocument() {
        final TextDocumentClientCapabilities text = new TextDocumentClientCapabilities();
        final SynchronizationCapabilities sync = new SynchronizationCapabilities();
        sync.setDidSave(true);
        text.setSynchronization(sync);
        text.setCompletion(completion());
        text.setHover(new HoverCapabilities(List.of(MarkupKind.MARKDOWN, MarkupKind.PLAINTEXT), false));
        text.setSignatureHelp(new SignatureHelpCapabilities());
        final DefinitionCapabilities definition = new DefinitionCapabilities();
        definition.setLinkSupport(true);
        text.setDefinition(definition);
        text.setReferences(new ReferencesCapabilities());
        text.setDocumentHighlight(new DocumentHighlightCapabilities());
        final DocumentSymbolCapabilities symbols = new DocumentSymbolCapabilities();
        symbols.setHierarchicalDocumentSymbolSupport(true);
        text.setDocumentSymbol(symbols);
        text.setCodeAction(codeAction());
        text.setFormatting(new FormattingCapabilities());
        text.setRangeFormatting(new RangeFormattingCapabilities());
        text.setRename(new RenameCapabilities(true, false));
        final FoldingRangeCapabilities folding = new FoldingRangeCapabilities();
        folding.setLineFoldingOnly(true);
        text.setFoldingRange(folding);
        text.setSemanticTokens(new SemanticTokensCapabilities(new SemanticTokensClientCapabilitiesRequests(true), TOKEN_TYPES,
                TOKEN_MODIFIERS, List.of(TokenFormat.Relative)));
        text.setPublishDiagnostics(new PublishDiagnosticsCapabilities(false));
        return text;
    }

    private static CompletionCapabilities completion() {
        final CompletionItemCapabilities item = new CompletionItemCapabilities(true);
        item.setDocumentationFormat(List.of(MarkupKind.MARKDOWN, MarkupKind.PLAINTEXT));
        item.setDeprecatedSupport(true);
        item.setResolveSupport(new CompletionItemResolveSupportCapabilities(List.of("documentation", "detail")));
        return new CompletionCapabilities(item);
    }

    private static CodeActionCapabilities codeAction() {
        final CodeActionCapabilities action = new CodeActionCapabilities();
        action.setCodeActionLiteralSupport(new CodeActionLiteralSupportCapabilities(new CodeActionKindCapabilities(
                List.of(CodeActionKind.QuickFix, CodeActionKind.Refactor, CodeActionKind.Source))));
        action.setDataSupport(true);
        action.setResolveSupport(new CodeActionResolveSupportCapabilities(List.of("edit")));
        return action;
    }
}
