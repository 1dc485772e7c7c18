// SPDX-License-Identifier: EPL-2.0
package org.trapline.ui.project;

import org.eclipse.core.resources.IContainer;
import org.eclipse.core.resources.IFile;
import org.eclipse.core.resources.IFolder;
import org.eclipse.core.resources.IResource;

/** Makes a guest program that prints a line and powers off. */
public final class NewProgramWizard extends NewFileWizard {

    public NewProgramWizard() {
        super("New Guest Program", "A RISC-V assembly program that a machine boots.", "program", "s");
    }

    /** Programs are together, where the project has a place for them. */
    @Override
    IContainer home(final IResource near) {
        final IContainer folder = near instanceof final IContainer container ? container : near.getParent();
        final IFolder guests = near.getProject().getFolder(ExampleProject.GUEST_FOLDER);
        return folder.equals(near.getProject()) && guests.exists() ? guests : folder;
    }

    @Override
    String text(final IFile file) {
        return """
                # %s

                        .equ    UART0,     0x10000000   # writing a byte here sends a character
                        .equ    FINISHER,  0x00100000   # the machine's power switch
                        .equ    POWER_OFF, 0x5555

                        .text
                        .globl  _start
                _start:
                        la      a0, message
                        li      t1, UART0
                1:      lbu     t0, 0(a0)
                        beqz    t0, 2f
                        sb      t0, 0(t1)
                        addi    a0, a0, 1
                        j       1b

                2:      li      t0, FINISHER
                        li      t1, POWER_OFF
                        sw      t1, 0(t0)
                        j       .

                        .section .rodata
                message:
                        .asciz  "hello\\n"
                """.formatted(file.getName());
    }
}
