// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.project;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.eclipse.core.resources.IContainer;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IPath;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.dialogs.WizardNewFileCreationPage;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.wizards.newresource.BasicNewResourceWizard;

/** Makes a file with something in it to start from, and opens it. */
abstract class NewFileWizard extends BasicNewResourceWizard {
    private final String title;
    private final String description;
    private final String extension;
    private final String proposedName;
    private Optional<IResource> near = Optional.empty();
    private WizardNewFileCreationPage page;

    NewFileWizard(final String title, final String description, final String proposedName, final String extension) {
        this.title = title;
        this.description = description;
        this.proposedName = proposedName;
        this.extension = extension;
        setWindowTitle(title);
    }

    /** Returns the text of a new file. */
    abstract String text(IFile file);

    /** Returns the folder that a new file belongs into, for a user who is at a file or folder. */
    abstract IContainer home(IResource near);

    /** Returns the file or folder that the user was at when he asked for a new file. */
    final Optional<IResource> near() {
        return near;
    }

    @Override
    public void init(final IWorkbench workbench, final IStructuredSelection selection) {
        super.init(workbench, selection);
        final IWorkbenchWindow window = workbench.getActiveWorkbenchWindow();
        near = Whereabouts.of(window == null ? null : window.getActivePage(), selection);
    }

    @Override
    public void addPages() {
        final Optional<IContainer> home = near.map(this::home);
        page = new ContentPage(home.map(StructuredSelection::new).orElse(StructuredSelection.EMPTY));
        page.setTitle(title);
        page.setDescription(description);
        page.setFileExtension(extension);
        page.setFileName(home.map(this::freeName).orElse(proposedName + "." + extension));
        addPage(page);
    }

    private String freeName(final IContainer home) {
        String name = proposedName + "." + extension;
        for (int i = 2; home.exists(IPath.fromPortableString(name)); i++) {
            name = proposedName + "-" + i + "." + extension;
        }
        return name;
    }

    @Override
    public boolean performFinish() {
        final IFile file = page.createNewFile();
        if (file == null) {
            return false;
        }
        selectAndReveal(file);
        try {
            IDE.openEditor(getWorkbench().getActiveWorkbenchWindow().getActivePage(), file);
        } catch (final PartInitException e) {
            ILog.of(NewFileWizard.class).log(e.getStatus());
        }
        return true;
    }

    private final class ContentPage extends WizardNewFileCreationPage {
        ContentPage(final IStructuredSelection selection) {
            super("file", selection);
        }

        @Override
        protected InputStream getInitialContents() {
            final IFile file = org.eclipse.core.resources.ResourcesPlugin.getWorkspace().getRoot()
                    .getFile(getContainerFullPath().append(getFileName()));
            return new ByteArrayInputStream(text(file).getBytes(StandardCharsets.UTF_8));
        }
    }
}
