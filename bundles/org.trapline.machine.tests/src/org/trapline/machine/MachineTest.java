// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.machine.debug.TrapCatch;
import org.trapline.machine.platform.Platform;

class MachineTest {
    private static final long MTIMECMP = Platform.CLINT_BASE + 0x4000;
    private static final long MSIP = Platform.CLINT_BASE;

    private static Code endlessly() {
        return Code.here().op(ADDI, A0, A0, 1).op(JAL, 0, -4);
    }

    @Test
    void theFinisherEndsTheRunWithItsCode() {
        Rig rig = Rig.of(Code.here().li(T1, 42 << 16 | 0x3333).store(Platform.FINISHER_BASE, T1));
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(42, rig.machine.exitCode());
    }

    @Test
    void theFinisherResetStartsTheProgramAgain() {
        // The first time the flag in RAM is 0; reset keeps RAM, but not registers.
        long flag = Platform.RAM_BASE + 0x1000;
        Code code = Code.here().li(S0, flag).op(LW, A0, 0, S0);
        long branch = code.pc();
        code.op(BNE, A0, 0, 4 * 10).li(S1, 1).op(SW, S1, 0, S0).li(T1, 0x7777).store(Platform.FINISHER_BASE, T1);
        code.org((int) (branch - Platform.RAM_BASE) + 40).pass();
        Rig rig = Rig.of(code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(1, rig.x(A0));
        assertEquals(0, rig.x(S1));
    }

    @Test
    void theLimitIsExactInInstructions() {
        Rig rig = Rig.of(endlessly());
        assertEquals(StopReason.LIMIT, rig.machine.run(1001));
        assertEquals(1001, rig.machine.instret());
        assertEquals(501, rig.x(A0));
        assertEquals(Platform.RAM_BASE + 4, rig.hart().pc());
    }

    @Test
    void runningInPiecesIsTheSameAsRunningAtOnce() {
        Rig whole = Rig.withHarts(3, countingProgram());
        whole.machine.run(30_000);
        Rig pieces = Rig.withHarts(3, countingProgram());
        for (int i = 0; i < 30_000; i += 7) {
            pieces.machine.run(Math.min(7, 30_000 - i));
        }
        assertEquals(whole.machine.digest(), pieces.machine.digest());
    }

    // All harts add to one counter, a few instructions apart.
    private static Code countingProgram() {
        return Code.here().li(S0, Platform.RAM_BASE + 0x1000).li(A1, 1).op(AMOADD_D, A2, A1, S0).op(XOR, A3, A3, A2)
            .op(ADDI, A4, A4, 1).op(JAL, 0, -12);
    }

    @Test
    void twoRunsHaveTheSameDigestAndADifferentProgramHasAnother() {
        Rig first = Rig.withHarts(2, countingProgram());
        Rig second = Rig.withHarts(2, countingProgram());
        Rig other = Rig.withHarts(2, endlessly());
        for (Rig rig : List.of(first, second, other)) {
            rig.machine.run(12_345);
        }
        assertEquals(first.machine.digest(), second.machine.digest());
        assertNotEquals(first.machine.digest(), other.machine.digest());
    }

    @Test
    void atomicsOfSeveralHartsLoseNothing() {
        Rig rig = Rig.withHarts(4, countingProgram());
        rig.machine.run(50_000);
        long sum = rig.platform().harts().stream().mapToLong(hart -> hart.x()[A4]).sum();
        assertTrue(Math.abs(sum - rig.platform().bus().read(Platform.RAM_BASE + 0x1000, 8)) <= 4);
        assertTrue(rig.platform().harts().stream().allMatch(hart -> hart.x()[A4] > 1000), "every hart gets its turns");
    }

    @Test
    void waitingForNothingComesBack() {
        Rig rig = Rig.of(Code.here().op(WFI).op(JAL, 0, -4));
        assertEquals(StopReason.WAITING, rig.run());
    }

    @Test
    void waitingJumpsToTheTimer() {
        Code code = Code.here().csrw(Csr.MTVEC, Platform.RAM_BASE + 0x100).csrw(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit())
            .li(T1, 5_000_000).store(MTIMECMP, T1).op(SW, 0, 4, T0).op(CSRRSI, 0, Csr.MSTATUS.number(), 8).op(WFI).op(JAL, 0, -4);
        code.org(0x100).csrr(A0, Csr.MCYCLE).csrr(A1, Csr.TIME).pass();
        Rig rig = Rig.of(code);
        assertEquals(StopReason.POWERED_OFF, rig.machine.run(1000));
        assertEquals(5_000_000, rig.x(A1));
        assertTrue(rig.machine.instret() < 40, "time passes without instructions");
        assertEquals(50_000_000 + 1, rig.x(A0), "the trap takes one cycle");
    }

    @Test
    void aTimerInterruptComesExactlyWhenItIsDue() {
        Code code = Code.here().csrw(Csr.MTVEC, Platform.RAM_BASE + 0x100).csrw(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit())
            .li(T1, 100).store(MTIMECMP, T1).op(SW, 0, 4, T0).op(CSRRSI, 0, Csr.MSTATUS.number(), 8);
        code.op(ADDI, A0, A0, 1).op(ADDI, A0, A0, 1).op(ADDI, A0, A0, 1).op(JAL, 0, -12);
        code.org(0x100).csrr(A1, Csr.MCYCLE).pass();
        Rig rig = Rig.of(code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(100 * 10 + 1, rig.x(A1));
    }

    @Test
    void aHandlerThatCannotBeFetchedEndsTheRun() {
        Rig rig = Rig.of(Code.here().csrw(Csr.MTVEC, 0x10).op(EBREAK));
        assertEquals(StopReason.TRAP_LOOP, rig.run());
        assertEquals(Cause.INSTRUCTION_ACCESS_FAULT.value(), rig.csr(Csr.MCAUSE));
        assertEquals(0x10, rig.csr(Csr.MTVAL));
    }

    @Test
    void softwareInterruptsWakeAnotherHart() {
        Code code = Code.here().csrr(A0, Csr.MHARTID).op(BNE, A0, 0, 0x100 - 4);
        code.li(T1, 1).store(MSIP + 4, T1).op(WFI).op(JAL, 0, -4);
        code.org(0x100).csrw(Csr.MIE, Cause.MACHINE_SOFTWARE_INTERRUPT.bit()).op(WFI).pass();
        Rig rig = Rig.withHarts(2, code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
    }

    @Test
    void storeConditionalFailsAfterAnotherHartHadItsTurn() {
        // Each hart keeps its reservation for longer than a turn takes.
        Code code = Code.here().li(S0, Platform.RAM_BASE + 0x1000).li(A1, 3000).op(LR_D, A0, S0);
        code.op(ADDI, A1, A1, -1).op(BNE, A1, 0, -4).op(SC_D, A2, A0, S0).op(JAL, 0, 0);
        Rig rig = Rig.withHarts(2, code);
        rig.machine.run(20_000);
        assertEquals(1, rig.x(A2));
    }

    @Test
    void breakpointsStopBeforeTheInstructionAndGoOnPastIt() {
        Rig rig = Rig.of(endlessly());
        rig.hart().debug().setBreakpoints(List.of(Platform.RAM_BASE + 4));
        assertEquals(StopReason.BREAKPOINT, rig.run());
        assertEquals(Platform.RAM_BASE + 4, rig.hart().pc());
        assertEquals(1, rig.x(A0));
        assertEquals(StopReason.BREAKPOINT, rig.run());
        assertEquals(2, rig.x(A0));
        rig.hart().debug().setBreakpoints(List.of());
        assertEquals(StopReason.LIMIT, rig.machine.run(100));
    }

    @Test
    void breakpointsDoNotChangeTheRun() {
        Rig plain = Rig.of(countingProgram());
        plain.machine.run(600);
        Rig watched = Rig.of(countingProgram());
        watched.hart().debug().setBreakpoints(List.of(Platform.RAM_BASE + 12));
        while (watched.machine.instret() < 600) {
            watched.machine.run(600 - watched.machine.instret());
        }
        assertEquals(plain.machine.digest(), watched.machine.digest());
    }

    @Test
    void trapStopsComeAfterTheTrapWasTaken() {
        Rig rig = Rig.of(Code.here().csrw(Csr.MTVEC, Platform.RAM_BASE + 0x100).op(ECALL).org(0x100).op(JAL, 0, 0));
        rig.hart().debug().setCatches(List.of(TrapCatch.of(Cause.ECALL_FROM_M)));
        assertEquals(StopReason.TRAP, rig.run());
        assertEquals(Platform.RAM_BASE + 0x100, rig.hart().pc());
    }

    @Test
    void stoppingFromAnotherThreadIsAnswered() throws InterruptedException {
        Rig rig = Rig.of(endlessly());
        StopReason[] reason = new StopReason[1];
        Thread runner = new Thread(() -> reason[0] = rig.machine.run(Long.MAX_VALUE));
        runner.start();
        // The first stop may come before the run begins, which clears it.
        while (runner.isAlive()) {
            rig.machine.stop();
            runner.join(1);
        }
        assertEquals(StopReason.STOPPED, reason[0]);
    }

    // Echoes what is typed until a newline.
    private static Code echo() {
        Code code = Code.here().li(S0, Platform.UART_BASE);
        return code.op(LBU, A0, 5, S0).op(ANDI, A0, A0, 1).op(BEQ, A0, 0, -8).op(LBU, A0, 0, S0).op(SB, A0, 0, S0)
            .op(ADDI, A1, A0, -'\n').op(BNE, A1, 0, -24).pass();
    }

    @Test
    void whatIsTypedArrivesAndIsNoted() {
        Rig rig = Rig.of(echo());
        rig.machine.type("hello\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals("hello\n", rig.printed.toString());
        assertEquals(6, rig.machine.inputLog().size());
    }

    @Test
    void notedInputReplaysTheSameRun() {
        Rig live = Rig.of(echo());
        live.machine.run(100);
        live.machine.type(new byte[] {'h', 'i'});
        live.machine.run(777);
        live.machine.type(new byte[] {'\n'});
        assertEquals(StopReason.POWERED_OFF, live.run());
        Rig again = Rig.of(echo());
        again.machine.replay(live.machine.inputLog());
        assertEquals(StopReason.POWERED_OFF, again.run());
        assertEquals("hi\n", again.printed.toString());
        assertEquals(live.machine.inputLog(), again.machine.inputLog());
        assertEquals(live.machine.digest(), again.machine.digest());
    }

    @Test
    void htifEndsTheRunWithTheTestNumber() {
        long tohost = Platform.RAM_BASE + 0x1000;
        Rig rig = Rig.of(Code.here().li(T1, 7 << 1 | 1).store(tohost, T1).op(JAL, 0, 0));
        rig.machine.attachHtif(tohost);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(7, rig.machine.exitCode());
    }

    @Test
    void htifPrints() {
        long tohost = Platform.RAM_BASE + 0x1000;
        Rig rig = Rig.of(Code.here().li(T1, 0x0101_0000_0000_0000L | 'x').li(T0, tohost).op(SD, T1, 0, T0).op(LD, A0, 0, T0).pass());
        rig.machine.attachHtif(tohost);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals("x", rig.printed.toString());
        assertEquals(0, rig.x(A0));
    }

    @Test
    void programsStartWithHartNumberAndDeviceTree() {
        Rig rig = Rig.withHarts(2, Code.here().op(WFI));
        for (int id = 0; id < 2; id++) {
            assertEquals(id, rig.platform().hart(id).x()[A0]);
            assertEquals(0xd00dfeedL, Integer.toUnsignedLong(Integer.reverseBytes(
                (int) rig.platform().bus().read(rig.platform().hart(id).x()[A1], 4))));
        }
    }
}
