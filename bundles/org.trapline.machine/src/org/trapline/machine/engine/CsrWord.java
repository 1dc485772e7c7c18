// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.Instruction;

/**
 * The fields of a CSR instruction.
 *
 * <pre>
 *  31..20 csr | 19..15 rs1 or uimm | 14 whether it is uimm | 13..12 kind | 11..7 rd
 * </pre>
 */
final class CsrWord {
    /** The register gets the operand. */
    static final int EXCHANGE = 1;
    /** The operand's ones are set in it; for the third kind, cleared. */
    static final int SET = 2;

    private static final int IMMEDIATE = 1 << 14;
    /** By kind and whether the operand is a constant. */
    private static final Instruction[] ROWS = {
        null, Instruction.CSRRW, Instruction.CSRRS, Instruction.CSRRC, null, Instruction.CSRRWI, Instruction.CSRRSI, Instruction.CSRRCI,
    };

    private CsrWord() {
    }

    static Instruction row(int word) {
        return ROWS[word >>> 12 & 7];
    }

    static int csr(int word) {
        return word >>> 20;
    }

    static int kind(int word) {
        return word >>> 12 & 3;
    }

    static int rd(int word) {
        return word >>> 7 & 0x1f;
    }

    private static int source(int word) {
        return word >>> 15 & 0x1f;
    }

    /** Returns the number of the register that the operand is in, 0 if it is a constant. */
    static int register(int word) {
        return (word & IMMEDIATE) == 0 ? source(word) : 0;
    }

    /** Returns the constant that the operand is, 0 if it is in a register. */
    static long immediate(int word) {
        return (word & IMMEDIATE) == 0 ? 0 : source(word);
    }

    /** Tells whether the instruction writes, which those that set or clear bits do not if x0 or 0 is named. */
    static boolean writes(int word) {
        return kind(word) == EXCHANGE || source(word) != 0;
    }
}
