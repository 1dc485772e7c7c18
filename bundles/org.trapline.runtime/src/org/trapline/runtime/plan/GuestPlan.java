// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.plan;

/**
 * Something that runs a program of its own and has a console: a host without hypervisor, or a domain.
 *
 * @param name        what people call it, unique in the system: {@code rack1.web[0]}, or the host's name
 * @param program     what it runs
 * @param commandLine what the program is told in the device tree; may be empty
 * @param line        where in the configuration it is declared; 0 if there is none
 */
public record GuestPlan(String name, ProgramPlan program, String commandLine, int line) {
}
