// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.util.EnumSet;
import java.util.Set;

import org.trapline.isa.Extension;
import org.trapline.isa.Isa;

/**
 * The machine for a program that comes without a configuration.
 *
 * @param owner  who owns the machine
 * @param isa    what its harts can do
 * @param cores  how many harts it has
 * @param memory bytes of memory the program gets
 */
public record ProgramHost(Owner owner, Isa isa, int cores, long memory) {
    /** Memory unless told otherwise. */
    public static final long DEFAULT_MEMORY = 128L << 20;

    /** Who owns the machine. */
    public enum Owner {
        /** The program itself. */
        PROGRAM,
        /** The built-in firmware; the program is a supervisor. */
        FIRMWARE,
        /** A hypervisor; the program is its only guest. */
        HYPERVISOR
    }

    /** Returns a machine that the program owns. */
    public static ProgramHost bare() {
        return new ProgramHost(Owner.PROGRAM, everything(), 1, DEFAULT_MEMORY);
    }

    /** Returns the same machine with another owner. */
    public ProgramHost ownedBy(Owner newOwner) {
        return new ProgramHost(newOwner, isa, cores, memory);
    }

    /** Returns RV64 with all that the engine executes. */
    private static Isa everything() {
        Set<Extension> implemented = EnumSet.allOf(Extension.class);
        // Svade is rather a lack of something: it leaves A and D bits to software.
        implemented.removeIf(extension -> !extension.isImplemented() || extension == Extension.SVADE);
        return new Isa(Long.SIZE, implemented);
    }
}
