// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.machine.Code;
import org.trapline.machine.Rig;
import org.trapline.machine.StopReason;
import org.trapline.machine.platform.Platform;

/** Instructions of two bytes, among those of four, at any even address. */
class CompressedTest {
    private static final String ISA = "rv64imac_zicsr_zifencei";
    private static final long HANDLER = Platform.RAM_BASE + 0x400;
    private static final long NEXT_PAGE = Platform.RAM_BASE + 0x1000;
    /** An address at which there is nothing. */
    private static final long RAM_END = Platform.RAM_BASE + Rig.RAM;

    /** Runs a program whose handler keeps cause, pc and value of the first trap in s0, s1 and a2 and ends the run. */
    private static Rig trapping(Code code, Code... others) {
        code.org((int) (HANDLER - Platform.RAM_BASE)).csrr(S0, Csr.MCAUSE).csrr(S1, Csr.MEPC).csrr(A2, Csr.MTVAL).pass();
        Code[] all = new Code[others.length + 1];
        all[0] = code;
        System.arraycopy(others, 0, all, 1, others.length);
        Rig rig = Rig.withIsa(ISA, all);
        rig.hart().state().write(Csr.MTVEC, HANDLER);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        return rig;
    }

    private static void assertTrap(Cause cause, long pc, long value, Rig rig) {
        assertEquals(cause, Cause.of(rig.x(S0)));
        assertEquals(pc, rig.x(S1), "mepc");
        assertEquals(value, rig.x(A2), "mtval");
    }

    @Test
    void illegalHalfwordsGiveTheirSixteenBits() {
        assertTrap(Cause.ILLEGAL_INSTRUCTION, Platform.RAM_BASE, 0, trapping(Code.here().half(0).half(0xffff)));
        // c.lwsp with x0 as its destination is reserved.
        assertTrap(Cause.ILLEGAL_INSTRUCTION, Platform.RAM_BASE + 2, 0x4002, trapping(Code.here().op(C_LI, A0, 1).half(0x4002).half(0xffff)));
    }

    @Test
    void withoutTheExtensionHalfwordsAreIllegalAndTargetsMustBeMultiplesOfFour() {
        Code code = Code.here().op(C_LI, A0, 1).op(C_LI, A0, 2).org(0x400).csrr(S0, Csr.MCAUSE).csrr(S1, Csr.MEPC).pass();
        Rig rig = Rig.of(code);
        rig.hart().state().write(Csr.MTVEC, HANDLER);
        rig.run();
        assertEquals(Cause.ILLEGAL_INSTRUCTION, Cause.of(rig.x(S0)));
        assertEquals(Platform.RAM_BASE, rig.x(S1));
    }

    @Test
    void compressedJumpsLinkToTheInstructionAfterThem() {
        Code code = Code.here().li(T0, Platform.RAM_BASE + 0x42);
        long pc = code.pc();
        Rig rig = Rig.withIsa(ISA, code.op(C_JALR, T0).org(0x42).op(C_MV, A0, RA).pass());
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(pc + 2, rig.x(A0));
    }

    @Test
    void wideJumpsLinkFourBytesOnAndMayLeadToAnyEvenAddress() {
        Code code = Code.here().op(C_ADDI, 0, 0);
        Rig rig = Rig.withIsa(ISA, code.op(JAL, RA, 8).half(0).half(0).op(C_MV, A0, RA).pass());
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(Platform.RAM_BASE + 6, rig.x(A0));
    }

    @Test
    void trapsBetweenInstructionsOfBothLengthsAreExact() {
        Code code = Code.here().li(T0, 0x10).op(C_LI, A0, 1).op(ADDI, A1, A0, 1).op(C_LI, A3, 3);
        long pc = code.pc();
        code.op(LD, A0, 8, T0).op(C_LI, A3, 4);
        Rig rig = trapping(code);
        assertTrap(Cause.LOAD_ACCESS_FAULT, pc, 0x18, rig);
        assertEquals(3, rig.x(A3), "what precedes the load was executed, what follows was not");
    }

    @Test
    void mepcHoldsBitOneOnlyWhereInstructionsMayBeThere() {
        Rig with = Rig.withIsa(ISA, Code.here().pass());
        with.hart().state().write(Csr.MEPC, 0x1003);
        assertEquals(0x1002, with.csr(Csr.MEPC));
        Rig without = Rig.of(Code.here().pass());
        without.hart().state().write(Csr.MEPC, 0x1003);
        assertEquals(0x1000, without.csr(Csr.MEPC));
    }

    // ---- across pages ----

    @Test
    void anInstructionMayCrossIntoTheNextPage() {
        Code code = Code.at(NEXT_PAGE - 2).op(ADDI, A0, 0, 42).pass();
        Rig rig = Rig.withIsa(ISA, code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(42, rig.x(A0));
    }

    @Test
    void aBlockEndsBeforeAnInstructionThatCrosses() {
        Code code = Code.at(NEXT_PAGE - 8).op(C_LI, A1, 1).op(ADDI, A1, A1, 1).op(ADDI, A0, A1, 42).op(C_ADDI, A0, 1).pass();
        Rig rig = Rig.withIsa(ISA, code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(45, rig.x(A0));
    }

    @Test
    void overwritingTheSecondHalfOfAnInstructionThatCrossesIsSeen() {
        // The loop runs twice; in between the immediate, which is in the second page, changes from 1 to 16.
        Code code = Code.at(NEXT_PAGE - 2).op(ADDI, A0, A0, 1);
        code.li(T0, NEXT_PAGE).li(T1, ADDI.encode(A0, A0, 16) >>> 16).op(SH, T1, 0, T0)
            .op(ADDI, A2, A2, 1).li(T2, 2);
        code.op(BLTU, A2, T2, NEXT_PAGE - 2 - code.pc()).pass();
        Rig rig = Rig.withIsa(ISA, code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(17, rig.x(A0));
    }

    @Test
    void overwritingTheFirstHalfOfAnInstructionThatCrossesIsSeen() {
        // addi a0, a0, 1 becomes addi a1, a0, 1.
        Code code = Code.at(NEXT_PAGE - 2).op(ADDI, A0, A0, 1);
        code.li(T0, NEXT_PAGE - 2).li(T1, ADDI.encode(A1, A0, 1) & 0xffff).op(SH, T1, 0, T0).op(ADDI, A2, A2, 1).li(T2, 2);
        code.op(BLTU, A2, T2, NEXT_PAGE - 2 - code.pc()).pass();
        Rig rig = Rig.withIsa(ISA, code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(1, rig.x(A0));
        assertEquals(2, rig.x(A1));
    }

    @Test
    void aMissingSecondHalfFaultsAtTheInstructionAndNamesTheSecondPage() {
        Code code = Code.here().li(T0, RAM_END - 2).op(C_JR, T0);
        Code edge = Code.at(RAM_END - 2).half(ADDI.encode(A0, A0, 1));
        assertTrap(Cause.INSTRUCTION_ACCESS_FAULT, RAM_END - 2, RAM_END, trapping(code, edge));
    }

    @Test
    void anObserverCanStopAtAnInstructionThatCrosses() {
        Rig rig = Rig.withIsa(ISA, Code.at(NEXT_PAGE - 2).op(ADDI, A0, 0, 42).pass());
        rig.hart().debug().setBreakpoints(List.of(NEXT_PAGE - 2));
        assertEquals(StopReason.BREAKPOINT, rig.run());
        assertEquals(0, rig.x(A0));
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(42, rig.x(A0));
    }
}
