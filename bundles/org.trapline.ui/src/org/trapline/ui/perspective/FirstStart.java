// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.perspective;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.IWorkspaceRoot;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.core.runtime.preferences.IEclipsePreferences;
import org.eclipse.core.runtime.preferences.InstanceScope;
import org.eclipse.core.resources.WorkspaceJob;
import org.eclipse.core.runtime.IProgressMonitor;
import org.eclipse.jface.dialogs.TrayDialog;
import org.eclipse.swt.widgets.Display;
import org.eclipse.ui.IStartup;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.IWorkbenchWindow;
import org.eclipse.ui.PlatformUI;
import org.osgi.service.prefs.BackingStoreException;
import org.trapline.examples.Example;
import org.trapline.ui.Ids;
import org.trapline.ui.project.ExampleFiles;
import org.trapline.ui.project.ExampleProject;

/** Puts the first example into a new workspace and opens it, once. Only where Trapline's perspective is in front. */
public final class FirstStart implements IStartup {
    private static final String DONE = "firstStartDone";

    @Override
    public void earlyStartup() {
        PlatformUI.getWorkbench().getDisplay().asyncExec(() -> {
            hideHelpButtons();
            final IWorkbenchWindow window = PlatformUI.getWorkbench().getActiveWorkbenchWindow();
            final IWorkbenchPage page = window == null ? null : window.getActivePage();
            for (final IWorkbenchWindow each : PlatformUI.getWorkbench().getWorkbenchWindows()) {
                OpenProblems.in(each);
            }
            if (page != null && page.getPerspective() != null && page.getPerspective().getId().equals(Ids.PERSPECTIVE)) {
                greet(page);
            }
        });
    }

    /** There is no help that a question mark in a dialog could lead to. */
    private static void hideHelpButtons() {
        TrayDialog.setDialogHelpAvailable(false);
    }

    private static void greet(final IWorkbenchPage page) {
        final IEclipsePreferences preferences = InstanceScope.INSTANCE.getNode(Ids.BUNDLE);
        final IWorkspaceRoot root = ResourcesPlugin.getWorkspace().getRoot();
        if (preferences.getBoolean(DONE, false)) {
            return;
        }
        preferences.putBoolean(DONE, true);
        try {
            preferences.flush();
        } catch (final BackingStoreException e) {
            ILog.of(FirstStart.class).warn("The workspace's settings cannot be written", e);
        }
        page.getWorkbenchWindow().getShell().setMaximized(true);
        if (root.getProjects().length == 0) {
            fill(page, Example.all().getFirst());
        }
    }

    private static void fill(final IWorkbenchPage page, final Example example) {
        final IWorkspaceRoot root = ResourcesPlugin.getWorkspace().getRoot();
        final IProject project = root.getProject(ExampleProject.freeName(root, example.name()));
        final Display display = page.getWorkbenchWindow().getShell().getDisplay();
        final WorkspaceJob job = new WorkspaceJob("Making the example " + example.name()) {
            @Override
            public IStatus runInWorkspace(final IProgressMonitor monitor) throws CoreException {
                ExampleProject.create(project, example, monitor);
                display.asyncExec(() -> ExampleFiles.open(page, project, example));
                return Status.OK_STATUS;
            }
        };
        job.setRule(root);
        job.schedule();
    }
}
