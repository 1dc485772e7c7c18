// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.instruction;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Operand;

/**
 * Finds the compressed form of an instruction: the row whose expansion is that very instruction. As GNU as does, it leaves alone what
 * would become a hint.
 */
final class Compressor {
    private static final int NONE = -1;

    private final Map<Instruction, List<Instruction>> shortForms = new EnumMap<>(Instruction.class);

    Compressor() {
        for (Instruction row : Instruction.rows()) {
            // No jump is made a c.jal, which only RV32 has.
            if (row.expansion() != null && row != Instruction.C_JAL) {
                shortForms.computeIfAbsent(row.expansion(), none -> new ArrayList<>()).add(row);
            }
        }
    }

    /** Returns the compressed word of an instruction with the operands given, or -1 if there is none. */
    int compress(Isa isa, Instruction base, long... values) {
        int direct = find(isa, base, values);
        if (direct != NONE) {
            return direct;
        }
        return switch (base) {
            // The second source may be the destination too.
            case ADD, ADDW, AND, OR, XOR -> values[2] != 0 ? find(isa, base, values[0], values[2], values[1]) : NONE;
            // Adding zero is moving.
            case ADDI -> values[2] == 0 && values[1] != 0 ? find(isa, Instruction.ADD, values[0], 0, values[1]) : NONE;
            default -> NONE;
        };
    }

    private int find(Isa isa, Instruction base, long... values) {
        int wanted = base.encode(values);
        for (Instruction row : shortForms.getOrDefault(base, List.of())) {
            long[] operands = operands(row, base, values);
            if (isa.has(row) && operands != null && !isHint(row, operands)) {
                int word = row.encode(operands);
                if (row.expand(word) == wanted) {
                    return word;
                }
            }
        }
        return NONE;
    }

    /** Returns the operands of the short form, which have the same names in the long one; null if one does not fit. */
    private static long[] operands(Instruction row, Instruction base, long[] values) {
        List<Operand> wanted = row.format().operands();
        long[] result = new long[wanted.size()];
        for (int i = 0; i < result.length; i++) {
            for (int j = 0; j < values.length; j++) {
                if (base.format().operands().get(j).label().equals(wanted.get(i).label())) {
                    result[i] = values[j];
                }
            }
            if (!wanted.get(i).accepts(result[i])) {
                return null;
            }
        }
        return result;
    }

    /** Tells whether an encoding would be one that the manual sets aside for hints; {@code c.nop} is none here. */
    private static boolean isHint(Instruction row, long[] operands) {
        return switch (row) {
            case C_ADDI -> (operands[0] == 0) != (operands[1] == 0);
            case C_LI, C_LUI, C_MV, C_ADD -> operands[0] == 0;
            case C_SLLI, C_SLLI_RV32 -> operands[0] == 0 || operands[1] == 0;
            case C_SRLI, C_SRAI, C_SRLI_RV32, C_SRAI_RV32 -> operands[1] == 0;
            default -> false;
        };
    }
}
