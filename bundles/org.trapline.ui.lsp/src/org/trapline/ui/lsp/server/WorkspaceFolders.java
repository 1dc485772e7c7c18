// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.server;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.IResourceChangeEvent;
import org.eclipse.core.resources.IResourceChangeListener;
import org.eclipse.core.resources.IResourceDelta;
import org.eclipse.core.resources.IWorkspace;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidChangeWorkspaceFoldersParams;
import org.eclipse.lsp4j.FileChangeType;
import org.eclipse.lsp4j.FileEvent;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.WorkspaceFoldersChangeEvent;

/** Shows the workspace to the servers: each open project is a folder, and changes on disk are told. */
final class WorkspaceFolders implements IResourceChangeListener {
    private final IWorkspace workspace;
    private final Servers servers;

    WorkspaceFolders(final IWorkspace workspace, final Servers servers) {
        this.workspace = workspace;
        this.servers = servers;
        workspace.addResourceChangeListener(this, IResourceChangeEvent.POST_CHANGE);
    }

    void dispose() {
        workspace.removeResourceChangeListener(this);
    }

    List<WorkspaceFolder> current() {
        return Arrays.stream(workspace.getRoot().getProjects()).filter(IProject::isAccessible)
                .filter(project -> project.getLocationURI() != null).map(WorkspaceFolders::folder).toList();
    }

    private static WorkspaceFolder folder(final IProject project) {
        return new WorkspaceFolder(Uris.of(project.getLocationURI()), project.getName());
    }

    @Override
    public void resourceChanged(final IResourceChangeEvent event) {
        final List<WorkspaceFolder> added = new ArrayList<>();
        final List<WorkspaceFolder> removed = new ArrayList<>();
        final List<FileEvent> files = new ArrayList<>();
        try {
            event.getDelta().accept(delta -> {
                final IResource resource = delta.getResource();
                if (resource instanceof final IProject project) {
                    return project(project, delta, added, removed);
                }
                if (resource instanceof final IFile file) {
                    file(file, delta, files);
                }
                return true;
            });
        } catch (final CoreException e) {
            ILog.of(WorkspaceFolders.class).log(e.getStatus());
        }
        tell(added, removed, files);
    }

    private static boolean project(final IProject project, final IResourceDelta delta, final List<WorkspaceFolder> added,
            final List<WorkspaceFolder> removed) {
        final boolean opened = delta.getKind() == IResourceDelta.ADDED || (delta.getFlags() & IResourceDelta.OPEN) != 0;
        if (delta.getKind() == IResourceDelta.REMOVED || opened && !project.isOpen()) {
            final URI location = project.getLocationURI() != null ? project.getLocationURI()
                    : project.getWorkspace().getRoot().getLocation().append(project.getName()).toFile().toURI();
            removed.add(new WorkspaceFolder(Uris.of(location), project.getName()));
            return false;
        }
        if (opened && project.getLocationURI() != null) {
            added.add(folder(project));
        }
        return true;
    }

    private static void file(final IFile file, final IResourceDelta delta, final List<FileEvent> files) {
        if (file.getLocationURI() == null) {
            return;
        }
        final String uri = Uris.of(file.getLocationURI());
        switch (delta.getKind()) {
            case IResourceDelta.ADDED -> files.add(new FileEvent(uri, FileChangeType.Created));
            case IResourceDelta.REMOVED -> files.add(new FileEvent(uri, FileChangeType.Deleted));
            case IResourceDelta.CHANGED -> {
                if ((delta.getFlags() & (IResourceDelta.CONTENT | IResourceDelta.REPLACED)) != 0) {
                    files.add(new FileEvent(uri, FileChangeType.Changed));
                }
            }
            default -> { }
        }
    }

    private void tell(final List<WorkspaceFolder> added, final List<WorkspaceFolder> removed, final List<FileEvent> files) {
        for (final Server server : servers.running()) {
            if ((!added.isEmpty() || !removed.isEmpty()) && server.can(WorkspaceFolders::followsFolders)) {
                server.tell(s -> s.getWorkspaceService().didChangeWorkspaceFolders(
                        new DidChangeWorkspaceFoldersParams(new WorkspaceFoldersChangeEvent(added, removed))));
            }
            final List<FileEvent> served = files.stream().filter(f -> server.definition().serves(fileName(f.getUri()))).toList();
            if (!served.isEmpty()) {
                server.tell(s -> s.getWorkspaceService().didChangeWatchedFiles(new DidChangeWatchedFilesParams(served)));
            }
        }
    }

    private static boolean followsFolders(final ServerCapabilities abilities) {
        return abilities.getWorkspace() != null && abilities.getWorkspace().getWorkspaceFolders() != null
                && Boolean.TRUE.equals(abilities.getWorkspace().getWorkspaceFolders().getSupported());
    }

    private static String fileName(final String uri) {
        return uri.substring(uri.lastIndexOf('/') + 1);
    }
}
