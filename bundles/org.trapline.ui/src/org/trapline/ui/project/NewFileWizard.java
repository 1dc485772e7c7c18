// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.project;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.runtime.ILog;
import org.eclipse.jface.viewers.IStructuredSelection;
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

    @Override
    public void addPages() {
        page = new ContentPage(getSelection());
        page.setTitle(title);
        page.setDescription(description);
        page.setFileExtension(extension);
        page.setFileName(proposedName + "." + extension);
        addPage(page);
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
