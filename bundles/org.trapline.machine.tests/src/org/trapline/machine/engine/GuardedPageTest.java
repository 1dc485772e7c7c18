// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Isa;
import org.trapline.machine.Code;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.StopReason;
import org.trapline.machine.lockstep.Lockstep;
import org.trapline.machine.platform.Platform;

/** Stores to pages of which some lines are guarded: data beside code, and beside the word that the host watches. */
class GuardedPageTest {
    private static final int LINE = 64;
    private static final int ROUNDS = 3_000;
    private static final long BESIDE_CODE = Platform.RAM_BASE + 0x800;
    private static final long TOHOST = Platform.RAM_BASE + 0x8000;

    private static Machine machine(Code program, Engines engines) {
        Machine machine = new Machine(new MachineConfig(Isa.parse("rv64gc"), 1, 1 << 20, value -> { }, 0, true, Set.of()).withEngines(engines));
        machine.boot(program.base(), () -> program.load(machine.platform()));
        return machine;
    }

    /** Stores of all sizes, from A0 on, each round 24 bytes further, to 8 rounds further on. */
    private static void stores(Code code, long at) {
        code.li(A6, ROUNDS).li(A5, at);
        final long loop = code.pc();
        code.op(ANDI, A1, A6, 7).op(SLLI, A2, A1, 3).op(SLLI, A3, A1, 4).op(ADD, A2, A2, A3).op(ADD, A0, A5, A2);
        code.op(SD, A6, 0, A0).op(SW, A6, 8, A0).op(SH, A6, 14, A0).op(SB, A6, 17, A0);
        code.op(LD, A1, 4, A0).op(ADD, A7, A7, A1).op(LHU, A1, 16, A0).op(XOR, A7, A7, A1);
        code.op(ADDI, A6, A6, -1).op(BNE, A6, ZERO, loop - code.pc());
    }

    @Test
    void dataBesideCodeIsTheSameOnAllEngines() {
        Code code = Code.here();
        stores(code, BESIDE_CODE);
        // Not aligned, so that some are in two lines, of which neither has code.
        stores(code, BESIDE_CODE + LINE - 3);
        code.pass();
        Lockstep all = Lockstep.of(engines -> machine(code, engines), 1);
        assertEquals(StopReason.POWERED_OFF, all.runLong(1_000_000, 5_000));
    }

    @Test
    void aStoreToCodeBesideDataTakesEffectAtOnce() {
        Code code = Code.here();
        code.li(A6, ROUNDS).li(A5, BESIDE_CODE).li(T0, ADDI.encode(A7, A7, 0));
        final long loop = code.pc();
        final long changing = code.pc() + 5 * 4;
        code.op(SD, A6, 0, A5).op(LD, A1, 0, A5).op(ADD, A2, A2, A1);
        // Adds 0 to 255, whatever this round has written; mostly what is there already, in the line of the loop.
        code.op(AUIPC, T1, 0).op(ADDI, ZERO, ZERO, 0);
        code.op(ADDI, A7, A7, 0);
        code.op(SRLI, A3, A6, 4).op(ANDI, A3, A3, 255).op(SLLI, A3, A3, 20).op(ADD, A3, A3, T0);
        code.op(SW, A3, (int) (changing - (loop + 3 * 4)), T1).op(FENCE_I);
        code.op(ADDI, A6, A6, -1).op(BNE, A6, ZERO, loop - code.pc()).pass();
        Lockstep all = Lockstep.of(engines -> machine(code, engines), 2);
        assertEquals(StopReason.POWERED_OFF, all.runLong(1_000_000, 5_000));
        // What the first round adds is what stood there before.
        long sum = 0;
        for (int round = ROUNDS; round > 1; round--) {
            sum += round >> 4 & 255;
        }
        assertEquals(sum, all.first().current().x()[A7]);
    }

    @Test
    void dataInALineWithCodeLeaveTheCodeInUse() {
        Code code = Code.here();
        code.op(JAL, ZERO, 12).op(ADDI, ZERO, ZERO, 0).op(ADDI, ZERO, ZERO, 0);
        stores(code, BESIDE_CODE);
        code.li(A6, ROUNDS).li(A5, Platform.RAM_BASE + 4);
        final long loop = code.pc();
        code.op(SW, A6, 0, A5).op(SB, A6, 7, A5).op(LD, A1, 0, A5).op(ADD, A7, A7, A1);
        code.op(ADDI, A6, A6, -1).op(BNE, A6, ZERO, loop - code.pc()).pass();
        Lockstep all = Lockstep.of(engines -> machine(code, engines), 4);
        assertEquals(StopReason.POWERED_OFF, all.runLong(1_000_000, 5_000));
        Interpreter[] made = new Interpreter[1];
        Machine machine = machine(code, hart -> made[0] = new Interpreter(hart, null, Interpreter.PATIENCE));
        assertEquals(StopReason.POWERED_OFF, machine.run(1_000_000));
        assertEquals(0, made[0].overwrittenBlocks());
    }

    @Test
    void theWatchedWordIsSeenAtTheStoreToIt() {
        Code code = Code.here();
        stores(code, TOHOST + LINE);
        code.li(A0, TOHOST).li(A1, 7 << 1 | 1);
        // In the middle of a loop that stores beside it.
        code.li(A6, ROUNDS);
        final long loop = code.pc();
        code.op(SD, A6, LINE, A0).op(ADDI, A6, A6, -1).op(ADDI, A2, A6, -100).op(BNE, A2, ZERO, 8).op(SD, A1, 0, A0).op(ADDI, A7, A7, 1);
        code.op(BNE, A6, ZERO, loop - code.pc());
        Lockstep all = Lockstep.of(engines -> {
            Machine machine = machine(code, engines);
            machine.attachHtif(TOHOST);
            return machine;
        }, 3);
        assertEquals(StopReason.POWERED_OFF, all.runLong(1_000_000, 5_000));
        assertEquals(7, all.machines().getLast().exitCode());
        assertEquals(100, all.first().current().x()[A6]);
    }
}
