// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.sensitivity;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.machine.privileged.Quirk;

/**
 * Every instruction of a host, classified.
 *
 * @param isa      the host's extensions
 * @param quirks   the flaws of its harts
 * @param findings one for each instruction and, where it names one, each CSR; in the order of the instruction set
 */
public record SensitivityReport(Isa isa, Set<Quirk> quirks, List<Finding> findings) {
    /** Copies the list. */
    public SensitivityReport {
        findings = List.copyOf(findings);
    }

    /**
     * Tells whether Popek and Goldberg's condition holds: every sensitive instruction is privileged, so that a VMM can be built which runs
     * everything else natively.
     */
    public boolean conditionHolds() {
        return breaking().isEmpty();
    }

    /** Returns what is sensitive but not privileged. */
    public List<Finding> breaking() {
        return findings.stream().filter(Finding::breaksCondition).toList();
    }

    /** Returns the findings by kind and instruction; instructions that name a CSR may be of several kinds. */
    public Map<InstructionClass, Map<Instruction, List<Finding>>> byKind() {
        final Map<InstructionClass, Map<Instruction, List<Finding>>> all = new EnumMap<>(InstructionClass.class);
        for (final Finding finding : findings) {
            all.computeIfAbsent(finding.kind(), kind -> new LinkedHashMap<>())
                .computeIfAbsent(finding.specimen().instruction(), row -> new ArrayList<>()).add(finding);
        }
        return all;
    }

    /** Returns the finding for an instruction, and the CSR if it names one (else null); null if the host has not got it. */
    public Finding of(final Instruction instruction, final Csr csr) {
        final Specimen wanted = new Specimen(instruction, csr);
        return findings.stream().filter(finding -> finding.specimen().equals(wanted)).findFirst().orElse(null);
    }
}
