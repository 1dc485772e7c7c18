// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Instruction;

class NarrowValuesTest {
    private final NarrowValues values = new NarrowValues();

    private static Step step(Instruction row, int rd, int rs1, int rs2, int imm) {
        return new Step(row, false, rd, rs1, rs2, 0, imm, 0, Numbers.PLAIN);
    }

    @Test
    void shiftsOfWordsAreCombinedAsWords() {
        values.note(step(Instruction.SRLIW, 5, 10, 0, 7));
        values.note(step(Instruction.SLLIW, 6, 10, 0, 25));
        assertTrue(values.areCombinedBy(step(Instruction.OR, 5, 5, 6, 0)));
        values.note(step(Instruction.OR, 5, 5, 6, 0));
        assertTrue(values.areCombinedBy(step(Instruction.XORI, 5, 5, 0, -1)));
    }

    @Test
    void aRegisterFromElsewhereMayHoldAnything() {
        values.note(step(Instruction.LW, 5, 10, 0, 0));
        assertFalse(values.areCombinedBy(step(Instruction.OR, 5, 5, 6, 0)));
        values.forget();
        assertFalse(values.areCombinedBy(step(Instruction.ANDI, 5, 5, 0, 1)));
    }

    @Test
    void whatIsOverwrittenWithMoreIsNoLongerNarrow() {
        values.note(step(Instruction.LW, 5, 10, 0, 0));
        values.note(step(Instruction.LWU, 5, 10, 0, 0));
        assertFalse(values.areCombinedBy(step(Instruction.ANDI, 6, 5, 0, 1)));
        values.note(step(Instruction.ADDI, 5, 0, 0, -1));
        values.note(step(Instruction.ADDI, 5, 5, 0, 1));
        assertFalse(values.areCombinedBy(step(Instruction.ANDI, 6, 5, 0, 1)));
    }
}
