// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.machine.platform.Platform;

/** Blocks that are done in one go, and loops of one block above all, are compared with the same instructions one by one. */
class SuperinstructionTest {
    private static final long DATA = Platform.RAM_BASE + 0x10_000;
    private static final long LINE_STATUS = Platform.UART_BASE + 5;
    private static final int LONGEST_BLOCK = 64;

    @Test
    void loopsStopWhereTimeRunsOut() {
        Code code = Code.here().li(S0, DATA).li(A1, 1000);
        long loop = code.pc();
        code.op(ADDI, A0, A0, 1).op(SD, A0, 0, S0).op(ADD, A2, A2, A0).op(BLT, A0, A1, loop - code.pc())
            .op(ADDI, A0, 0, 0).op(JAL, 0, loop - code.pc());
        new AllEngines(Rig.ISA, 1, 1, code).runLong(8_000, 9);
        new AllEngines(Rig.ISA, 2, 2, code).runLong(40_000, 3_000);
    }

    /** One of four blocks, of which two are left out now and then. */
    @Test
    void loopsOfSeveralBlocksGoTheWayTheyShould() {
        Code code = Code.here(Isa.parse("rv64gc")).li(T0, 0x6000).op(CSRRS, 0, Csr.MSTATUS.number(), T0).li(S0, DATA);
        long loop = code.pc();
        code.op(ADDI, A0, A0, 1).op(ANDI, A1, A0, 15).op(BEQ, A1, 0, 12).op(ADD, A2, A2, A0).op(JAL, 0, 8)
            .op(FCVT_D_L, 1, A0, 7).op(SD, A2, 0, S0).op(ANDI, A3, A0, 62).op(BNE, A3, 0, 12).op(FADD_D, 2, 2, 1, 7).op(XOR, A2, A2, A0);
        code.op(JAL, 0, loop - code.pc());
        new AllEngines(Isa.parse("rv64gc"), 1, 6, code).runLong(40_000, 900);
        new AllEngines(Isa.parse("rv64gc"), 1, 7, code).runLong(3_000, 7);
    }

    /** Through ever other pages, also from one into the next, and now and then to a device. */
    @Test
    void loopsAccessWhateverTheyReach() {
        Code code = Code.here().li(S0, DATA).li(A1, 0x1ff).li(S1, LINE_STATUS).li(T0, 0x20_0000);
        long loop = code.pc();
        code.op(ADDI, A0, A0, 1).op(MUL, A2, A0, A1).op(AND, A3, A0, T0).op(ADD, A4, A2, S0).op(LD, T2, 3, A4).op(ADD, A6, A6, T2)
            .op(SW, A0, 1, A4).op(LBU, A7, 0, S1).op(ADD, A6, A6, A7);
        code.op(BLTU, A2, T0, loop - code.pc()).op(ADDI, A0, 0, 0).op(JAL, 0, loop - code.pc());
        new AllEngines(Rig.ISA, 1, 3, code).runLong(80_000, 700);
    }

    @Test
    void loopsThatOverwriteThemselvesGoOnWithTheNewCode() {
        Code code = Code.here().li(A1, DATA);
        code.op(AUIPC, S0, 0).op(LW, T1, 0, A1).op(LW, T2, 4, A1);
        long loop = code.pc();
        // The first instruction is exchanged for the other of two, again and again.
        code.op(ADDI, A0, A0, 1).op(XOR, T1, T1, T2).op(XOR, T2, T1, T2).op(XOR, T1, T1, T2).op(SW, T1, 12, S0).op(ADD, A2, A2, A0)
            .op(BNE, A1, 0, -24).op(JAL, 0, loop - code.pc());
        Code words = Code.at(DATA).op(ADDI, A0, A0, 5).op(XORI, A0, A0, 9);
        new AllEngines(Rig.ISA, 1, 4, code, words).runLong(5_000, 300);
    }

    @Test
    void blocksOfAnyLengthAreDoneInOrder() {
        Instruction[] rows = {ADD, SUB, XOR, SLL, MULHU, SLTU, SRAW, REM};
        Random random = new Random(5);
        for (int length = 1; length < LONGEST_BLOCK + 2; length++) {
            Code code = Code.here(Isa.parse("rv64gc")).li(A0, 0x1234_5678_9abc_def1L).li(A1, 77);
            long loop = code.pc();
            for (int i = 0; i < length; i++) {
                code.op(rows[random.nextInt(rows.length)], A0 + random.nextInt(8), A0 + random.nextInt(8), A0 + random.nextInt(8));
            }
            code.op(JAL, 0, loop - code.pc());
            new AllEngines(Isa.parse("rv64gc"), 1, length, code).runLong(4L * length + 200, 150);
        }
    }
}
