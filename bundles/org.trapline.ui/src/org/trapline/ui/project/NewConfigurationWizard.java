// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.project;

import java.util.ArrayList;
import java.util.List;

import org.eclipse.core.resources.IContainer;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IResource;
import org.eclipse.core.runtime.CoreException;
import org.eclipse.core.runtime.ILog;

/** Makes a machine configuration that boots a program of the project: alone on a machine, and under a hypervisor. */
public final class NewConfigurationWizard extends NewFileWizard {

    public NewConfigurationWizard() {
        super("New Machine Configuration", "Hosts, hypervisors and their virtual machines.", "machines", "tln");
    }

    @Override
    String text(final IFile file) {
        final List<IFile> programs = new ArrayList<>();
        collect(file.getProject(), programs);
        final String path = programs.isEmpty() ? "guest/program.s"
                : programs.getFirst().getFullPath().makeRelativeTo(file.getParent().getFullPath()).toString();
        return """
                import "%s" as program

                // The program owns the whole machine.
                host bare {
                  memory 64 MiB
                  boot program
                }

                // The same program as the guest of a hypervisor.
                host lab {
                  memory 64 MiB
                  hypervisor vmm {
                    type 1
                    cpu trap_and_emulate
                    paging shadow
                    domain one { vcpus 1  memory 8 MiB  kernel program }
                  }
                }
                """.formatted(path);
    }

    private static void collect(final IContainer container, final List<IFile> programs) {
        try {
            for (final IResource member : container.members()) {
                if (member instanceof final IFile file && "s".equals(file.getFileExtension())) {
                    programs.add(file);
                } else if (member instanceof final IContainer inner) {
                    collect(inner, programs);
                }
            }
        } catch (final CoreException e) {
            ILog.of(NewConfigurationWizard.class).log(e.getStatus());
        }
    }
}
