// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** A configuration stands above its programs. */
    @Override
    IContainer home(final IResource near) {
        final IContainer folder = near instanceof final IContainer container ? container : near.getParent();
        return folder.equals(near.getProject().getFolder(ExampleProject.GUEST_FOLDER)) ? near.getProject() : folder;
    }

    @Override
    String text(final IFile file) {
        final List<IFile> programs = new ArrayList<>();
        collect(file.getProject(), programs);
        // The program that the user was at is the one he means; if he was at none, one is as good as another.
        final Optional<IFile> program = programs.stream().filter(p -> near().filter(p::equals).isPresent()).findFirst()
                .or(() -> programs.stream().findFirst());
        final String path = program.map(p -> p.getFullPath().makeRelativeTo(file.getParent().getFullPath()).toString()).orElse("guest/program.s");
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
