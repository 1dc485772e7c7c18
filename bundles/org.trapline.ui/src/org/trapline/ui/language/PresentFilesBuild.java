// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.language;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.eclipse.emf.common.util.URI;
import org.eclipse.xtext.ide.server.BuildManager;
import org.eclipse.xtext.ide.server.WorkspaceManager;
import org.eclipse.xtext.resource.IResourceDescription;
import org.eclipse.xtext.util.CancelIndicator;

/**
 * Builds what has changed, and takes a changed file that is gone by then for a deleted one.
 *
 * <p>A build can be put off by further changes, and a file vanish in between, say with its project. Xtext's build fails on such a file, and keeps it
 * for the next one: nothing would be built any more.
 */
final class PresentFilesBuild extends BuildManager {
    private final Set<URI> changed = new LinkedHashSet<>();
    private WorkspaceManager workspace;

    @Override
    public void setWorkspaceManager(final WorkspaceManager manager) {
        super.setWorkspaceManager(manager);
        workspace = manager;
    }

    @Override
    public Buildable submit(final List<URI> dirty, final List<URI> deleted) {
        changed.addAll(dirty);
        return super.submit(dirty, deleted);
    }

    @Override
    protected List<IResourceDescription.Delta> internalBuild(final CancelIndicator cancel) {
        final List<URI> gone = changed.stream().filter(this::isGone).toList();
        super.submit(List.of(), gone);
        final List<IResourceDescription.Delta> deltas = super.internalBuild(cancel);
        changed.clear();
        return deltas;
    }

    private boolean isGone(final URI uri) {
        return uri.isFile() && !workspace.isDocumentOpen(uri) && !Files.exists(Path.of(uri.toFileString()));
    }
}
