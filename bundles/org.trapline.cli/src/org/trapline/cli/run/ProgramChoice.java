// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.run;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.trapline.cli.CommandException;
import org.trapline.isa.Extension;
import org.trapline.isa.Isa;
import org.trapline.isa.IsaException;
import org.trapline.machine.memory.Ram;
import org.trapline.runtime.load.ProgramHost;
import org.trapline.topology.ByteSize;

import picocli.CommandLine.Option;

/** The options that describe the machine of a program without a configuration. */
final class ProgramChoice {
    private static final Pattern SIZE = Pattern.compile("([0-9]+)\\s*([A-Za-z]+)");
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
        + "supervisor mode by the built-in firmware, or is the guest of a hypervisor.")
    private Boot boot;

    @Option(names = "--memory", paramLabel = "SIZE", description = "How much memory the program gets, such as 64MiB; default 128MiB.")
    private String memory;

    @Option(names = "--cores", paramLabel = "N", description = "How many harts; default 1.")
    private Integer cores;

    @Option(names = "--isa", paramLabel = "ISA", description = "The instruction set; by default all that is implemented.")
    private String isa;

    /** Refuses all of it for a configuration, which says these things itself. */
    void refuse() {
        String given = boot != null ? "--boot" : memory != null ? "--memory" : cores != null ? "--cores" : isa != null ? "--isa" : null;
        if (given != null) {
            throw CommandException.usage(given + " is for programs without a configuration; write it in the configuration");
        }
    }

    ProgramHost host() {
        ProgramHost usual = ProgramHost.bare();
        ProgramHost.Owner owner = boot == null ? usual.owner() : boot.owner;
        return new ProgramHost(owner, isa == null ? usual.isa() : isa(), cores == null ? usual.cores() : cores(),
            memory == null ? usual.memory() : memory());
    }

    private Isa isa() {
        try {
            Isa parsed = Isa.parse(isa);
            if (parsed.xlen() != Long.SIZE || !parsed.notImplemented().isEmpty()) {
                String missing = parsed.xlen() != Long.SIZE ? "rv" + parsed.xlen()
                    : String.join(", ", parsed.notImplemented().stream().map(Extension::isaName).toList());
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
