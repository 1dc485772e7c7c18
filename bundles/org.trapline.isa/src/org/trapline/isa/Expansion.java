// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;

/**
 * How a compressed instruction becomes the instruction it stands for.
 *
 * @param base   the instruction it stands for
 * @param values what gives each of the base's operands, from the compressed word
 */
record Expansion(Instruction base, List<IntToLongFunction> values) {

    /** Reads {@code "lw rd,offset(sp)"}: operands of the row by name, registers, and numbers. */
    static Expansion parse(Instruction row, String text) {
        String[] words = text.split(" ");
        Instruction base = Instruction.rows().stream()
            .filter(candidate -> candidate.mnemonic().equals(words[0]) && (candidate.xlen() == Xlen.ANY || fits(candidate, row)))
            .findFirst().orElseThrow();
        List<IntToLongFunction> values = new ArrayList<>();
        if (words.length > 1) {
            for (String token : words[1].split("[,()]+")) {
                values.add(value(row, token));
            }
        }
        return new Expansion(base, List.copyOf(values));
    }

    private static boolean fits(Instruction candidate, Instruction row) {
        return candidate.xlen() == row.xlen() || row.xlen() == Xlen.ANY && candidate.xlen() == Xlen.RV64;
    }

    private static IntToLongFunction value(Instruction row, String token) {
        for (Operand operand : row.format().operands()) {
            if (operand.label().equals(token)) {
                return operand::extract;
            }
        }
        int register = Registers.number(token);
        long constant = register >= 0 ? register : Long.parseLong(token);
        return word -> constant;
    }

    /** Returns the base's instruction word for a compressed one. */
    int expand(int halfword) {
        return base.encode(values.stream().mapToLong(value -> value.applyAsLong(halfword)).toArray());
    }
}
