// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.server;

import java.net.URI;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IWorkspaceRoot;
import org.eclipse.core.resources.ResourcesPlugin;

/** Names of files in the protocol, and the files of the workspace they stand for. */
public final class Uris {
    private Uris() {
    }

    /** Returns the name of a place: {@code file:///a/b}, without a slash at the end. */
    public static String of(final URI place) {
        final String text = place.toString();
        final String full = text.startsWith("file:/") && !text.startsWith("file://") ? "file://" + text.substring("file:".length()) : text;
        return full.length() > "file:///".length() && full.endsWith("/") ? full.substring(0, full.length() - 1) : full;
    }

    /** Returns the file of the workspace that a server calls by that name. */
    public static Optional<IFile> file(final String uri) {
        final IWorkspaceRoot root = ResourcesPlugin.getWorkspace().getRoot();
        IFile best = null;
        for (final IFile file : root.findFilesForLocationURI(URI.create(uri))) {
            // A nested project shows the same file twice; the one with the shorter path belongs to the inner project.
            if (best == null || file.getFullPath().segmentCount() < best.getFullPath().segmentCount()) {
                best = file;
            }
        }
        return Optional.ofNullable(best);
    }
}
