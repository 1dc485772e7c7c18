// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.fix;

import com.google.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.xtext.ide.server.Document;
import org.eclipse.xtext.ide.server.codeActions.ICodeActionService2;
import org.eclipse.xtext.resource.XtextResource;
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

    @Override
    public List<Either<Command, CodeAction>> getCodeActions(Options options) {
        List<Either<Command, CodeAction>> actions = new ArrayList<>();
        XtextResource resource = (XtextResource) options.getResource();
        Document document = options.getDocument();
        Range range = options.getCodeActionParams().getRange();
        int start = document.getOffSet(range.getStart());
        int end = document.getOffSet(range.getEnd());
        for (Issue issue : validator.validate(resource, CheckMode.NORMAL_AND_FAST, options.getCancelIndicator())) {
            if (issue.getOffset() != null && issue.getOffset() <= end && start <= issue.getOffset() + issue.getLength()) {
                List<Diagnostic> diagnostics = diagnostics(options, issue);
                fixes.of(issue, resource).forEach(fix -> actions.add(Either.forRight(action(fix, options.getURI(), document, diagnostics))));
            }
        }
        return actions;
    }

    private static List<Diagnostic> diagnostics(Options options, Issue issue) {
        return options.getCodeActionParams().getContext() == null ? List.of()
                : options.getCodeActionParams().getContext().getDiagnostics().stream().filter(d -> d.getMessage() != null && issue.getMessage().equals(message(d))).toList();
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
