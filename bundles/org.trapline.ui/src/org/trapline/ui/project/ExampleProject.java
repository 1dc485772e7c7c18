// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.project;

import java.io.IOException;
import java.nio.file.Path;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IFolder;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.SubMonitor;
import org.trapline.examples.Example;

/** Makes projects of the workspace, empty or filled with an example. */
public final class ExampleProject {
    /** Where guest programs are. */
    static final String GUEST_FOLDER = "guest";

    private ExampleProject() {
    }

    /** Creates and opens a project with a folder for guest programs. */
    public static void createEmpty(final IProject project, final IProgressMonitor monitor) throws CoreException {
        final SubMonitor progress = SubMonitor.convert(monitor, 3);
        project.create(progress.split(1));
        project.open(progress.split(1));
        final IFolder guest = project.getFolder(GUEST_FOLDER);
        if (!guest.exists()) {
            guest.create(true, true, progress.split(1));
        }
    }

    /** Creates and opens a project with the example's files. */
    public static void create(final IProject project, final Example example, final IProgressMonitor monitor) throws CoreException {
        final SubMonitor progress = SubMonitor.convert(monitor, 3);
        project.create(progress.split(1));
        project.open(progress.split(1));
        try {
            example.copyTo(Path.of(project.getLocationURI()));
        } catch (final IOException e) {
            throw new CoreException(Status.error("The files of " + example.name() + " could not be written: " + e.getMessage(), e));
        }
        project.refreshLocal(IResource.DEPTH_INFINITE, progress.split(1));
    }

    /** Returns a free name for a project that starts like that. */
    public static String freeName(final org.eclipse.core.resources.IWorkspaceRoot root, final String wanted) {
        String name = wanted;
        for (int i = 2; root.getProject(name).exists() || root.getLocation().append(name).toFile().exists(); i++) {
            name = wanted + "-" + i;
        }
        return name;
    }

    /** Returns the example's configuration in a project made of it. */
    public static IFile configuration(final IProject project, final Example example) {
        return project.getFile(example.configuration());
    }
}
