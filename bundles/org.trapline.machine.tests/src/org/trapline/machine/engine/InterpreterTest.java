// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.machine.Code;
import org.trapline.machine.Rig;
import org.trapline.machine.StopReason;
import org.trapline.machine.platform.Platform;

class InterpreterTest {
    private static final long HANDLER = Platform.RAM_BASE + 0x400;
    private static final long DATA = Platform.RAM_BASE + 0x1000;

    /** Runs a program whose handler keeps cause, pc and value of the first trap in s0, s1 and a2 and ends the run. */
    private static Rig trapping(Code code) {
        code.org((int) (HANDLER - Platform.RAM_BASE)).csrr(S0, Csr.MCAUSE).csrr(S1, Csr.MEPC).csrr(A2, Csr.MTVAL).pass();
        Rig rig = Rig.of(code);
        rig.hart().state().write(Csr.MTVEC, HANDLER);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        return rig;
    }

    private static void assertTrap(Cause cause, long pc, long value, Rig rig) {
        assertEquals(cause, Cause.of(rig.x(S0)));
        assertEquals(pc, rig.x(S1), "mepc");
        assertEquals(value, rig.x(A2), "mtval");
    }

    // ---- traps ----

    @Test
    void illegalInstructionsGiveTheirWord() {
        Code code = Code.here().op(ADDI, A0, 0, 1).word(0xffff_ffff);
        assertTrap(Cause.ILLEGAL_INSTRUCTION, Platform.RAM_BASE + 4, 0xffff_ffffL, trapping(code));
    }

    @Test
    void refusedCsrInstructionsGiveTheirWord() {
        int word = CSRRW.encode(0, Csr.MHARTID.number(), 1);
        assertTrap(Cause.ILLEGAL_INSTRUCTION, Platform.RAM_BASE, word & 0xffff_ffffL, trapping(Code.here().word(word)));
    }

    @Test
    void breakpointsGiveTheirAddress() {
        assertTrap(Cause.BREAKPOINT, Platform.RAM_BASE, Platform.RAM_BASE, trapping(Code.here().op(EBREAK)));
    }

    @Test
    void callsGiveNoValue() {
        assertTrap(Cause.ECALL_FROM_M, Platform.RAM_BASE, 0, trapping(Code.here().op(ECALL)));
    }

    @Test
    void loadsAndStoresInTheMiddleOfABlockTrapExactly() {
        Code code = Code.here().li(T0, 0x10).op(ADDI, A0, 0, 1);
        long pc = code.pc();
        code.op(LD, A0, 8, T0).op(ADDI, A0, 0, 2);
        Rig rig = trapping(code);
        assertTrap(Cause.LOAD_ACCESS_FAULT, pc, 0x18, rig);
        assertEquals(1, rig.x(A0), "neither the load nor what follows was executed");
    }

    @Test
    void jumpsToMisalignedAddressesTrapAtTheJump() {
        Code code = Code.here().li(T0, DATA + 2).li(A0, 7);
        long pc = code.pc();
        Rig rig = trapping(code.op(JALR, A0, 0, T0));
        assertTrap(Cause.INSTRUCTION_ADDRESS_MISALIGNED, pc, DATA + 2, rig);
        assertEquals(7, rig.x(A0), "no link is written");
    }

    @Test
    void theLowestBitOfAnIndirectTargetIsIgnored() {
        Code code = Code.here().li(T0, Platform.RAM_BASE + 0x101).op(JALR, RA, 0, T0).org(0x100).pass();
        assertEquals(StopReason.POWERED_OFF, Rig.of(code).run());
    }

    @Test
    void misalignedBranchesTrapOnlyIfTaken() {
        Code taken = Code.here().op(BEQ, 0, 0, 6);
        assertTrap(Cause.INSTRUCTION_ADDRESS_MISALIGNED, Platform.RAM_BASE, Platform.RAM_BASE + 6, trapping(taken));
        Code notTaken = Code.here().op(BNE, 0, 0, 6).pass();
        Rig rig = Rig.of(notTaken);
        rig.hart().state().write(Csr.MTVEC, HANDLER);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(0, rig.csr(Csr.MCAUSE));
    }

    @Test
    void misalignedJumpsTrap() {
        assertTrap(Cause.INSTRUCTION_ADDRESS_MISALIGNED, Platform.RAM_BASE, Platform.RAM_BASE + 10, trapping(Code.here().op(JAL, RA, 10)));
    }

    @Test
    void fetchingFromNowhereTrapsAtTheTarget() {
        assertTrap(Cause.INSTRUCTION_ACCESS_FAULT, 0x40, 0x40, trapping(Code.here().op(JALR, RA, 0x40, 0)));
    }

    // ---- registers ----

    @Test
    void x0StaysZero() {
        Code code = Code.here().li(T0, DATA).op(ADDI, 0, 0, 5).op(LW, 0, 0, T0).op(JAL, 0, 4).op(AMOADD_W, 0, T0, T0)
            .op(CSRRS, 0, Csr.MISA.number(), 0).op(ADDI, A0, 0, 0).pass();
        Rig rig = Rig.of(code);
        rig.run();
        assertEquals(0, rig.x(0));
        assertEquals(0, rig.x(A0));
    }

    @Test
    void aLinkRegisterMayBeItsOwnBase() {
        Code code = Code.here().li(RA, Platform.RAM_BASE + 0x100);
        long next = code.pc() + 4;
        Rig rig = Rig.of(code.op(JALR, RA, 0, RA).org(0x100).pass());
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(next, rig.x(RA));
    }

    // ---- code that changes ----

    /** A routine that returns 1 in a0 is called, made to return 2, and called again. */
    private static Code selfModifying(boolean fence) {
        Code code = Code.here().li(S0, Platform.RAM_BASE + 0x200).op(JALR, RA, 0, S0).op(ADDI, S1, A0, 0);
        code.li(T1, ADDI.encode(A0, 0, 2)).op(SW, T1, 0, S0);
        if (fence) {
            code.op(FENCE_I);
        }
        code.op(JALR, RA, 0, S0).pass();
        return code.org(0x200).op(ADDI, A0, 0, 1).op(JALR, 0, 0, RA);
    }

    @Test
    void overwrittenCodeIsExecutedAfterAFence() {
        Rig rig = Rig.of(selfModifying(true));
        rig.run();
        assertEquals(1, rig.x(S1));
        assertEquals(2, rig.x(A0));
    }

    @Test
    void overwrittenCodeIsExecutedEvenWithoutAFence() {
        Rig rig = Rig.of(selfModifying(false));
        rig.run();
        assertEquals(2, rig.x(A0));
    }

    @Test
    void aStoreToTheNextInstructionTakesEffectAtOnce() {
        Code code = Code.here().li(T1, ADDI.encode(A0, 0, 2)).li(S0, Platform.RAM_BASE + 0x80).op(JALR, 0, 0, S0);
        code.org(0x80).op(SW, T1, 4, S0).op(ADDI, A0, 0, 1).pass();
        Rig rig = Rig.of(code);
        rig.run();
        assertEquals(2, rig.x(A0), "the same whether it is run in one block or step by step");
    }

    @Test
    void dataBesideCodeCanBeWritten() {
        Code code = Code.here().li(S0, Platform.RAM_BASE + 0x800).li(A1, 1000).op(SD, A1, 0, S0).op(LD, A0, 0, S0)
            .op(ADDI, A1, A1, -1).op(BNE, A1, 0, -12).pass();
        Rig rig = Rig.of(code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(1, rig.x(A0));
    }

    @Test
    void codeRunsAcrossPages() {
        Code code = Code.at(Platform.RAM_BASE + 0xff0);
        for (int i = 0; i < 8; i++) {
            code.op(ADDI, A0, A0, 1);
        }
        Rig rig = Rig.of(code.pass());
        rig.run();
        assertEquals(8, rig.x(A0));
    }

    // ---- atomics ----

    private static Rig atomics(Code code) {
        Rig rig = Rig.of(code.pass());
        rig.platform().bus().write(DATA, 8, 0x8000_0000_8000_0000L);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        return rig;
    }

    @Test
    void storeConditionalSucceedsOnceAfterLoadReserved() {
        Rig rig = atomics(Code.here().li(S0, DATA).op(LR_W, A0, S0).op(SC_W, A1, S0, S0).op(SC_W, A2, S0, S0));
        assertEquals(-0x8000_0000L, rig.x(A0), "the word is sign-extended");
        assertEquals(0, rig.x(A1));
        assertEquals(1, rig.x(A2));
    }

    @Test
    void storeConditionalFailsElsewhere() {
        Rig rig = atomics(Code.here().li(S0, DATA).op(ADDI, S1, S0, 64).op(LR_D, A0, S0).op(SC_D, A1, S0, S1).op(SC_D, A2, S0, S0));
        assertEquals(1, rig.x(A1));
        assertEquals(1, rig.x(A2), "a failed one loses the reservation");
    }

    @Test
    void atomicsReturnTheOldValueEvenIntoTheirOperand() {
        Rig rig = atomics(Code.here().li(S0, DATA).li(A0, 3).op(AMOADD_W, A0, A0, S0).op(LWU, A1, 0, S0).op(LWU, A2, 4, S0));
        assertEquals(-0x8000_0000L, rig.x(A0));
        assertEquals(0x8000_0003L, rig.x(A1));
        assertEquals(0x8000_0000L, rig.x(A2), "the neighbour is untouched");
    }

    @Test
    void devicesKnowNoAtomics() {
        Code code = Code.here().li(T0, Platform.CLINT_BASE);
        long pc = code.pc();
        assertTrap(Cause.STORE_ACCESS_FAULT, pc, Platform.CLINT_BASE, trapping(code.op(AMOADD_W, A0, T0, T0)));
    }

    // ---- exactness ----

    @Test
    void everyInstructionTakesOneCycleWhateverTheSlices() {
        Random random = new Random(42);
        Code code = Code.here().li(S0, DATA).op(ADDI, A0, A0, 1).op(SD, A0, 0, S0).op(LD, A1, 0, S0).op(ANDI, A2, A1, 7)
            .op(BNE, A2, 0, -16).op(XORI, A3, A3, 1).op(JAL, 0, -24);
        Rig whole = Rig.of(code);
        whole.hart().run(10_000);
        Rig sliced = Rig.of(code);
        while (sliced.hart().cycle() < 10_000) {
            sliced.hart().run(Math.min(10_000, sliced.hart().cycle() + 1 + random.nextInt(9)));
        }
        assertEquals(10_000, whole.hart().instret());
        assertEquals(whole.hart().pc(), sliced.hart().pc());
        assertEquals(whole.machine.digest(), sliced.machine.digest());
    }

    @Test
    void deviceReadsInTheMiddleOfABlockSeeExactTime() {
        Code code = Code.here().li(S0, Platform.CLINT_BASE + 0x8000).op(LUI, S1, 4).op(ADD, S0, S0, S1).op(ADDI, S0, S0, -8);
        // Twenty instructions apart, the clock has advanced by two ticks.
        code.op(LD, A0, 0, S0);
        for (int i = 0; i < 19; i++) {
            code.op(ADDI, A3, A3, 1);
        }
        Rig rig = Rig.of(code.op(LD, A1, 0, S0).pass());
        rig.run();
        assertEquals(2, rig.x(A1) - rig.x(A0));
    }

    @Test
    void anInterruptThatADeviceWriteRaisesComesBeforeTheNextInstruction() {
        Code code = Code.here().li(T1, 1).li(T0, Platform.CLINT_BASE).li(A0, 0);
        code.op(CSRRSI, 0, Csr.MIE.number(), 8).op(CSRRSI, 0, Csr.MSTATUS.number(), 8).op(SW, T1, 0, T0);
        long next = code.pc();
        Rig rig = trapping(code.op(ADDI, A0, A0, 1).op(ADDI, A0, A0, 1));
        assertTrap(Cause.MACHINE_SOFTWARE_INTERRUPT, next, 0, rig);
        assertEquals(0, rig.x(A0));
    }

    @Test
    void enablingAPendingInterruptTakesItBeforeTheNextInstruction() {
        Code code = Code.here().csrw(Csr.MIP, Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit())
            .csrw(Csr.MIE, Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit()).op(CSRRSI, 0, Csr.MSTATUS.number(), 8);
        long next = code.pc();
        assertTrap(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, next, 0, trapping(code.op(ADDI, A0, A0, 1)));
    }

    @Test
    void interruptsAndCyclesAreTheSameInAnySlices() {
        Code code = Code.here().csrw(Csr.MTVEC, HANDLER).csrw(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit())
            .op(CSRRSI, 0, Csr.MSTATUS.number(), 8).li(T0, Platform.CLINT_BASE + 0x4000).li(T1, 7).op(SD, T1, 0, T0)
            .op(ADDI, A0, A0, 3).op(JAL, 0, -4);
        code.org(0x400).op(ADDI, T1, T1, 7).op(SD, T1, 0, T0).op(ADD, A1, A1, A0).op(MRET);
        Rig whole = Rig.of(code);
        whole.machine.run(20_000);
        Rig sliced = Rig.of(code);
        for (int i = 0; i < 20_000; i += 10) {
            sliced.machine.run(10);
        }
        assertEquals(whole.x(A1), sliced.x(A1));
        assertEquals(whole.machine.digest(), sliced.machine.digest());
    }
}
