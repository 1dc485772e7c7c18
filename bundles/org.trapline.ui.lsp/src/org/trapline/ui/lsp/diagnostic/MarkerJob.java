// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.diagnostic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IMarker;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.resources.WorkspaceJob;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.text.Document;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.trapline.ui.lsp.document.ConnectedDocument;
import org.trapline.ui.lsp.document.ConnectedDocuments;
import org.trapline.ui.lsp.document.Positions;
import org.trapline.ui.lsp.server.Uris;

/** Brings a file's markers in line with its diagnostics, in the background. Markers that say the same stay, so nothing flickers. */
final class MarkerJob extends WorkspaceJob {
    static final String MARKER = "org.trapline.ui.lsp.problem";
    static final String SERVER = "server";
    private static final String CODE = "code";

    private record Update(String server, String uri, List<Diagnostic> diagnostics) {
    }

    private final ConnectedDocuments documents;
    private final Map<String, Update> pending = new LinkedHashMap<>();

    MarkerJob(final ConnectedDocuments documents) {
        super("Showing problems");
        this.documents = documents;
        setSystem(true);
        setRule(ResourcesPlugin.getWorkspace().getRoot());
    }

    void update(final String server, final String uri, final List<Diagnostic> diagnostics) {
        synchronized (pending) {
            pending.remove(uri);
            pending.put(uri, new Update(server, uri, diagnostics));
        }
        schedule();
    }

    @Override
    public IStatus runInWorkspace(final IProgressMonitor monitor) throws CoreException {
        final List<Update> updates;
        synchronized (pending) {
            updates = new ArrayList<>(pending.values());
            pending.clear();
        }
        for (final Update update : updates) {
            final Optional<IFile> file = Uris.file(update.uri()).filter(IFile::isAccessible);
            if (file.isPresent()) {
                mark(file.get(), update);
            }
        }
        return Status.OK_STATUS;
    }

    private void mark(final IFile file, final Update update) throws CoreException {
        final List<IMarker> old = new ArrayList<>(Arrays.stream(file.findMarkers(MARKER, false, IResource.DEPTH_ZERO))
                .filter(m -> update.server().equals(m.getAttribute(SERVER, ""))).toList());
        if (old.isEmpty() && update.diagnostics().isEmpty()) {
            return;
        }
        final Optional<ConnectedDocument> open = documents.named(update.uri());
        // A copy: the user may be typing while this runs.
        final IDocument document = new Document(open.isPresent() ? open.get().document().get() : file.readString());
        for (final Diagnostic diagnostic : update.diagnostics()) {
            final Map<String, Object> attributes = attributes(document, diagnostic, update.server());
            if (!removeSame(old, attributes)) {
                file.createMarker(MARKER, attributes);
            }
        }
        for (final IMarker gone : old) {
            gone.delete();
        }
    }

    private static boolean removeSame(final List<IMarker> markers, final Map<String, Object> attributes) throws CoreException {
        for (final IMarker marker : markers) {
            if (attributes.equals(marker.getAttributes())) {
                markers.remove(marker);
                return true;
            }
        }
        return false;
    }

    private static Map<String, Object> attributes(final IDocument document, final Diagnostic diagnostic, final String server) {
        final IRegion region = visible(document, Positions.region(document, diagnostic.getRange()));
        final int line = diagnostic.getRange().getStart().getLine() + 1;
        final Map<String, Object> attributes = new HashMap<>();
        attributes.put(SERVER, server);
        attributes.put(IMarker.SEVERITY, severity(diagnostic.getSeverity()));
        attributes.put(IMarker.MESSAGE, message(diagnostic));
        attributes.put(IMarker.LINE_NUMBER, line);
        attributes.put(IMarker.LOCATION, "line " + line + ", column " + (diagnostic.getRange().getStart().getCharacter() + 1));
        attributes.put(IMarker.CHAR_START, region.getOffset());
        attributes.put(IMarker.CHAR_END, region.getOffset() + region.getLength());
        if (diagnostic.getCode() != null) {
            attributes.put(CODE, String.valueOf(diagnostic.getCode().get()));
        }
        return attributes;
    }

    static String message(final Diagnostic diagnostic) {
        return diagnostic.getMessage().isLeft() ? diagnostic.getMessage().getLeft() : diagnostic.getMessage().getRight().getValue();
    }

    // An empty region would be underlined nowhere: it takes the character before it, on the same line, or the one behind.
    private static IRegion visible(final IDocument document, final IRegion region) {
        if (region.getLength() > 0) {
            return region;
        }
        final boolean takesNext = Positions.position(document, region.getOffset()).getCharacter() == 0;
        final int start = takesNext ? region.getOffset() : region.getOffset() - 1;
        return new org.eclipse.jface.text.Region(start, Math.min(1, document.getLength() - start));
    }

    private static int severity(final DiagnosticSeverity severity) {
        return switch (severity) {
            case Warning -> IMarker.SEVERITY_WARNING;
            case Information, Hint -> IMarker.SEVERITY_INFO;
            case null, default -> IMarker.SEVERITY_ERROR;
        };
    }
}
