// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.project;

import java.util.Arrays;
import java.util.Optional;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.Adapters;
import org.eclipse.jface.viewers.ISelection;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.ui.IEditorPart;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.navigator.resources.ProjectExplorer;

/** Finds out which part of the workspace the user is at, whatever view he last clicked into. */
final class Whereabouts {
    private Whereabouts() {
    }

    /** Returns what is selected; else the file that is edited; else what the explorer has selected; else the only project there is. */
    static Optional<IResource> of(final IWorkbenchPage page, final ISelection selection) {
        return selected(selection).or(() -> edited(page)).or(() -> selected(page == null ? null : page.getSelection(ProjectExplorer.VIEW_ID)))
                .or(Whereabouts::onlyProject).filter(IResource::isAccessible);
    }

    private static Optional<IResource> selected(final ISelection selection) {
        return selection instanceof final IStructuredSelection structured && !structured.isEmpty()
                ? Optional.ofNullable(Adapters.adapt(structured.getFirstElement(), IResource.class)).filter(r -> r.getType() != IResource.ROOT)
                : Optional.empty();
    }

    private static Optional<IResource> edited(final IWorkbenchPage page) {
        final IEditorPart editor = page == null ? null : page.getActiveEditor();
        return editor == null ? Optional.empty() : Optional.ofNullable(editor.getEditorInput().getAdapter(IFile.class));
    }

    private static Optional<IResource> onlyProject() {
        final IProject[] open = Arrays.stream(ResourcesPlugin.getWorkspace().getRoot().getProjects()).filter(IProject::isOpen).toArray(IProject[]::new);
        return open.length == 1 ? Optional.of(open[0]) : Optional.empty();
    }
}
