// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.asm.ide.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.eclipse.emf.common.util.URI;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.xtext.ide.server.codeActions.ICodeActionService2;
import org.eclipse.xtext.resource.XtextResource;
import org.trapline.asm.Directive;
import org.trapline.lang.asm.ide.reference.Places;
import org.trapline.lang.asm.names.LinkedFiles;
import org.trapline.lang.asm.names.NameTables;
import org.trapline.lang.asm.syntax.Symbol;
import org.trapline.lang.asm.text.Clause;
import org.trapline.lang.asm.text.Token;
import org.trapline.lang.asm.text.Token.Kind;
import org.trapline.lang.asm.text.TokenTables;
import org.trapline.lang.asm.text.Tokens;
import org.trapline.lang.asm.validation.IssueCodes;

import com.google.inject.Inject;
import com.google.inject.Singleton;

/**
 * Offers repairs: the nearest known word for one that is not known, {@code .globl} for a symbol that others cannot see, and what GNU
 * {@code as} wants instead of what it does not take.
 */
@Singleton
public class Repairs implements ICodeActionService2 {
    @Inject
    private TokenTables tokenTables;

    @Inject
    private NameTables nameTables;

    @Inject
    private NearestWords nearestWords;

    @Inject
    private LinkedFiles linkedFiles;

    @Inject
    private Places places;

    @Override
    public List<Either<Command, CodeAction>> getCodeActions(Options options) {
        List<String> only = options.getCodeActionParams().getContext().getOnly();
        if (only != null && !only.isEmpty() && !only.contains(CodeActionKind.QuickFix)) {
            return List.of();
        }
        String uri = options.getCodeActionParams().getTextDocument().getUri();
        return options.getLanguageServerAccess().doSyncRead(uri, context -> {
            List<Either<Command, CodeAction>> actions = new ArrayList<>();
            if (context.getResource() instanceof XtextResource resource && resource.getParseResult() != null) {
                for (Diagnostic diagnostic : options.getCodeActionParams().getContext().getDiagnostics()) {
                    new Repair(resource, uri, diagnostic).offer().forEach(action -> actions.add(Either.forRight(action)));
                }
            }
            return actions;
        });
    }

    /** The repairs of one diagnostic. */
    private final class Repair {
        private final XtextResource resource;
        private final String uri;
        private final Diagnostic diagnostic;
        private final Tokens tokens;
        private final Token token;
        private final List<CodeAction> actions = new ArrayList<>();

        Repair(XtextResource resource, String uri, Diagnostic diagnostic) {
            this.resource = resource;
            this.uri = uri;
            this.diagnostic = diagnostic;
            this.tokens = tokenTables.of(resource);
            this.token = tokens.at(Places.offset(tokens.lines(), diagnostic.getRange().getStart()));
        }

        List<CodeAction> offer() {
            String code = diagnostic.getCode() != null && diagnostic.getCode().isLeft() ? diagnostic.getCode().getLeft() : "";
            if (token == null) {
                return actions;
            }
            switch (code) {
                case IssueCodes.HIDDEN_ENTRY -> addGlobl(token);
                case IssueCodes.UNDEFINED -> {
                    addGloblElsewhere();
                    addNearest();
                }
                case IssueCodes.ASSEMBLER -> {
                    addNearest();
                    addSection();
                    addComments();
                }
                default -> {
                }
            }
            return actions;
        }

        private void addGlobl(Token label) {
            int line = tokens.lines().line(label.offset());
            offer("Add .globl " + label.text(), Map.of(uri, List.of(insertion(line, "        .globl  " + label.text() + '\n'))));
        }

        private static TextEdit insertion(int line, String text) {
            return new TextEdit(new Range(new Position(line, 0), new Position(line, 0)), text);
        }

        /** Offers to make global what another file defines for itself. */
        private void addGloblElsewhere() {
            for (URI file : linkedFiles.hiders(resource, token.text())) {
                if (resource.getResourceSet().getResource(file, true) instanceof XtextResource other) {
                    Symbol symbol = nameTables.of(other).symbol(token.text());
                    tokenTables.of(other).clauses().stream().filter(clause -> clause.statement() == symbol).findFirst().ifPresent(clause -> {
                        int line = tokenTables.of(other).lines().line(clause.offset());
                        offer("Make " + token.text() + " global in " + file.lastSegment(),
                            Map.of(places.uri(file), List.of(insertion(line, "        .globl  " + token.text() + '\n'))));
                    });
                }
            }
        }

        private void addNearest() {
            Clause clause = tokens.clauseAt(token.offset());
            for (String nearest : clause == null || token.kind() != Kind.WORD ? List.<String>of() : nearestWords.nearest(resource, clause, token)) {
                offer("Change to " + nearest, Map.of(uri, List.of(new TextEdit(Places.range(tokens.lines(), token.offset(), token.end()), nearest))));
            }
        }

        private void addSection() {
            Clause clause = tokens.clauseAt(token.offset());
            if (clause != null && clause.directive() == Directive.RODATA && clause.head() == token) {
                offer("Change to .section .rodata", Map.of(uri, List.of(
                    new TextEdit(Places.range(tokens.lines(), token.offset(), token.end()), ".section .rodata"))));
            }
        }

        private void addComments() {
            if (token.kind() == Kind.LINE_COMMENT && token.text().startsWith("//")) {
                List<TextEdit> edits = tokens.all().stream()
                    .filter(comment -> comment.kind() == Kind.LINE_COMMENT && comment.text().startsWith("//"))
                    .map(comment -> new TextEdit(Places.range(tokens.lines(), comment.offset(), comment.offset() + 2), "#"))
                    .toList();
                offer("Start all comments with #", Map.of(uri, edits));
            }
        }

        private void offer(String title, Map<String, List<TextEdit>> changes) {
            CodeAction action = new CodeAction(title);
            action.setKind(CodeActionKind.QuickFix);
            action.setDiagnostics(List.of(diagnostic));
            action.setEdit(new WorkspaceEdit(changes));
            actions.add(action);
        }
    }
}
