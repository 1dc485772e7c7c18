// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

import org.trapline.machine.loading.BootFiles;
import org.trapline.machine.loading.Program;

/**
 * Something that runs a program of its own and has a console: a host without hypervisor, or a domain.
 *
 * @param name    what people call it, unique in the system: {@code rack1.web[0]}, or the host's name
 * @param program what it runs
 * @param boot    what the program finds beside itself
 * @param line    where in the configuration it is declared; 0 if there is none
 */
public record GuestPlan(String name, ProgramPlan program, BootPlan boot, int line) {

    /** Returns what is to be loaded. */
    public BootFiles bootFiles() {
        Program firmware = boot.firmware() == null ? null : boot.firmware().loadable();
        return new BootFiles(firmware, program.loadable(), boot.initrd(), boot.commandLine(), boot.deviceTree());
    }

    /** Returns the same with another name. */
    public GuestPlan named(String other) {
        return new GuestPlan(other, program, boot, line);
    }
}
