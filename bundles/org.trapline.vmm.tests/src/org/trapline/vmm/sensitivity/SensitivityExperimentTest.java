// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.sensitivity;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.machine.privileged.Quirk;

/** What executing every instruction shows about it. */
class SensitivityExperimentTest {
    private static final Isa WHOLE = Isa.parse("rv64gc_zba_zbb_zbs_zicbom_zicboz_h_sstc");
    private static final Isa SMALL = Isa.parse("rv64ima_zicsr_zifencei");

    @Test
    void everySensitiveInstructionOfTheArchitectureIsPrivileged() {
        SensitivityReport report = new SensitivityExperiment(WHOLE, Set.of()).run();
        assertEquals(Set.of(), Set.copyOf(report.breaking()));
        assertTrue(report.conditionHolds());
        assertAll(
            () -> assertKind(report, InstructionClass.PRIVILEGED_AND_SENSITIVE, Instruction.MRET, null),
            () -> assertKind(report, InstructionClass.PRIVILEGED_AND_SENSITIVE, Instruction.SRET, null),
            () -> assertKind(report, InstructionClass.PRIVILEGED_AND_SENSITIVE, Instruction.WFI, null),
            () -> assertKind(report, InstructionClass.PRIVILEGED_AND_SENSITIVE, Instruction.SFENCE_VMA, null),
            () -> assertKind(report, InstructionClass.PRIVILEGED_AND_SENSITIVE, Instruction.CSRRW, Csr.SATP),
            () -> assertKind(report, InstructionClass.PRIVILEGED_AND_SENSITIVE, Instruction.CSRRS, Csr.SSTATUS),
            () -> assertKind(report, InstructionClass.PRIVILEGED_AND_SENSITIVE, Instruction.CSRRS, Csr.MHARTID),
            () -> assertKind(report, InstructionClass.PRIVILEGED_AND_SENSITIVE, Instruction.CSRRS, Csr.TIME),
            () -> assertKind(report, InstructionClass.PRIVILEGED, Instruction.CSRRS, Csr.MVENDORID),
            () -> assertKind(report, InstructionClass.PRIVILEGED, Instruction.CBO_ZERO, null),
            () -> assertKind(report, InstructionClass.INNOCUOUS, Instruction.ADD, null),
            () -> assertKind(report, InstructionClass.INNOCUOUS, Instruction.SD, null),
            () -> assertKind(report, InstructionClass.INNOCUOUS, Instruction.ECALL, null),
            () -> assertKind(report, InstructionClass.INNOCUOUS, Instruction.FADD_D, null),
            () -> assertKind(report, InstructionClass.INNOCUOUS, Instruction.CSRRW, Csr.FRM));
    }

    @Test
    void aSilentCsrIsSensitiveAndNotPrivileged() {
        SensitivityReport report = new SensitivityExperiment(SMALL, Set.of(Quirk.SILENT_SENSITIVE_CSR)).run();
        assertFalse(report.conditionHolds());
        assertKind(report, InstructionClass.SENSITIVE, Instruction.CSRRW, Csr.SSTATUS);
        assertKind(report, InstructionClass.SENSITIVE, Instruction.CSRRC, Csr.SIE);
        assertKind(report, InstructionClass.PRIVILEGED_AND_SENSITIVE, Instruction.CSRRW, Csr.MSTATUS);
        assertEquals(Set.of("csrrw", "csrrs", "csrrc", "csrrwi", "csrrsi", "csrrci"),
            report.breaking().stream().map(finding -> finding.specimen().instruction().mnemonic()).collect(Collectors.toSet()));
    }

    @Test
    void everyInstructionOfTheHostIsExamined() {
        SensitivityReport report = new SensitivityExperiment(SMALL, Set.of()).run();
        Set<Instruction> examined = report.findings().stream().map(finding -> finding.specimen().instruction()).collect(Collectors.toSet());
        assertEquals(Instruction.rows().stream().filter(SMALL::has).collect(Collectors.toSet()), examined);
    }

    private static void assertKind(SensitivityReport report, InstructionClass expected, Instruction instruction, Csr csr) {
        Finding finding = report.of(instruction, csr);
        assertEquals(expected, finding.kind(), () -> finding.specimen() + ": " + finding.evidence());
    }
}
