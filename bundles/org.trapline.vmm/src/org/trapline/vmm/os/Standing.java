// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.os;

import java.util.List;

/**
 * What a domain is to its host's kernel.
 *
 * @param kind      a guest, a guest of a process, or a process
 * @param arguments the command line of a process, its name first
 */
public record Standing(Kind kind, List<String> arguments) {
    /** Kinds of standing. */
    public enum Kind {
        /** A guest of the kernel: the VMM is the kernel, or a part of it. */
        GUEST,
        /** A guest of a VMM that is a process: each exit passes through the kernel to that process and back. */
        HOSTED,
        /** A process: user mode only, with system calls. */
        PROCESS
    }

    /** A guest of the kernel. */
    public static final Standing GUEST = new Standing(Kind.GUEST, List.of());
    /** A guest of a process. */
    public static final Standing HOSTED = new Standing(Kind.HOSTED, List.of());

    /** Copies the list. */
    public Standing {
        arguments = List.copyOf(arguments);
    }

    /** Returns the standing of a process with a command line. */
    public static Standing process(final List<String> arguments) {
        return new Standing(Kind.PROCESS, arguments);
    }

    /** Tells whether it is a process. */
    public boolean isProcess() {
        return kind == Kind.PROCESS;
    }

    /** Tells whether its VMM is a process. */
    public boolean isHosted() {
        return kind == Kind.HOSTED;
    }
}
