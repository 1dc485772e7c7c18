// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.completion;

import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.contentassist.ContentAssistEvent;
import org.eclipse.jface.text.contentassist.ICompletionListener;
import org.eclipse.jface.text.contentassist.ICompletionProposal;
import org.eclipse.jface.text.reconciler.IReconciler;
import org.eclipse.jface.text.reconciler.IReconcilingStrategy;
import org.eclipse.jface.text.source.SourceViewer;
import org.trapline.ui.lsp.connector.AssistSessions;
import org.trapline.ui.lsp.connector.Connector;

/** Tells completion that the user asked for from completion that came up by itself, which must not get in the way. */
public final class AssistListener implements IReconciler {
    private final AssistSessions sessions = Connector.current().assist();
    private ITextViewer viewer;

    @Override
    public void install(final ITextViewer textViewer) {
        viewer = textViewer;
        // The editor gets its content assistant only after its reconcilers.
        textViewer.getTextWidget().getDisplay().asyncExec(() -> {
            if (textViewer.getTextWidget() != null && textViewer instanceof final SourceViewer source
                    && source.getContentAssistantFacade() != null) {
                source.getContentAssistantFacade().addCompletionListener(new Sessions());
            }
        });
    }

    @Override
    public void uninstall() {
        sessions.forget(viewer);
    }

    @Override
    public IReconcilingStrategy getReconcilingStrategy(final String contentType) {
        return null;
    }

    private final class Sessions implements ICompletionListener {
        @Override
        public void assistSessionStarted(final ContentAssistEvent event) {
            sessions.begin(viewer, event.isAutoActivated);
        }

        @Override
        public void assistSessionEnded(final ContentAssistEvent event) {
            sessions.begin(viewer, true);
        }

        @Override
        public void selectionChanged(final ICompletionProposal proposal, final boolean smartToggle) {
            // Of no interest here.
        }
    }
}
