// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.fix;

import com.google.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.xtext.ide.server.Document;
import org.eclipse.xtext.ide.server.codeActions.ICodeActionService2;
import org.eclipse.xtext.resource.XtextResource;
import org.eclipse.xtext.util.CancelIndicator;
import org.eclipse.xtext.util.ReplaceRegion;
import org.eclipse.xtext.validation.CheckMode;
import org.eclipse.xtext.validation.IResourceValidator;
import org.eclipse.xtext.validation.Issue;

/** Offers the {@link Fixes} of what is wrong in a range. The text is checked anew, so that a client need not keep a diagnostic's data. */
public final class CodeActions implements ICodeActionService2 {

    @Inject
    private IResourceValidator validator;
    @Inject
    private Fixes fixes;

    /** The server leaves it to the service to have the text read. */
    @Override
    public List<Either<Command, CodeAction>> getCodeActions(Options options) {
        return options.getLanguageServerAccess().doSyncRead(options.getURI(), context -> {
            List<Either<Command, CodeAction>> actions = new ArrayList<>();
            if (context.getResource() instanceof XtextResource resource) {
                of(resource, context.getDocument(), options.getCodeActionParams(), options.getCancelIndicator())
                        .forEach(action -> actions.add(Either.forRight(action)));
            }
            return actions;
        });
    }

    /** The actions in a range of a text. */
    public List<CodeAction> of(XtextResource resource, Document document, CodeActionParams params, CancelIndicator cancel) {
        List<CodeAction> actions = new ArrayList<>();
        int start = document.getOffSet(params.getRange().getStart());
        int end = document.getOffSet(params.getRange().getEnd());
        for (Issue issue : validator.validate(resource, CheckMode.NORMAL_AND_FAST, cancel)) {
            if (issue.getOffset() != null && issue.getOffset() <= end && start <= issue.getOffset() + issue.getLength()) {
                List<Diagnostic> diagnostics = diagnostics(params, issue);
                fixes.of(issue, resource).forEach(fix -> actions.add(action(fix, params.getTextDocument().getUri(), document, diagnostics)));
            }
        }
        return actions;
    }

    private static List<Diagnostic> diagnostics(CodeActionParams params, Issue issue) {
        return params.getContext() == null ? List.of()
                : params.getContext().getDiagnostics().stream().filter(d -> d.getMessage() != null && issue.getMessage().equals(message(d))).toList();
    }

    private static Object message(Diagnostic diagnostic) {
        Object message = diagnostic.getMessage();
        return message instanceof Either<?, ?> either ? either.get() : message;
    }

    private static CodeAction action(Fix fix, String uri, Document document, List<Diagnostic> diagnostics) {
        CodeAction action = new CodeAction(fix.title());
        action.setKind(CodeActionKind.QuickFix);
        action.setDiagnostics(diagnostics);
        action.setEdit(new WorkspaceEdit(Map.of(uri, fix.edits().stream().map(edit -> textEdit(document, edit)).toList())));
        return action;
    }

    private static TextEdit textEdit(Document document, ReplaceRegion edit) {
        return new TextEdit(new Range(document.getPosition(edit.getOffset()), document.getPosition(edit.getEndOffset())), edit.getText());
    }
}
