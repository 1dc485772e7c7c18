// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.highlight;

import java.util.List;
import java.util.Optional;

import org.eclipse.jface.resource.JFaceResources;
import org.eclipse.jface.text.DocumentEvent;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IDocumentListener;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextInputListener;
import org.eclipse.jface.text.ITextListener;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.Region;
import org.eclipse.jface.text.TextEvent;
import org.eclipse.jface.text.TextPresentation;
import org.eclipse.jface.text.presentation.IPresentationDamager;
import org.eclipse.jface.text.presentation.IPresentationReconciler;
import org.eclipse.jface.text.presentation.IPresentationRepairer;
import org.eclipse.jface.util.IPropertyChangeListener;
import org.eclipse.lsp4j.SemanticTokens;
import org.eclipse.lsp4j.SemanticTokensParams;
import org.eclipse.swt.custom.StyleRange;
import org.trapline.ui.lsp.connector.Answers;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;

/** Colours a text by what the server says its tokens are. */
public final class SemanticHighlighter implements IPresentationReconciler, ITextInputListener, ITextListener, IDocumentListener {
    private final Tokens tokens = new Tokens();
    private final Runnable settled = this::ask;
    private final IPropertyChangeListener colors = event -> {
        if (TokenStyle.isColor(event.getProperty())) {
            paintAll();
        }
    };
    private ITextViewer viewer;
    private ConnectedDocument connected;

    @Override
    public void install(final ITextViewer textViewer) {
        viewer = textViewer;
        viewer.addTextInputListener(this);
        viewer.addTextListener(this);
        JFaceResources.getColorRegistry().addListener(colors);
        if (viewer.getDocument() != null) {
            connect(viewer.getDocument());
        }
    }

    @Override
    public void uninstall() {
        disconnect();
        viewer.removeTextInputListener(this);
        viewer.removeTextListener(this);
        JFaceResources.getColorRegistry().removeListener(colors);
    }

    private void connect(final IDocument document) {
        final Optional<ConnectedDocument> found = Connector.connected(document);
        if (found.isPresent()) {
            connected = found.get();
            document.addDocumentListener(this);
            connected.addSettledListener(settled);
        }
    }

    private void disconnect() {
        if (connected != null) {
            connected.document().removeDocumentListener(this);
            connected.removeSettledListener(settled);
            connected = null;
        }
    }

    private void ask() {
        final ConnectedDocument document = connected;
        if (viewer.getTextWidget() == null || !document.server().can(c -> c.getSemanticTokensProvider() != null)) {
            return;
        }
        final int version = document.version();
        final SemanticTokensParams params = new SemanticTokensParams(document.identifier());
        Answers.show(document.ask(s -> s.semanticTokensFull(params)), viewer.getTextWidget(), answer -> {
            if (document == connected && document.version() == version) {
                load(answer);
            }
        });
    }

    private void load(final SemanticTokens answer) {
        final List<String> types = connected.server().capabilities().orElseThrow().getSemanticTokensProvider().getLegend().getTokenTypes();
        tokens.load(connected.document(), answer.getData(), types);
        paintAll();
    }

    private void paintAll() {
        if (viewer != null && viewer.getDocument() != null && viewer.getTextWidget() != null) {
            paint(new Region(0, viewer.getDocument().getLength()));
        }
    }

    private void paint(final IRegion region) {
        final TextPresentation presentation = new TextPresentation(region, Math.max(16, tokens.count()));
        presentation.setDefaultStyleRange(new StyleRange(region.getOffset(), region.getLength(), null, null));
        final int end = region.getOffset() + region.getLength();
        for (int i = tokens.firstEndingAfter(region.getOffset()); i < tokens.count() && tokens.start(i) < end; i++) {
            presentation.addStyleRange(style(tokens.start(i), tokens.length(i), tokens.style(i)));
        }
        viewer.changeTextPresentation(presentation, false);
    }

    private static StyleRange style(final int start, final int length, final TokenStyle style) {
        return new StyleRange(start, length, JFaceResources.getColorRegistry().get(style.color()), null, style.fontStyle());
    }

    @Override
    public void documentAboutToBeChanged(final DocumentEvent event) {
        // Tokens follow when the text is there.
    }

    @Override
    public void documentChanged(final DocumentEvent event) {
        final String inserted = event.getText() == null ? "" : event.getText();
        tokens.edit(event.getOffset(), event.getLength(), inserted);
    }

    // The widget shows new text, after typing or because a fold was opened: it needs its colours at once.
    @Override
    public void textChanged(final TextEvent event) {
        if (connected == null || !event.getViewerRedrawState()) {
            return;
        }
        final DocumentEvent change = event.getDocumentEvent();
        if (change == null) {
            paintAll();
        } else if (change.getText() != null && !change.getText().isEmpty()) {
            paint(new Region(change.getOffset(), change.getText().length()));
        }
    }

    @Override
    public void inputDocumentAboutToBeChanged(final IDocument oldInput, final IDocument newInput) {
        disconnect();
    }

    @Override
    public void inputDocumentChanged(final IDocument oldInput, final IDocument newInput) {
        if (newInput != null) {
            connect(newInput);
        }
    }

    @Override
    public IPresentationDamager getDamager(final String contentType) {
        return null;
    }

    @Override
    public IPresentationRepairer getRepairer(final String contentType) {
        return null;
    }
}
