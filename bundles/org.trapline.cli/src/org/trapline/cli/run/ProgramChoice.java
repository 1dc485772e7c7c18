// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.trapline.cli.CommandException;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.isa.IsaException;
import org.trapline.machine.memory.Ram;
import org.trapline.runtime.load.PlanLoader;
import org.trapline.runtime.load.ProgramHost;
import org.trapline.topology.ByteSize;

import picocli.CommandLine.Option;

/** The options that describe the machine of a program without a configuration. */
final class ProgramChoice {
    private static final Pattern SIZE = Pattern.compile("([0-9]+)\\s*([A-Za-z]+)");
    private static final String BUILT_IN = "sbi";
    private static final String NONE = "none";
    private static final int MOST_CORES = 64;

    /** Who owns the machine. */
    enum Boot {
        BARE(ProgramHost.Owner.PROGRAM), SBI(ProgramHost.Owner.FIRMWARE), VMM(ProgramHost.Owner.HYPERVISOR);

        private final ProgramHost.Owner owner;

        Boot(ProgramHost.Owner owner) {
            this.owner = owner;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(names = "--boot", paramLabel = "HOW", description = "${COMPLETION-CANDIDATES}: the program owns machine mode (default), or is started in "
        + "supervisor mode by the built-in firmware (default for Linux kernels), or is the guest of a hypervisor.")
    private Boot boot;

    @Option(names = "--technique", paramLabel = "NAME", description = "How a hypervisor runs the program as its guest: trap_and_emulate, "
        + "binary_translation, hardware (with nested paging), or hardware,shadow. With --bios FILE, firmware and program are the guest.")
    private String technique;

    @Option(names = {"-m", "--memory"}, paramLabel = "SIZE", description = "How much memory the program gets, such as 64MiB; default 128MiB.")
    private String memory;

    @Option(names = {"--cores", "--smp"}, paramLabel = "N", description = "How many harts; default 1.")
    private Integer cores;

    @Option(names = "--isa", paramLabel = "ISA", description = "The instruction set; by default all that is implemented.")
    private String isa;

    @Option(names = "--kernel", paramLabel = "FILE", description = "The program, in place of the argument.")
    private Path kernel;

    @Option(names = "--bios", paramLabel = "FILE", description = "Firmware that runs first, in machine mode, and starts the program in supervisor "
        + "mode; ELF or raw. Without a program it is what is run. sbi stands for the built-in firmware, none for nothing.")
    private String bios;

    @Option(names = "--initrd", paramLabel = "FILE", description = "A RAM disk for the program.")
    private Path initrd;

    @Option(names = "--append", paramLabel = "TEXT", description = "What the program is told in the device tree, such as 'console=ttyS0'.")
    private String append;

    @Option(names = "--dtb", paramLabel = "FILE", description = "A compiled device tree to hand over in place of the machine's own.")
    private Path deviceTree;

    /**
     * Refuses all of it for a configuration, which says these things itself.
     * @param other another option that is refused with these, or null
     */
    void refuse(String other) {
        String given = boot != null ? "--boot" : technique != null ? "--technique" : memory != null ? "--memory" : cores != null ? "--cores" : isa != null ? "--isa"
            : bios != null ? "--bios" : initrd != null ? "--initrd" : append != null ? "--append" : deviceTree != null ? "--dtb"
            : other;
        if (given != null) {
            throw CommandException.usage(given + " is for programs without a configuration; write it in the configuration");
        }
    }

    /** Returns what is to be run: the argument, which may be null, or what options say in its place. */
    Path program(Path argument) {
        if (argument != null && kernel != null) {
            throw CommandException.usage("--kernel " + kernel + " and " + argument + " are both what is to be run");
        }
        Path program = argument != null ? argument : kernel != null ? kernel : isFirmwareFile() ? Path.of(bios) : null;
        if (program == null) {
            throw CommandException.usage("nothing to run: expected a FILE, --kernel or --bios");
        }
        return program;
    }

    private boolean isFirmwareFile() {
        return bios != null && !bios.equals(BUILT_IN) && !bios.equals(NONE);
    }

    ProgramHost host(Path program) {
        ProgramHost usual = ProgramHost.bare(program);
        Path firmware = isFirmwareFile() && !Path.of(bios).equals(program) ? Path.of(bios) : null;
        ProgramHost.Beside beside = new ProgramHost.Beside(firmware, initrd, append == null ? "" : append, deviceTree);
        ProgramHost host = new ProgramHost(owner(program), isa == null ? usual.isa() : isa(), cores == null ? usual.cores() : cores(),
            memory == null ? usual.memory() : memory(), beside);
        if (technique == null) {
            return host;
        }
        if (boot != null && boot != Boot.VMM || bios != null && !isFirmwareFile()) {
            throw CommandException.usage("--technique " + technique + " is for guests of a hypervisor, but " + (boot != null ? "--boot " + boot : "--bios " + bios)
                + " is for none");
        }
        GuestWay way = GuestWay.parse("--technique", technique);
        return host.by(way.technique(), way.paging());
    }

    private ProgramHost.Owner owner(Path program) {
        if (bios == null) {
            return boot != null ? boot.owner : PlanLoader.isSupervisor(program) ? ProgramHost.Owner.FIRMWARE : ProgramHost.Owner.PROGRAM;
        }
        if (boot != null) {
            throw CommandException.usage("--boot " + boot + " and --bios " + bios + " both say what starts the program");
        }
        return bios.equals(BUILT_IN) ? ProgramHost.Owner.FIRMWARE : ProgramHost.Owner.PROGRAM;
    }

    private Isa isa() {
        try {
            Isa parsed = Isa.parse(isa);
            if (!parsed.notImplemented().isEmpty()) {
                String missing = String.join(", ", parsed.notImplemented().stream().map(Extension::isaName).toList());
                throw CommandException.usage("--isa " + isa + ": " + missing + " is not executed yet");
            }
            return parsed;
        } catch (IsaException e) {
            throw CommandException.usage("--isa: " + e.getMessage());
        }
    }

    private int cores() {
        if (cores < 1 || cores > MOST_CORES) {
            throw CommandException.usage("--cores " + cores + ": expected 1 to " + MOST_CORES);
        }
        return cores;
    }

    private long memory() {
        Matcher parts = SIZE.matcher(memory);
        if (!parts.matches()) {
            throw CommandException.usage("--memory " + memory + ": expected, for example, 64MiB");
        }
        try {
            long bytes = ByteSize.of(parts.group(1), parts.group(2));
            if (bytes < Ram.PAGE_SIZE || bytes % Ram.PAGE_SIZE != 0 || bytes > Integer.MAX_VALUE * (long) Ram.PAGE_SIZE) {
                throw CommandException.usage("--memory " + memory + ": expected whole pages of 4 KiB");
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--memory: " + e.getMessage());
        }
    }
}
