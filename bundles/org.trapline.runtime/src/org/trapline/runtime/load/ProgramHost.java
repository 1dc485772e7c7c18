// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.trapline.asm.elf.ElfReader;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/**
 * The machine for a program that comes without a configuration.
 *
 * @param owner  who owns the machine
 * @param isa    what its harts can do
 * @param cores  how many harts it has
 * @param memory bytes of memory the program gets
 * @param beside files that the program finds beside itself
 * @param parts  what it has beside what every machine has
 * @param technique how it runs as the guest of a hypervisor
 * @param paging    how its addresses are translated then
 */
public record ProgramHost(Owner owner, Isa isa, int cores, long memory, Beside beside, Parts parts, CpuTechnique technique, PagingScheme paging) {
    /** Memory unless told otherwise. */
    public static final long DEFAULT_MEMORY = 128L << 20;

    /** Bytes of an ELF file that say which class it is of, and more. */
    private static final int ELF_START = 16;

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

    /**
     * A disk.
     *
     * @param file       what it holds
     * @param readOnly   whether it refuses to be written to
     * @param persistent whether what was written goes to the file when the run ends
     */
    public record Drive(Path file, boolean readOnly, boolean persistent) {
    }

    /**
     * Devices that not every machine has.
     *
     * @param drives  disks
     * @param network whether there is a network card; its network has nobody else
     * @param capture the pcap file that gets what the card sends; or null
     * @param entropy whether there is a source of random numbers
     */
    public record Parts(List<Drive> drives, boolean network, Path capture, boolean entropy) {
        /** No devices. */
        public static final Parts NONE = new Parts(List.of(), false, null, false);

        /** Copies the list. */
        public Parts {
            drives = List.copyOf(drives);
        }
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

    /** Creates a machine that has what every machine has. */
    public ProgramHost(Owner owner, Isa isa, int cores, long memory, Beside beside) {
        this(owner, isa, cores, memory, beside, Parts.NONE, CpuTechnique.TRAP_AND_EMULATE, PagingScheme.SHADOW);
    }

    /** Returns the same machine with other devices. */
    public ProgramHost with(Parts newParts) {
        return new ProgramHost(owner, isa, cores, memory, beside, newParts, technique, paging);
    }

    /** Returns a machine of RV64 that the program owns. */
    public static ProgramHost bare() {
        return bare(Long.SIZE);
    }

    /** Returns a machine that the program owns, whose registers have 32 or 64 bits. */
    public static ProgramHost bare(int xlen) {
        return new ProgramHost(Owner.PROGRAM, everything(xlen), 1, DEFAULT_MEMORY);
    }

    /** Returns a machine that the program owns, whose registers are as wide as an ELF file says; else RV64. */
    public static ProgramHost bare(Path program) {
        try (InputStream in = Files.newInputStream(program)) {
            return bare(ElfReader.xlen(in.readNBytes(ELF_START)) == Integer.SIZE ? Integer.SIZE : Long.SIZE);
        } catch (IOException e) {
            // Whoever loads it says so.
            return bare();
        }
    }

    /** Returns the same machine with another owner. */
    public ProgramHost ownedBy(Owner newOwner) {
        return new ProgramHost(newOwner, isa, cores, memory, beside, parts, technique, paging);
    }

    /** Returns the same machine as the guest of a hypervisor that runs it in that way. */
    public ProgramHost by(CpuTechnique newTechnique, PagingScheme newPaging) {
        return new ProgramHost(Owner.HYPERVISOR, isa, cores, memory, beside, parts, newTechnique, newPaging);
    }

    /** Returns all that the engine executes. */
    private static Isa everything(int xlen) {
        Set<Extension> implemented = EnumSet.allOf(Extension.class);
        // Svade is rather a lack of something: it leaves A and D bits to software. Smstateen closes what firmware that is older does not open.
        implemented.removeIf(extension -> !extension.isImplemented() || extension == Extension.SVADE || extension == Extension.SMSTATEEN);
        return new Isa(xlen, implemented);
    }
}
