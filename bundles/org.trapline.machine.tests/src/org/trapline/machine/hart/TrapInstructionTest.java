// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.hart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;

class TrapInstructionTest {
    private static final int BASE = 10;
    private static final long ADDRESS = 0x4000;

    private final long[] x = new long[33];

    private long transformed(int word, long va) {
        x[BASE] = ADDRESS;
        return TrapInstruction.of(word, Isa.everything(), va, x);
    }

    @Test
    void aLoadLosesItsOffsetAndItsBase() {
        assertEquals(Instruction.LW.encode(5, 0, 0), transformed(Instruction.LW.encode(5, 100, BASE), ADDRESS + 100));
    }

    @Test
    void aStoreKeepsItsSource() {
        assertEquals(Instruction.SD.encode(6, 0, 0), transformed(Instruction.SD.encode(6, -8, BASE), ADDRESS - 8));
    }

    @Test
    void theBasesPlaceTellsHowFarIntoTheAccessTheFaultIs() {
        assertEquals(Instruction.LD.encode(5, 0, 3), transformed(Instruction.LD.encode(5, -3, BASE), ADDRESS));
    }

    @Test
    void atomicsKeepEverythingElse() {
        assertEquals(Instruction.AMOADD_W.encode(5, 6, 0) & 0xffff_ffffL, transformed(Instruction.AMOADD_W.encode(5, 6, BASE), ADDRESS));
        assertEquals(Instruction.LR_D.encode(5, 0) & 0xffff_ffffL, transformed(Instruction.LR_D.encode(5, BASE), ADDRESS));
    }

    @Test
    void accessesToAGuestsMemoryAreTransformedAlike() {
        assertEquals(Instruction.HLV_W.encode(5, 0) & 0xffff_ffffL, transformed(Instruction.HLV_W.encode(5, BASE), ADDRESS));
        assertEquals(Instruction.HSV_D.encode(5, 0) & 0xffff_ffffL, transformed(Instruction.HSV_D.encode(5, BASE), ADDRESS));
    }

    @Test
    void floatingPointAccessesAreTransformedLikeOthers() {
        assertEquals(Instruction.FLD.encode(5, 0, 0), transformed(Instruction.FLD.encode(5, 24, BASE), ADDRESS + 24));
        assertEquals(Instruction.FSW.encode(6, 0, 0), transformed(Instruction.FSW.encode(6, 4, BASE), ADDRESS + 4));
        assertEquals(Instruction.FLD.encode(8, 0, 0) & ~2L, transformed(Instruction.C_FLD.encode(8, 16, BASE), ADDRESS + 16));
    }

    @Test
    void aCacheBlockHasNoOffset() {
        assertEquals(Instruction.CBO_ZERO.encode(0) & 0xffff_ffffL, transformed(Instruction.CBO_ZERO.encode(BASE), ADDRESS - 5));
    }

    @Test
    void aCompressedInstructionIsExpandedAndMarked() {
        int compressed = Instruction.C_LW.encode(11, 4, BASE);
        assertEquals(Instruction.LW.encode(11, 0, 0) & ~2L, transformed(compressed, ADDRESS + 4));
    }

    @Test
    void instructionsThatAccessNothingAreNotTold() {
        assertEquals(0, transformed(Instruction.ADDI.encode(5, BASE, 0), ADDRESS));
        assertEquals(0, transformed(0, ADDRESS));
    }
}
