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

/** What regions are made of: procedures that several places call, and themselves; accesses that are thought to be in one page. */
class RegionShapeTest {
    private static final int SP = 2;
    private static final int PAGE = 4096;
    private static final int HANDLER_BITS = 6;
    private static final int HANDLER = 1 << HANDLER_BITS;
    private static final long DATA = Platform.RAM_BASE + 0x8000;

    private static Lockstep lockstep(Code program, long seed) {
        return Lockstep.of(engines -> {
            Machine machine = new Machine(new MachineConfig(Isa.parse("rv64gc"), 1, 1 << 20, value -> { }, 0, true, Set.of()).withEngines(engines));
            machine.boot(program.base(), () -> program.load(machine.platform()));
            return machine;
        }, seed);
    }

    /** Fibonacci numbers by a procedure that calls itself twice; frames of 40 bytes, so that some are in two pages. */
    private static Code recursion(int rounds) {
        Code code = Code.here();
        code.li(SP, DATA + PAGE + 56).li(A7, 0).li(A6, rounds);
        code.op(JAL, ZERO, 18 * 4);
        final long fib = code.pc();
        code.op(SLTIU, T0, A0, 2).op(BNE, T0, ZERO, 15 * 4);
        code.op(ADDI, SP, SP, -40).op(SD, RA, 0, SP).op(SD, A0, 8, SP).op(SD, S0, 16, SP);
        code.op(ADDI, A0, A0, -1).op(JAL, RA, fib - code.pc()).op(ADDI, S0, A0, 0);
        code.op(LD, A0, 8, SP).op(ADDI, A0, A0, -2).op(JAL, RA, fib - code.pc());
        code.op(ADD, A0, A0, S0).op(LD, S0, 16, SP).op(LD, RA, 0, SP).op(ADDI, SP, SP, 40);
        code.op(JALR, ZERO, 0, RA);
        final long loop = code.pc();
        code.li(A0, 7).op(JAL, RA, fib - code.pc()).op(ADD, A7, A7, A0);
        code.li(A0, 6).op(JAL, RA, fib - code.pc()).op(XOR, A7, A7, A0);
        code.op(ADDI, A6, A6, -1).op(BNE, A6, ZERO, loop - code.pc());
        return code.pass();
    }

    @Test
    void procedureThatCallsItselfIsTheSameOnAllEngines() {
        Lockstep all = lockstep(recursion(60), 1);
        assertEquals(StopReason.POWERED_OFF, all.runLong(1_000_000, 5_000));
        assertEquals(all.first().current().x()[A7], all.machines().getLast().current().x()[A7]);
    }

    @Test
    void accessesNearEachOtherMayBeInTwoPages() {
        // From three bytes to the next three, over the end of a page, many times.
        Code code = Code.here();
        code.li(A6, 40);
        final long again = code.pc();
        code.li(A0, DATA + PAGE - 300).li(A1, 200);
        final long loop = code.pc();
        code.op(LD, A2, 0, A0).op(LW, A3, 10, A0).op(ADD, A2, A2, A3).op(SD, A2, 16, A0).op(LHU, A4, 21, A0).op(SB, A4, 31, A0).op(ADD, A5, A5, A2);
        code.op(ADDI, A0, A0, 3).op(ADDI, A1, A1, -1).op(BNE, A1, ZERO, loop - code.pc());
        code.op(ADDI, A6, A6, -1).op(BNE, A6, ZERO, again - code.pc());
        Lockstep all = lockstep(code.pass(), 2);
        assertEquals(StopReason.POWERED_OFF, all.runLong(1_000_000, 5_000));
    }

    /** Handlers that jump to each other by a table, in an order that seems to have no rule. */
    private static Code handlers(int count, int jumps) {
        Code code = Code.here();
        code.li(A7, 0).li(A0, 1).li(A6, jumps);
        code.op(AUIPC, S1, 0).op(ADDI, S1, S1, 12).op(ADDI, A7, A7, 1);
        final long end = code.pc() + HANDLER * count;
        for (int i = 0; i < count; i++) {
            final long handler = code.pc();
            code.op(XORI, A7, A7, i).op(SLLI, T0, A7, 3).op(ADD, A7, A7, T0).op(SRLI, T0, A7, 5).op(ADD, A0, T0, A7).op(ANDI, A0, A0, count - 1);
            code.op(SLLI, T0, A0, HANDLER_BITS).op(ADD, T0, T0, S1).op(ADDI, A6, A6, -1).op(BNE, A6, ZERO, 8);
            code.op(JAL, ZERO, end - code.pc()).op(JALR, ZERO, 0, T0);
            while (code.pc() < handler + HANDLER) {
                code.op(ADDI, ZERO, ZERO, 0);
            }
        }
        return code.pass();
    }

    @Test
    void whatIsHotInManyPlacesIsTheSameOnAllEngines() {
        Lockstep all = lockstep(handlers(128, 20_000), 3);
        assertEquals(StopReason.POWERED_OFF, all.runLong(1_000_000, 5_000));
    }
}
