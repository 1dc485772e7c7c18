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

/** Opens what one wants to see of an example: its page, its programs unless they are many, and before all its machine configuration. */
public final class ExampleFiles {
    private static final int FEW = 4;
    private static final int PROGRAM = 2;

    private ExampleFiles() {
    }

    public static void open(final IWorkbenchPage page, final IProject project, final Example example) {
        try {
            BasicNewResourceWizard.selectAndReveal(project.getFile(example.configuration()), page.getWorkbenchWindow());
            final boolean programsToo = example.files().stream().filter(file -> rank(file) == PROGRAM).count() <= FEW;
            for (final String file : example.files().stream().sorted(Comparator.comparingInt(ExampleFiles::rank)).toList()) {
                if (rank(file) > 0 && (programsToo || rank(file) != PROGRAM)) {
                    IDE.openEditor(page, project.getFile(file));
                }
            }
        } catch (final PartInitException e) {
            ILog.of(ExampleFiles.class).log(e.getStatus());
        }
    }

    // The last to be opened is the one in front.
    private static int rank(final String file) {
        return file.endsWith(".md") ? 1 : file.endsWith(".s") ? PROGRAM : file.endsWith(".tln") ? 3 : 0;
    }
}
