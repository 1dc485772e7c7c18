// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.action;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.ExecuteCommandParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.document.WorkspaceChanges;
import org.trapline.ui.lsp.server.Server;

/** Something a server offers to do. */
record ServerAction(Server server, Either<Command, CodeAction> action) {
    private static final long TIMEOUT_MS = 3000;

    /** Asks what can be done about these problems at that place. Waits a bounded time. */
    static List<ServerAction> ask(final Server server, final String uri, final Range range, final List<Diagnostic> problems) {
        if (!server.can(c -> c.getCodeActionProvider() != null)) {
            return List.of();
        }
        final CodeActionParams params = new CodeActionParams(new org.eclipse.lsp4j.TextDocumentIdentifier(uri), range,
                new CodeActionContext(problems));
        final Optional<List<Either<Command, CodeAction>>> answer =
                Connector.await(server.ask(s -> s.getTextDocumentService().codeAction(params)), TIMEOUT_MS);
        return answer.orElse(List.of()).stream().filter(a -> a != null && a.get() != null).map(a -> new ServerAction(server, a)).toList();
    }

    /** Asks what can be done at a place of an open document. */
    static List<ServerAction> ask(final ConnectedDocument document, final int offset, final int length) {
        final List<Diagnostic> problems = Connector.current().diagnostics().at(document.uri(), document.document(), offset, length);
        return ask(document.server(), document.uri(), new Range(document.position(offset), document.position(offset + length)), problems);
    }

    String title() {
        return action.isLeft() ? action.getLeft().getTitle() : action.getRight().getTitle();
    }

    /** Does it: the edit first, then the command. */
    void perform() {
        try {
            if (action.isRight()) {
                final CodeAction full = resolved(action.getRight());
                if (full.getEdit() != null) {
                    WorkspaceChanges.perform(full.getTitle(), full.getEdit(), new NullProgressMonitor());
                }
                execute(full.getCommand());
            } else {
                execute(action.getLeft());
            }
        } catch (final CoreException e) {
            ILog.of(ServerAction.class).log(e.getStatus());
        }
    }

    private CodeAction resolved(final CodeAction offered) {
        final boolean isComplete = offered.getEdit() != null || offered.getCommand() != null;
        return isComplete ? offered : Connector.await(server.ask(s -> s.getTextDocumentService().resolveCodeAction(offered)), TIMEOUT_MS)
                .orElse(offered);
    }

    private void execute(final Command command) {
        if (command != null) {
            server.ask(s -> s.getWorkspaceService().executeCommand(new ExecuteCommandParams(command.getCommand(), command.getArguments())))
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            Connector.report(failure);
                        }
                    });
        }
    }
}
