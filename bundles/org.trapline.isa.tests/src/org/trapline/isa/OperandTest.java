// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.junit.jupiter.api.Assertions.*;

import org.junit.jupiter.api.Test;

final class OperandTest {
    private static String refusal(Instruction row, long... operands) {
        return assertThrows(OperandException.class, () -> row.encode(operands)).getMessage();
    }

    @Test
    void rangeFollowsFromTheBits() {
        assertEquals(-2048, Operand.IMM12.min());
        assertEquals(2047, Operand.IMM12.max());
        assertEquals(-4096, Operand.BRANCH_OFFSET.min());
        assertEquals(4094, Operand.BRANCH_OFFSET.max());
        assertEquals(0xfffff, Operand.UPPER20.max());
        assertEquals(4095, Operand.CSR.max());
        assertEquals(31, Operand.RD.max());
    }

    @Test
    void branchOutOfReachNamesTheReach() {
        assertEquals("beq: offset 4100 exceeds ±4 KiB", refusal(Instruction.BEQ, 1, 2, 4100));
        assertEquals("jal: offset -1048578 exceeds ±1 MiB", refusal(Instruction.JAL, 1, -1048578));
    }

    @Test
    void oddBranchOffsetIsRefused() {
        assertEquals("beq: offset 3 is not a multiple of 2", refusal(Instruction.BEQ, 1, 2, 3));
    }

    @Test
    void immediateOutOfRangeNamesTheRange() {
        assertEquals("addi: imm 2048 is not in -2048..2047", refusal(Instruction.ADDI, 1, 2, 2048));
        assertEquals("lui: imm -1 is not in 0..1048575", refusal(Instruction.LUI, 1, -1));
        assertEquals("slliw: shamt 32 is not in 0..31", refusal(Instruction.SLLIW, 1, 2, 32));
        assertEquals("add: rs2 32 is not in 0..31", refusal(Instruction.ADD, 1, 2, 32));
    }

    @Test
    void reservedValueIsRefused() {
        assertEquals("c.lwsp: rd must not be 0", refusal(Instruction.C_LWSP, 0, 4));
        assertEquals("c.lw: rd 16 is not in 8..15", refusal(Instruction.C_LW, 16, 4, 8));
        assertEquals("c.lui: imm 32 is not in 1..31 or 1048544..1048575", refusal(Instruction.C_LUI, 1, 32));
        assertEquals("fadd.s: rm must not be 5", refusal(Instruction.FADD_S, 1, 2, 3, 5));
    }

    @Test
    void wrongNumberOfOperandsIsRefused() {
        assertEquals("add: expected operands rd,rs1,rs2, not 2 values", refusal(Instruction.ADD, 1, 2));
        assertEquals("add: expected operands rd,rs1,rs2, not 4 values", refusal(Instruction.ADD, 1, 2, 3, 4));
        assertEquals("mret: expected no operands, not 1 values", refusal(Instruction.MRET, 1));
        assertEquals("lr.w: expected operands rd,(rs1), not 1 values", refusal(Instruction.LR_W, 1));
    }

    @Test
    void exceptionNamesTheOperandAtFault() {
        OperandException refused = assertThrows(OperandException.class, () -> Instruction.SD.encode(1, 5000, 2));
        assertEquals(Operand.STORE_OFFSET, refused.operand());
    }

    @Test
    void extractUndoesInsertForEveryValue() {
        for (Operand operand : Operand.values()) {
            for (long value = operand.min(); value <= operand.max(); value += operand.alignment()) {
                if (operand.accepts(value)) {
                    assertEquals(value, operand.extract(operand.insert(value)), operand.toString());
                    assertEquals(0, operand.insert(value) & ~operand.mask(), operand.toString());
                    assertNull(operand.complaint(value), operand.toString());
                } else {
                    assertNotNull(operand.complaint(value), operand + " " + value);
                }
            }
        }
    }
}
