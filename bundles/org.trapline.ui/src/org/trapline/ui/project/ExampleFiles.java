// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.project;

import java.util.Comparator;

import org.eclipse.core.resources.IProject;
import org.eclipse.core.runtime.ILog;
import org.eclipse.ui.IWorkbenchPage;
import org.eclipse.ui.PartInitException;
import org.eclipse.ui.ide.IDE;
import org.eclipse.ui.wizards.newresource.BasicNewResourceWizard;
import org.trapline.examples.Example;

/** Opens what one wants to see of an example: its page, its programs, and before all its machine configuration. */
public final class ExampleFiles {
    private ExampleFiles() {
    }

    public static void open(final IWorkbenchPage page, final IProject project, final Example example) {
        try {
            BasicNewResourceWizard.selectAndReveal(project.getFile(example.configuration()), page.getWorkbenchWindow());
            for (final String file : example.files().stream().sorted(Comparator.comparingInt(ExampleFiles::rank)).toList()) {
                if (rank(file) > 0) {
                    IDE.openEditor(page, project.getFile(file));
                }
            }
        } catch (final PartInitException e) {
            ILog.of(ExampleFiles.class).log(e.getStatus());
        }
    }

    // The last to be opened is the one in front.
    private static int rank(final String file) {
        return file.endsWith(".md") ? 1 : file.endsWith(".s") ? 2 : file.endsWith(".tln") ? 3 : 0;
    }
}
