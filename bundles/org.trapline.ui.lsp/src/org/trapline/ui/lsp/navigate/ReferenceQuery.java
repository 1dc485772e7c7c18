// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.navigate;

import java.util.List;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.text.BadLocationException;
import org.eclipse.jface.text.Document;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.ReferenceContext;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.search.ui.ISearchQuery;
import org.trapline.ui.lsp.connector.Connector;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.document.Positions;
import org.trapline.ui.lsp.server.Uris;

/** The question where a name is used. */
final class ReferenceQuery implements ISearchQuery {
    private static final long TIMEOUT_MS = 30_000;

    private final ConnectedDocument document;
    private final Position position;
    private final String name;
    private final ReferenceResult result = new ReferenceResult(this);

    ReferenceQuery(final ConnectedDocument document, final Position position, final String name) {
        this.document = document;
        this.position = position;
        this.name = name;
    }

    String name() {
        return name;
    }

    @Override
    public IStatus run(final IProgressMonitor monitor) {
        result.removeAll();
        final ReferenceParams params = new ReferenceParams(document.identifier(), position, new ReferenceContext(true));
        final Optional<List<? extends Location>> answer = Connector.await(document.ask(s -> s.references(params)), TIMEOUT_MS);
        if (answer.isEmpty()) {
            return Status.warning("The language server gave no answer");
        }
        try {
            for (final Location location : answer.get()) {
                add(location);
            }
            return Status.OK_STATUS;
        } catch (final CoreException e) {
            return e.getStatus();
        }
    }

    private void add(final Location location) throws CoreException {
        final Optional<IFile> file = Uris.file(location.getUri()).filter(IFile::exists);
        if (file.isEmpty()) {
            return;
        }
        final Optional<ConnectedDocument> open = Connector.current().documents().named(location.getUri());
        // A copy: the user may be typing while this runs.
        final IDocument text = new Document(open.isPresent() ? open.get().document().get() : file.get().readString());
        final IRegion region = Positions.region(text, location.getRange());
        final int line = location.getRange().getStart().getLine();
        result.addMatch(new ReferenceMatch(file.get(), region.getOffset(), region.getLength(), line + 1, line(text, line)));
    }

    private static String line(final IDocument text, final int line) {
        try {
            final IRegion region = text.getLineInformation(line);
            return text.get(region.getOffset(), region.getLength()).strip();
        } catch (final BadLocationException e) {
            return "";
        }
    }

    @Override
    public String getLabel() {
        return "References to " + name;
    }

    @Override
    public boolean canRerun() {
        return true;
    }

    @Override
    public boolean canRunInBackground() {
        return true;
    }

    @Override
    public ReferenceResult getSearchResult() {
        return result;
    }
}
