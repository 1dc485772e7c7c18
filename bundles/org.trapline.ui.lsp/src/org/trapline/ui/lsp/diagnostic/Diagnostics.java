// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.diagnostic;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.eclipse.core.resources.IMarker;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.jface.text.IDocument;
import org.eclipse.jface.text.IRegion;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.trapline.ui.lsp.document.ConnectedDocuments;
import org.trapline.ui.lsp.document.Positions;
import org.trapline.ui.lsp.server.ServerDefinition;

/** The diagnostics that servers have published last, file by file. Safe for use by several threads. */
public final class Diagnostics {
    private final Map<String, List<Diagnostic>> published = new ConcurrentHashMap<>();
    private final MarkerJob markers;

    public Diagnostics(final ConnectedDocuments documents) {
        this.markers = new MarkerJob(documents);
    }

    /** Takes a server's word. */
    public void publish(final ServerDefinition server, final PublishDiagnosticsParams params) {
        published.put(params.getUri(), List.copyOf(params.getDiagnostics()));
        markers.update(server.id(), params.getUri(), params.getDiagnostics());
    }

    /** Returns the diagnostics that touch a region of a document. */
    public List<Diagnostic> at(final String uri, final IDocument document, final int offset, final int length) {
        return published.getOrDefault(uri, List.of()).stream().filter(diagnostic -> {
            final IRegion region = Positions.region(document, diagnostic.getRange());
            return region.getOffset() <= offset + length && offset <= region.getOffset() + region.getLength();
        }).toList();
    }

    /** Returns everything that is known to be wrong with a file. */
    public List<Diagnostic> of(final String uri) {
        return published.getOrDefault(uri, List.of());
    }

    /** Returns whether a marker was made here. */
    public static boolean isMarker(final IMarker marker) {
        try {
            return marker.exists() && marker.isSubtypeOf(MarkerJob.MARKER);
        } catch (final CoreException e) {
            // Gone in between.
            return false;
        }
    }

    /** Returns the id of the server that a marker speaks for. */
    public static String server(final IMarker marker) {
        return marker.getAttribute(MarkerJob.SERVER, "");
    }

    /** Returns whether a marker was made for that diagnostic, as far as one can see. */
    public static boolean isAbout(final IMarker marker, final Diagnostic diagnostic) {
        return marker.getAttribute(IMarker.MESSAGE, "").equals(MarkerJob.message(diagnostic))
                && marker.getAttribute(IMarker.LINE_NUMBER, -1) == diagnostic.getRange().getStart().getLine() + 1;
    }

    /** Ends all work. */
    public void dispose() {
        markers.cancel();
    }
}
