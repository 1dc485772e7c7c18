// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.action;

import java.util.Optional;

import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.contentassist.ICompletionProposal;
import org.eclipse.jface.text.contentassist.IContextInformation;
import org.eclipse.jface.text.quickassist.IQuickAssistInvocationContext;
import org.eclipse.jface.text.quickassist.IQuickAssistProcessor;
import org.eclipse.jface.text.source.Annotation;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.Point;
import org.eclipse.ui.texteditor.MarkerAnnotation;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.diagnostic.Diagnostics;
import org.trapline.ui.lsp.document.ConnectedDocument;

/** Offers a server's actions at the caret. */
public final class QuickAssist implements IQuickAssistProcessor {

    @Override
    public boolean canFix(final Annotation annotation) {
        return annotation instanceof final MarkerAnnotation marker && Diagnostics.isMarker(marker.getMarker());
    }

    @Override
    public boolean canAssist(final IQuickAssistInvocationContext context) {
        return true;
    }

    @Override
    public ICompletionProposal[] computeQuickAssistProposals(final IQuickAssistInvocationContext context) {
        final Optional<ConnectedDocument> document = Connector.connected(context.getSourceViewer().getDocument());
        return document.stream().flatMap(d -> ServerAction.ask(d, context.getOffset(), Math.max(0, context.getLength())).stream())
                .map(ActionProposal::new).toArray(ICompletionProposal[]::new);
    }

    @Override
    public String getErrorMessage() {
        return null;
    }

    private record ActionProposal(ServerAction action) implements ICompletionProposal {
        @Override
        public void apply(final IDocument document) {
            action.perform();
        }

        @Override
        public String getDisplayString() {
            return action.title();
        }

        @Override
        public String getAdditionalProposalInfo() {
            return null;
        }

        @Override
        public Point getSelection(final IDocument document) {
            return null;
        }

        @Override
        public Image getImage() {
            return null;
        }

        @Override
        public IContextInformation getContextInformation() {
            return null;
        }
    }
}
