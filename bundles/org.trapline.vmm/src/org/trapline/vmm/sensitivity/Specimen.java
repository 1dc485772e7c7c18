// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.sensitivity;

import java.util.ArrayList;
import java.util.List;

import org.trapline.isa.Csr;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Operand;

/**
 * What is put to the test: an instruction; of those that name a CSR, one for each register they can name.
 *
 * @param instruction its row
 * @param csr         the register that it names; null if it names none
 */
public record Specimen(Instruction instruction, Csr csr) {
    /** Integer register of addresses and of what is written to CSRs, and the one that follows it. */
    static final int SOURCE_1 = 10;
    static final int SOURCE_2 = 11;
    private static final int DESTINATION = 12;
    private static final int IMMEDIATE = 16;
    private static final int FORWARD = 8;

    /** Returns everything that a hart with these extensions can execute. */
    static List<Specimen> all(final Isa isa) {
        final List<Specimen> all = new ArrayList<>();
        for (final Instruction instruction : Instruction.rows()) {
            if (!isa.has(instruction)) {
                continue;
            }
            if (!namesCsr(instruction)) {
                all.add(new Specimen(instruction, null));
                continue;
            }
            for (final Csr csr : Csr.values()) {
                if (csr.isIn(isa)) {
                    all.add(new Specimen(instruction, csr));
                }
            }
        }
        return all;
    }

    private static boolean namesCsr(final Instruction instruction) {
        return instruction.format() == Format.CSR || instruction.format() == Format.CSR_IMM;
    }

    /** Encodes it, with operands that let it complete wherever it may. */
    int encode() {
        return instruction.encode(instruction.format().operands().stream().mapToLong(this::value).toArray());
    }

    private long value(final Operand operand) {
        return switch (operand.kind()) {
            case REGISTER, FREGISTER -> register(operand);
            case IMMEDIATE, UPPER -> IMMEDIATE;
            case SHAMT, ZIMM -> 5;
            case DISPLACEMENT, ORDERING, ROUNDING -> 0;
            case OFFSET -> FORWARD;
            case CSR -> csr.number();
            case FENCE_SET -> 0xf;
        };
    }

    private static int register(final Operand operand) {
        return switch (operand) {
            case RS1, C_RS1_NOT_0, C_RS1_PRIME, FRS1 -> SOURCE_1;
            case RD, C_RD, C_RD_NOT_0, C_RD_NOT_2, C_RD_PRIME, C_RD_PRIME_HIGH -> DESTINATION;
            default -> SOURCE_2;
        };
    }

    @Override
    public String toString() {
        return csr == null ? instruction.mnemonic() : instruction.mnemonic() + " " + csr.csrName();
    }
}
