// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Isa;

/** Runs the programs of the public suite riscv-tests, where the environment variable RISCV_TESTS names a folder with them. */
class PublicSuiteTest {
    private static final long LIMIT = 10_000_000;
    /** Programs of the base and privileged ISA; the others need extensions that the hart may not have. */
    private static final String PROGRAMS = "(ui|um|ua|uf|ud|uc|uzba|uzbb|uzbc|uzbs|mi|mzicbo|si|ssvnapot)-[pv]-[a-z0-9_-]+";

    /** What the programs need. */
    private static final String EXTENSIONS = "gc_zba_zbb_zbc_zbs_zicbom_zicboz";
    private static final List<String> ISAS = List.of("rv64" + EXTENSIONS + "_svnapot", "rv32" + EXTENSIONS);

    private static List<Path> programs(String base) throws IOException {
        String folder = System.getenv("RISCV_TESTS");
        assumeTrue(folder != null, "RISCV_TESTS does not name a folder with the built programs of riscv-tests");
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.filter(file -> file.getFileName().toString().matches(base + PROGRAMS)).sorted().toList();
        }
    }

    private static List<String> failures(boolean hardwareAd) throws IOException {
        List<String> failures = new ArrayList<>();
        for (String isa : ISAS) {
            failures.addAll(failures(isa, hardwareAd));
        }
        return failures;
    }

    private static List<String> failures(String isa, boolean hardwareAd) throws IOException {
        List<String> failures = new ArrayList<>();
        for (Path file : programs(isa.substring(0, 4))) {
            Elf elf = Elf.read(file);
            Machine machine = new Machine(new MachineConfig(Isa.parse(isa), 1, Rig.RAM, value -> { }, 0, hardwareAd, Set.of()));
            machine.boot(elf.entry(), () -> elf.load(machine.platform().bus()));
            machine.attachHtif(elf.symbol("tohost"));
            StopReason reason = machine.run(LIMIT);
            if (reason != StopReason.POWERED_OFF || machine.exitCode() != 0) {
                failures.add(file.getFileName() + ": " + reason + " in test " + machine.exitCode());
            }
        }
        return failures;
    }

    @Test
    void allProgramsPassWithAccessedAndDirtyBitsSetByHardware() throws IOException {
        assertEquals(List.of(), failures(true));
    }

    @Test
    void allProgramsPassWithPageFaultsForAccessedAndDirtyBits() throws IOException {
        assertEquals(List.of(), failures(false));
    }
}
