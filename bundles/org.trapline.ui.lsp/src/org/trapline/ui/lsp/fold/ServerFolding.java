// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.fold;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.ITextInputListener;
import org.eclipse.jface.text.ITextViewer;
import org.eclipse.jface.text.Position;
import org.eclipse.jface.text.reconciler.IReconciler;
import org.eclipse.jface.text.reconciler.IReconcilingStrategy;
import org.eclipse.jface.text.source.Annotation;
import org.eclipse.jface.text.source.projection.ProjectionAnnotation;
import org.eclipse.jface.text.source.projection.ProjectionAnnotationModel;
import org.eclipse.jface.text.source.projection.ProjectionViewer;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.trapline.ui.lsp.connector.Answers;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;

/** Keeps the folds of a text in line with what the server says; what the user has folded stays folded. */
public final class ServerFolding implements IReconciler, ITextInputListener {
    private final Runnable settled = this::ask;
    private ProjectionViewer viewer;
    private ConnectedDocument connected;

    @Override
    public void install(final ITextViewer textViewer) {
        if (textViewer instanceof final ProjectionViewer projection) {
            viewer = projection;
            viewer.addTextInputListener(this);
            inputDocumentChanged(null, viewer.getDocument());
        }
    }

    @Override
    public void uninstall() {
        if (viewer != null) {
            viewer.removeTextInputListener(this);
            inputDocumentAboutToBeChanged(viewer.getDocument(), null);
        }
    }

    @Override
    public void inputDocumentAboutToBeChanged(final IDocument oldInput, final IDocument newInput) {
        if (connected != null) {
            connected.removeSettledListener(settled);
            connected = null;
        }
    }

    @Override
    public void inputDocumentChanged(final IDocument oldInput, final IDocument newInput) {
        if (newInput != null) {
            Connector.connected(newInput).ifPresent(document -> {
                connected = document;
                document.addSettledListener(settled);
            });
        }
    }

    private void ask() {
        final ConnectedDocument document = connected;
        if (viewer.getTextWidget() == null || !document.server().can(c -> c.getFoldingRangeProvider() != null)) {
            return;
        }
        final int version = document.version();
        Answers.show(document.ask(s -> s.foldingRange(new FoldingRangeRequestParams(document.identifier()))), viewer.getTextWidget(),
                answer -> {
                    if (document == connected && version == document.version()) {
                        show(answer);
                    }
                });
    }

    private void show(final List<FoldingRange> ranges) {
        final ProjectionAnnotationModel model = viewer.getProjectionAnnotationModel();
        if (model == null) {
            return;
        }
        final Set<Position> wanted = new HashSet<>();
        for (final FoldingRange range : ranges) {
            addLines(wanted, range);
        }
        final Set<Annotation> gone = new HashSet<>();
        for (final Iterator<Annotation> present = model.getAnnotationIterator(); present.hasNext();) {
            final Annotation annotation = present.next();
            final Position position = model.getPosition(annotation);
            if (position == null || !wanted.remove(position)) {
                gone.add(annotation);
            }
        }
        final Map<Annotation, Position> added = new HashMap<>();
        wanted.forEach(position -> added.put(new ProjectionAnnotation(), position));
        if (!gone.isEmpty() || !added.isEmpty()) {
            model.modifyAnnotations(gone.toArray(Annotation[]::new), added, null);
        }
    }

    private void addLines(final Set<Position> positions, final FoldingRange range) {
        final IDocument document = viewer.getDocument();
        final int last = Math.min(range.getEndLine(), document.getNumberOfLines() - 1);
        if (last > range.getStartLine()) {
            try {
                final int start = document.getLineOffset(range.getStartLine());
                positions.add(new Position(start, document.getLineOffset(last) + document.getLineLength(last) - start));
            } catch (final BadLocationException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public IReconcilingStrategy getReconcilingStrategy(final String contentType) {
        return null;
    }
}
