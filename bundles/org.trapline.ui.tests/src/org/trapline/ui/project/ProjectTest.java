// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.ui.Bench.problems;
import static org.trapline.ui.Bench.ui;
import static org.trapline.ui.Bench.until;

import java.util.List;

import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IProject;
import org.eclipse.core.resources.ResourcesPlugin;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.jface.viewers.StructuredSelection;
import org.eclipse.jface.wizard.WizardDialog;
import org.eclipse.ui.PlatformUI;
import org.eclipse.ui.dialogs.WizardNewFileCreationPage;
import org.junit.jupiter.api.Test;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.load.PlanResult;
import org.trapline.ui.Bench;

/** What the wizards make. */
final class ProjectTest {

    @Test
    void theProjectWizardMakesTheFirstExampleAsItIs() throws CoreException {
        final IProject project = ResourcesPlugin.getWorkspace().getRoot().getProject("hello");
        try {
            ui(() -> {
                final NewProjectWizard wizard = new NewProjectWizard();
                wizard.init(PlatformUI.getWorkbench(), StructuredSelection.EMPTY);
                final WizardDialog dialog = new WizardDialog(Bench.window().getShell(), wizard);
                dialog.setBlockOnOpen(false);
                dialog.open();
                assertTrue(wizard.canFinish(), "the first example can be made as it is");
                assertTrue(wizard.performFinish());
                dialog.close();
                return null;
            });
            assertTrue(project.getFile("hello.tln").exists());
            assertTrue(project.getFile("guest/hello.s").exists());
            until("its configuration is open", () -> Bench.page().getActiveEditor() != null
                    && Bench.page().getActiveEditor().getTitle().equals("hello.tln"));
        } finally {
            ui(() -> Bench.page().closeAllEditors(false));
            project.delete(true, true, null);
        }
    }

    @Test
    void aNewConfigurationWithANewProgramRunsAsItIs() throws CoreException {
        try (Bench bench = Bench.empty()) {
            bench.file("guest/program.s", new NewProgramWizard().text(bench.file("guest/program.s")));
            final IFile configuration = bench.file("machines.tln", new NewConfigurationWizard().text(bench.file("machines.tln")));
            final PlanResult result = PlanLoader.load(java.nio.file.Path.of(configuration.getLocationURI()));
            assertEquals(List.of(), result.problems());
            assertEquals(2, result.plan().hosts().size());
            Bench.open(configuration);
            until("the editor finds nothing wrong", () -> problems(configuration).isEmpty());
        }
    }

    @Test
    void aNewFileIsProposedWhereTheUserIsAndWithANameThatIsFree() throws CoreException {
        try (Bench bench = Bench.empty()) {
            final IFile program = bench.file("guest/program.s", "_start: j .\n");
            assertEquals("/bench/guest/program-2.s", proposed(new NewProgramWizard(), new StructuredSelection(bench.project())));
            assertEquals("/bench/machines.tln", proposed(new NewConfigurationWizard(), new StructuredSelection(program)));
            Bench.open(program);
            assertEquals("/bench/guest/program-2.s", proposed(new NewProgramWizard(), StructuredSelection.EMPTY), "where it is edited");
        }
    }

    @Test
    void aNewConfigurationBootsTheProgramThatTheUserWasAt() throws CoreException {
        try (Bench bench = Bench.empty()) {
            bench.file("guest/first.s", "_start: j .\n");
            final IFile second = bench.file("guest/second.s", "_start: j .\n");
            final String text = ui(() -> {
                final NewConfigurationWizard wizard = new NewConfigurationWizard();
                wizard.init(PlatformUI.getWorkbench(), new StructuredSelection(second));
                return wizard.text(bench.file("machines.tln"));
            });
            assertTrue(text.startsWith("import \"guest/second.s\" as program\n"), text);
        }
    }

    private static String proposed(final NewFileWizard wizard, final StructuredSelection selection) {
        return ui(() -> {
            wizard.init(PlatformUI.getWorkbench(), selection);
            final WizardDialog dialog = new WizardDialog(Bench.window().getShell(), wizard);
            dialog.setBlockOnOpen(false);
            dialog.open();
            final WizardNewFileCreationPage page = (WizardNewFileCreationPage) wizard.getPages()[0];
            final String path = page.getContainerFullPath().append(page.getFileName()).toString();
            dialog.close();
            return path;
        });
    }

    @Test
    void aTakenNameIsNotProposedAgain() throws CoreException {
        try (Bench bench = Bench.empty()) {
            assertEquals("bench-2", ExampleProject.freeName(ResourcesPlugin.getWorkspace().getRoot(), bench.project().getName()));
        }
    }
}
