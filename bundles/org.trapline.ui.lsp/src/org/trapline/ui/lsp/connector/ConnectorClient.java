// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.connector;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.NullProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.dialogs.MessageDialog;
import org.eclipse.lsp4j.ApplyWorkspaceEditParams;
import org.eclipse.lsp4j.ApplyWorkspaceEditResponse;
import org.eclipse.lsp4j.ConfigurationParams;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.MessageType;
import org.eclipse.lsp4j.ProgressParams;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.UnregistrationParams;
import org.eclipse.lsp4j.WorkDoneProgressCreateParams;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.PlatformUI;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.document.WorkspaceChanges;
import org.trapline.ui.lsp.server.ServerDefinition;

/** The end that a server talks to. Called on the server's threads. */
final class ConnectorClient implements LanguageClient {
    private final ServerDefinition definition;
    private final Connector connector;

    ConnectorClient(final ServerDefinition definition, final Connector connector) {
        this.definition = definition;
        this.connector = connector;
    }

    @Override
    public void publishDiagnostics(final PublishDiagnosticsParams params) {
        connector.diagnostics().publish(definition, params);
    }

    @Override
    public CompletableFuture<ApplyWorkspaceEditResponse> applyEdit(final ApplyWorkspaceEditParams params) {
        final String label = params.getLabel() == null ? definition.label() : params.getLabel();
        final CompletableFuture<ApplyWorkspaceEditResponse> response = new CompletableFuture<>();
        display().asyncExec(() -> {
            try {
                WorkspaceChanges.perform(label, params.getEdit(), new NullProgressMonitor());
                response.complete(new ApplyWorkspaceEditResponse(true));
            } catch (final CoreException e) {
                ILog.of(ConnectorClient.class).log(e.getStatus());
                final ApplyWorkspaceEditResponse refusal = new ApplyWorkspaceEditResponse(false);
                refusal.setFailureReason(e.getMessage());
                response.complete(refusal);
            }
        });
        return response;
    }

    @Override
    public void showMessage(final MessageParams message) {
        display().asyncExec(() -> MessageDialog.open(kind(message.getType()), display().getActiveShell(), definition.label(),
                message.getMessage(), 0));
    }

    @Override
    public CompletableFuture<MessageActionItem> showMessageRequest(final ShowMessageRequestParams request) {
        final CompletableFuture<MessageActionItem> answer = new CompletableFuture<>();
        final List<MessageActionItem> actions = request.getActions() == null ? List.of() : request.getActions();
        display().asyncExec(() -> {
            final String[] buttons = actions.isEmpty() ? new String[] {"OK"}
                    : actions.stream().map(MessageActionItem::getTitle).toArray(String[]::new);
            final int chosen = new MessageDialog(display().getActiveShell(), definition.label(), null, request.getMessage(), kind(request.getType()), 0, buttons)
                    .open();
            answer.complete(chosen >= 0 && chosen < actions.size() ? actions.get(chosen) : null);
        });
        return answer;
    }

    @Override
    public void logMessage(final MessageParams message) {
        final int severity = switch (message.getType()) {
            case Error -> IStatus.ERROR;
            case Warning -> IStatus.WARNING;
            case null, default -> IStatus.INFO;
        };
        ILog.of(ConnectorClient.class).log(new Status(severity, ConnectorClient.class, definition.label() + ": " + message.getMessage()));
    }

    @Override
    public void telemetryEvent(final Object object) {
        // Nobody is told.
    }

    @Override
    public CompletableFuture<Void> registerCapability(final RegistrationParams params) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> unregisterCapability(final UnregistrationParams params) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<List<Object>> configuration(final ConfigurationParams params) {
        return CompletableFuture.completedFuture(Collections.nCopies(params.getItems().size(), null));
    }

    @Override
    public CompletableFuture<Void> createProgress(final WorkDoneProgressCreateParams params) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void notifyProgress(final ProgressParams params) {
        // Servers are quick enough to need no progress bar.
    }

    @Override
    public CompletableFuture<Void> refreshSemanticTokens() {
        connector.documents().all().forEach(ConnectedDocument::settleSoon);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> refreshFoldingRanges() {
        return refreshSemanticTokens();
    }

    private static Display display() {
        return PlatformUI.getWorkbench().getDisplay();
    }

    private static int kind(final MessageType type) {
        return switch (type) {
            case Error -> MessageDialog.ERROR;
            case Warning -> MessageDialog.WARNING;
            case null, default -> MessageDialog.INFORMATION;
        };
    }
}
