// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.util.BitSet;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;
import org.trapline.machine.mmu.FastState;

/**
 * Which registers hold 32 bits and copies of their sign, as far as it is seen from the instructions of a part before. What combines the bits of such
 * values can do so with 32 bits, and then HotSpot sees, for one, that two shifts and an <em>or</em> are a rotation.
 */
final class NarrowValues {
    private final BitSet narrow = new BitSet();

    /** Forgets all, where instructions may come from elsewhere. */
    void forget() {
        narrow.clear();
    }

    /** Tells whether an instruction combines bits of such values only. */
    boolean areCombinedBy(Step step) {
        return switch (step.row()) {
            case AND, OR, XOR -> isNarrow(step.rs1()) && isNarrow(step.rs2());
            case ANDI, ORI, XORI -> isNarrow(step.rs1());
            default -> false;
        };
    }

    private boolean isNarrow(int register) {
        return register == 0 || narrow.get(register);
    }

    /** Takes notice of an instruction that was carried out. */
    void note(Step step) {
        Format format = step.row().format();
        if ((format.has(Operand.RD) || format.has(Operand.FRD)) && step.rd() != FastState.SINK) {
            narrow.set(step.rd(), makes(step));
        }
    }

    private boolean makes(Step step) {
        return areCombinedBy(step) || isWord(step.row()) || switch (step.row()) {
            case ADDI -> step.rs1() == 0 || step.imm() == 0 && isNarrow(step.rs1());
            case ANDI -> step.imm() >= 0;
            default -> false;
        };
    }

    private static boolean isWord(Instruction row) {
        return switch (row) {
            case ADDW, SUBW, SLLW, SRLW, SRAW, ADDIW, SLLIW, SRLIW, SRAIW, MULW, LB, LH, LW, LBU, LHU, LUI, SLT, SLTU, SLTI, SLTIU -> true;
            default -> false;
        };
    }
}
