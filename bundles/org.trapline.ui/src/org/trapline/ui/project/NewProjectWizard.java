// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.project;

import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;
import org.eclipse.core.runtime.IStatus;
import org.eclipse.core.runtime.Status;
import org.eclipse.jface.dialogs.ErrorDialog;
import org.eclipse.jface.viewers.IStructuredSelection;
import org.eclipse.jface.wizard.Wizard;
import org.eclipse.ui.INewWizard;
import org.eclipse.ui.IWorkbench;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.actions.WorkspaceModifyOperation;
import org.eclipse.ui.navigator.resources.ProjectExplorer;
import org.eclipse.ui.wizards.newresource.BasicNewProjectResourceWizard;
import org.eclipse.ui.wizards.newresource.BasicNewResourceWizard;
import org.eclipse.core.runtime.IConfigurationElement;
import org.eclipse.core.runtime.IExecutableExtension;
import org.eclipse.core.runtime.IProgressMonitor;
import org.trapline.examples.Example;

/** Makes a project, filled with an example if the user likes. */
public final class NewProjectWizard extends Wizard implements INewWizard, IExecutableExtension {
    private final NewProjectPage page = new NewProjectPage();
    private IWorkbench workbench;
    private IConfigurationElement configuration;

    public NewProjectWizard() {
        setWindowTitle("New Trapline Project");
        setNeedsProgressMonitor(true);
    }

    @Override
    public void init(final IWorkbench newWorkbench, final IStructuredSelection selection) {
        workbench = newWorkbench;
    }

    @Override
    public void setInitializationData(final IConfigurationElement element, final String propertyName, final Object data) {
        configuration = element;
    }

    private void showExplorer() {
        try {
            workbench.getActiveWorkbenchWindow().getActivePage().showView(ProjectExplorer.VIEW_ID);
        } catch (final PartInitException e) {
            ILog.of(NewProjectWizard.class).log(e.getStatus());
        }
    }

    @Override
    public void addPages() {
        addPage(page);
    }

    @Override
    public boolean performFinish() {
        final IProject project = ResourcesPlugin.getWorkspace().getRoot().getProject(page.projectName());
        final Optional<Example> example = page.example();
        try {
            getContainer().run(true, true, new WorkspaceModifyOperation() {
                @Override
                protected void execute(final IProgressMonitor monitor) throws CoreException {
                    if (example.isPresent()) {
                        ExampleProject.create(project, example.get(), monitor);
                    } else {
                        ExampleProject.createEmpty(project, monitor);
                    }
                }
            });
        } catch (final InterruptedException e) {
            return false;
        } catch (final InvocationTargetException e) {
            final IStatus status = e.getCause() instanceof final CoreException core ? core.getStatus()
                    : Status.error("The project could not be made", e.getCause());
            ErrorDialog.openError(getShell(), "New Trapline Project", "The project " + project.getName() + " could not be made.", status);
            return false;
        }
        BasicNewProjectResourceWizard.updatePerspective(configuration);
        BasicNewResourceWizard.selectAndReveal(project, workbench.getActiveWorkbenchWindow());
        if (example.isEmpty()) {
            // What is made next goes into the project that is selected there.
            showExplorer();
        }
        example.ifPresent(e -> ExampleFiles.open(workbench.getActiveWorkbenchWindow().getActivePage(), project, e));
        return true;
    }
}
