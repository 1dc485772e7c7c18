// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.highlight;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.Position;
import org.eclipse.jface.text.reconciler.IReconciler;
import org.eclipse.jface.text.reconciler.IReconcilingStrategy;
import org.eclipse.jface.text.source.Annotation;
import org.eclipse.jface.text.source.IAnnotationModelExtension;
import org.eclipse.jface.text.source.ISourceViewer;
import org.eclipse.jface.viewers.IPostSelectionProvider;
import org.eclipse.jface.viewers.ISelectionChangedListener;
import org.eclipse.jface.text.ITextSelection;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.trapline.ui.lsp.connector.Answers;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.document.Positions;

/** Marks where the thing at the caret is used in the same text. */
public final class OccurrenceMarker implements IReconciler {
    private static final String ANNOTATION = "org.eclipse.ui.genericeditor.text";

    private final ISelectionChangedListener caret = event -> moved(event.getSelection() instanceof final ITextSelection s ? s : null);
    private ISourceViewer viewer;
    private Annotation[] shown = {};
    private int asked;

    @Override
    public void install(final ITextViewer textViewer) {
        if (textViewer instanceof final ISourceViewer source) {
            viewer = source;
            if (viewer.getSelectionProvider() instanceof final IPostSelectionProvider provider) {
                provider.addPostSelectionChangedListener(caret);
            }
        }
    }

    @Override
    public void uninstall() {
        if (viewer != null && viewer.getSelectionProvider() instanceof final IPostSelectionProvider provider) {
            provider.removePostSelectionChangedListener(caret);
        }
    }

    private void moved(final ITextSelection selection) {
        final Optional<ConnectedDocument> connected = selection == null ? Optional.empty() : Connector.connected(viewer.getDocument());
        if (connected.isEmpty() || !connected.get().server().can(c -> c.getDocumentHighlightProvider() != null)) {
            return;
        }
        final ConnectedDocument document = connected.get();
        final int question = ++asked;
        final int version = document.version();
        if (Positions.word(document.document(), selection.getOffset()).getLength() == 0) {
            show(document.document(), List.of());
            return;
        }
        final DocumentHighlightParams params = new DocumentHighlightParams(document.identifier(), document.position(selection.getOffset()));
        Answers.show(document.ask(s -> s.documentHighlight(params)), viewer.getTextWidget(), answer -> {
            if (question == asked && version == document.version()) {
                show(document.document(), answer);
            }
        });
    }

    private void show(final IDocument document, final List<? extends DocumentHighlight> places) {
        if (!(viewer.getAnnotationModel() instanceof final IAnnotationModelExtension model)) {
            return;
        }
        final Map<Annotation, Position> added = new HashMap<>();
        for (final DocumentHighlight place : places) {
            final IRegion region = Positions.region(document, place.getRange());
            added.put(new Annotation(ANNOTATION, false, null), new Position(region.getOffset(), region.getLength()));
        }
        model.replaceAnnotations(shown, added);
        shown = added.keySet().toArray(Annotation[]::new);
    }

    @Override
    public IReconcilingStrategy getReconcilingStrategy(final String contentType) {
        return null;
    }
}
