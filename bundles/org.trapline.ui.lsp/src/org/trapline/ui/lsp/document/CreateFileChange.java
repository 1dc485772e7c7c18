// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.lsp.document;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.ltk.core.refactoring.Change;
import org.eclipse.ltk.core.refactoring.RefactoringStatus;
import org.eclipse.ltk.core.refactoring.resource.DeleteResourceChange;
import org.eclipse.ltk.core.refactoring.resource.ResourceChange;

/** Creates an empty file. */
final class CreateFileChange extends ResourceChange {
    private final IFile file;

    CreateFileChange(final IFile file) {
        this.file = file;
        setValidationMethod(VALIDATE_NOT_READ_ONLY);
    }

    @Override
    protected IResource getModifiedResource() {
        return file;
    }

    @Override
    public String getName() {
        return "Create " + file.getFullPath();
    }

    @Override
    public RefactoringStatus isValid(final IProgressMonitor monitor) {
        return file.exists() ? RefactoringStatus.createFatalErrorStatus(file.getFullPath() + " exists already") : new RefactoringStatus();
    }

    @Override
    public Change perform(final IProgressMonitor monitor) throws CoreException {
        file.create(new byte[0], IResource.NONE, monitor);
        return new DeleteResourceChange(file.getFullPath(), true);
    }
}
