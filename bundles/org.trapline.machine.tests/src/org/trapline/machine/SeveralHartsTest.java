// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.machine.platform.Platform;

/** Programs that only make sense on several harts. */
class SeveralHartsTest {
    private static final int HARTS = 4;
    private static final long DATA = Platform.RAM_BASE + 0x10_0000;
    private static final long MTIMECMP = Platform.CLINT_BASE + 0x4000;
    private static final int ROUNDS = 2_000;

    /** Ends the run once all harts have come here; the last one to arrive does it. */
    private static Code meetAndPass(Code code) {
        code.li(S0, DATA + 0x800).li(A1, 1).op(AMOADD_D, A2, A1, S0).op(ADDI, A2, A2, 1 - HARTS).op(BEQ, A2, 0, 12)
            .op(WFI).op(JAL, 0, -4);
        return code.pass();
    }

    private static Rig runToEnd(Code code) {
        Rig rig = Rig.withHarts(HARTS, code);
        assertEquals(StopReason.POWERED_OFF, rig.machine.run(20_000_000));
        return rig;
    }

    private static long data(Rig rig, int offset) {
        return rig.platform().bus().read(DATA + offset, 8);
    }

    // Counts as lr and sc do it, and counts failures of sc separately.
    private static Code reservedCounter(long address) {
        Code code = Code.here().li(S0, address).li(A4, ROUNDS);
        code.op(LR_D, A0, S0).op(ADDI, A0, A0, 1).op(SC_D, A1, A0, S0).op(BNE, A1, 0, -12).op(ADDI, A4, A4, -1).op(BNE, A4, 0, -20);
        return meetAndPass(code);
    }

    @Test
    void countersByReservationLoseNoStep() {
        assertEquals((long) HARTS * ROUNDS, data(runToEnd(reservedCounter(DATA)), 0));
    }

    // A lock taken by amoswap, and an ordinary addition under it.
    private static Code lockedCounter() {
        Code code = Code.here().li(S0, DATA).li(A4, ROUNDS).li(A3, 1);
        code.op(AMOSWAP_W, A0, A3, S0).op(BNE, A0, 0, -4);
        code.op(LD, A1, 8, S0).op(ADDI, A1, A1, 3).op(SD, A1, 8, S0);
        code.op(FENCE, 3, 3).op(AMOSWAP_W, 0, 0, S0).op(ADDI, A4, A4, -1).op(BNE, A4, 0, -32);
        return meetAndPass(code);
    }

    @Test
    void aSpinLockLetsOneHartInAtATime() {
        assertEquals(3L * HARTS * ROUNDS, data(runToEnd(lockedCounter()), 8));
    }

    @Test
    void withoutALockStepsAreLost() {
        Code code = Code.here().li(S0, DATA).li(A4, ROUNDS);
        code.op(LD, A1, 0, S0).op(ADDI, A1, A1, 1).op(SD, A1, 0, S0).op(ADDI, A4, A4, -1).op(BNE, A4, 0, -16);
        long sum = data(runToEnd(meetAndPass(code)), 0);
        assertTrue(sum < (long) HARTS * ROUNDS, "harts really interleave");
    }

    @Test
    void aStoreOfAnotherHartBreaksAReservation() {
        // Hart 0 reserves and says so; hart 1 stores and says so; only then hart 0 stores conditionally.
        Code code = Code.here().li(S0, DATA).li(A3, 1).csrr(A0, Csr.MHARTID);
        long branch = code.pc() - Platform.RAM_BASE;
        code.op(BNE, A0, 0, 0x80 - branch);
        code.op(LR_D, A1, S0).op(SD, A3, 8, S0).op(LD, A2, 16, S0).op(BEQ, A2, 0, -4).op(SC_D, S1, A3, S0).pass();
        code.org(0x80).op(LD, A2, 8, S0).op(BEQ, A2, 0, -4).op(SD, A3, 0, S0).op(SD, A3, 16, S0).op(JAL, 0, 0);
        Rig rig = Rig.withHarts(2, code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(1, rig.x(S1));
    }

    @Test
    void codeThatAnotherHartOverwritesIsExecutedAnew() {
        // Hart 1 runs `li a0, 1; ret` until it sees another result; hart 0 replaces the first instruction after a while.
        Code code = Code.here().li(S0, Platform.RAM_BASE + 0x200).csrr(A0, Csr.MHARTID);
        long branch = code.pc() - Platform.RAM_BASE;
        code.op(BNE, A0, 0, 0x100 - branch);
        code.li(A1, 5_000).op(ADDI, A1, A1, -1).op(BNE, A1, 0, -4).li(A2, ADDI.encode(A0, 0, 7)).op(SW, A2, 0, S0).op(FENCE_I).op(WFI).op(JAL, 0, -4);
        code.org(0x100).li(A3, 1).op(JALR, RA, 0, S0).op(BEQ, A0, A3, -4).op(ADDI, S1, A0, 0).pass();
        code.org(0x200).op(ADDI, A0, 0, 1).op(JALR, 0, 0, RA);
        Rig rig = Rig.withHarts(2, code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(7, rig.platform().hart(1).x()[S1]);
    }

    // Each hart notes the time in a shared place, under a lock, and counts how often a note of another was later than its own time.
    private static Code clockWatcher() {
        Code code = Code.here().li(S0, DATA).li(A4, ROUNDS).li(A3, 1);
        long top = code.pc();
        code.op(AMOSWAP_W, A0, A3, S0).op(BNE, A0, 0, -4);
        code.op(LD, A1, 8, S0).csrr(A2, Csr.TIME).op(SD, A2, 8, S0).op(BGEU, A2, A1, 16);
        code.op(LD, A0, 16, S0).op(ADDI, A0, A0, 1).op(SD, A0, 16, S0);
        code.op(AMOSWAP_W, 0, 0, S0).op(ADDI, A4, A4, -1);
        code.op(BNE, A4, 0, top - code.pc());
        return meetAndPass(code);
    }

    @Test
    void timeNeverGoesBackFromOneHartToAnother() {
        Rig rig = runToEnd(clockWatcher());
        assertTrue(data(rig, 8) > 0, "time was noted");
        assertEquals(0, data(rig, 16), "notes from the future");
    }

    // All harts sleep; each wakes at its own time, and notes when that was.
    private static Code sleepers() {
        Code code = Code.here().csrw(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit()).csrr(A0, Csr.MHARTID);
        code.li(S0, MTIMECMP).op(SLLI, A1, A0, 3).op(ADD, S0, S0, A1);
        code.op(ADDI, A2, A0, 1).li(A3, 1_000_003).op(MUL, A2, A2, A3).op(SD, A2, 0, S0).op(WFI).csrr(S1, Csr.TIME).li(A2, -1).op(SD, A2, 0, S0);
        return meetAndPass(code);
    }

    @Test
    void sleepingHartsWakeWhenTheirTimersAreDue() {
        Rig rig = runToEnd(sleepers());
        for (int hart = 0; hart < HARTS; hart++) {
            long due = 1_000_003L * (hart + 1);
            long woken = rig.platform().hart(hart).x()[S1];
            assertTrue(woken >= due && woken <= due + 100, "hart " + hart + " woke at " + woken + " instead of " + due);
        }
        assertTrue(rig.machine.instret() < 1_000, "waiting executes nothing");
    }

    @Test
    void sleepIsNotCutIntoPiecesByPauses() {
        Rig whole = runToEnd(sleepers());
        Rig pieces = Rig.withHarts(HARTS, sleepers());
        while (pieces.machine.run(3, pieces.machine.current().cycle() + 700) != StopReason.POWERED_OFF) {
            // Goes on from wherever it stopped.
        }
        assertEquals(whole.machine.digest(), pieces.machine.digest());
    }

    @Test
    void supervisorModeInterruptsAnotherHartByItself() {
        long sswi = Platform.SSWI_BASE;
        Code code = Code.here().csrw(Csr.MIE, Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit()).csrr(A0, Csr.MHARTID);
        long branch = code.pc() - Platform.RAM_BASE;
        code.op(BNE, A0, 0, 0x80 - branch);
        code.li(T1, 1).store(sswi + 4, T1).op(LWU, A1, 0, T0).op(JAL, 0, 0);
        code.org(0x80).op(WFI).csrr(S1, Csr.MIP).op(CSRRCI, 0, Csr.MIP.number(), 2).csrr(A2, Csr.MIP).pass();
        Rig rig = Rig.withHarts(2, code);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit(), rig.platform().hart(1).x()[S1]);
        assertEquals(0, rig.platform().hart(1).x()[A2], "the hart clears it itself");
        assertEquals(0, rig.platform().hart(0).x()[A1], "reads as zero");
        assertEquals(0, rig.platform().hart(0).state().pending());
    }

    @Test
    void theSameProgramIsTheSameRunHoweverItIsPaused() {
        Random random = new Random(20_250_811);
        for (Code code : List.of(reservedCounter(DATA), lockedCounter(), clockWatcher())) {
            String whole = runToEnd(code).machine.digest();
            assertEquals(whole, runToEnd(code).machine.digest());
            Rig pieces = Rig.withHarts(HARTS, code);
            while (pieces.machine.run(1 + random.nextInt(3_000)) == StopReason.LIMIT) {
                // Goes on from wherever it stopped.
            }
            assertEquals(whole, pieces.machine.digest());
        }
    }
}
