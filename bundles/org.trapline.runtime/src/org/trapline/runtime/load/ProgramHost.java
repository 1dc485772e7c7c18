// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.nio.file.Path;
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
 * @param beside files that the program finds beside itself
 */
public record ProgramHost(Owner owner, Isa isa, int cores, long memory, Beside beside) {
    /** Memory unless told otherwise. */
    public static final long DEFAULT_MEMORY = 128L << 20;

    /**
     * Files beside the program.
     *
     * @param firmware    runs first and starts the program in supervisor mode; or null
     * @param initrd      a RAM disk; or null
     * @param commandLine what the program is told; may be empty
     * @param deviceTree  describes the machine; null for its own description
     */
    public record Beside(Path firmware, Path initrd, String commandLine, Path deviceTree) {
        /** No files. */
        public static final Beside NONE = new Beside(null, null, "", null);
    }

    /** Who owns the machine. */
    public enum Owner {
        /** The program itself. */
        PROGRAM,
        /** The built-in firmware; the program is a supervisor. */
        FIRMWARE,
        /** A hypervisor; the program is its only guest. */
        HYPERVISOR
    }

    /** Creates a machine whose program comes alone. */
    public ProgramHost(Owner owner, Isa isa, int cores, long memory) {
        this(owner, isa, cores, memory, Beside.NONE);
    }

    /** Returns a machine that the program owns. */
    public static ProgramHost bare() {
        return new ProgramHost(Owner.PROGRAM, everything(), 1, DEFAULT_MEMORY, Beside.NONE);
    }

    /** Returns the same machine with another owner. */
    public ProgramHost ownedBy(Owner newOwner) {
        return new ProgramHost(newOwner, isa, cores, memory, beside);
    }

    /** Returns RV64 with all that the engine executes. */
    private static Isa everything() {
        Set<Extension> implemented = EnumSet.allOf(Extension.class);
        // Svade is rather a lack of something: it leaves A and D bits to software.
        implemented.removeIf(extension -> !extension.isImplemented() || extension == Extension.SVADE);
        return new Isa(Long.SIZE, implemented);
    }
}
