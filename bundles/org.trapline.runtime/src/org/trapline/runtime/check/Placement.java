// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.check;

/** Where the VMM stands of which a program is the guest. */
public enum Placement {
    /** It owns the machine: Type 1. */
    MACHINE(""),
    /** It is a part of a kernel that has processes, too: Type 1. */
    SYSTEM("beside a process"),
    /** It is a process: Type 2. */
    PROCESS("under a process"),
    /** It is a process, most of whose memory its host's operating system has swapped out at any time. */
    SWAPPED("under a process, swapped"),
    /** Firmware has cut the machine: the program, or a VMM with it, owns a partition. */
    PARTITION("in a partition");

    private final String words;

    Placement(String words) {
        this.words = words;
    }

    /** Tells whether it is a process. */
    public boolean isProcess() {
        return this == PROCESS || this == SWAPPED;
    }

    /** Returns words that tell it from the usual place; empty for that. */
    public String words() {
        return words;
    }
}
