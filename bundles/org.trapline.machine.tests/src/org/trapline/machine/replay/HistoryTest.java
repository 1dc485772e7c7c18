// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.ADDI;
import static org.trapline.isa.Instruction.AMOADD_D;
import static org.trapline.isa.Instruction.ANDI;
import static org.trapline.isa.Instruction.BEQ;
import static org.trapline.isa.Instruction.BNE;
import static org.trapline.isa.Instruction.CSRRS;
import static org.trapline.isa.Instruction.JAL;
import static org.trapline.isa.Instruction.LBU;
import static org.trapline.isa.Instruction.LD;
import static org.trapline.isa.Instruction.MRET;
import static org.trapline.isa.Instruction.SB;
import static org.trapline.isa.Instruction.SD;
import static org.trapline.isa.Instruction.WFI;
import static org.trapline.machine.Code.A0;
import static org.trapline.machine.Code.A1;
import static org.trapline.machine.Code.A2;
import static org.trapline.machine.Code.S0;
import static org.trapline.machine.Code.S1;
import static org.trapline.machine.Code.T0;
import static org.trapline.machine.Code.T1;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.machine.Code;
import org.trapline.machine.Rig;
import org.trapline.machine.StopReason;
import org.trapline.machine.debug.Stop;
import org.trapline.machine.debug.TrapCatch;
import org.trapline.machine.debug.Watchpoint;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.platform.Platform;
import org.trapline.trace.EventKind;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;

/** A run forward and back. */
class HistoryTest {
    private static final long DATA = Platform.RAM_BASE + 0x8000;
    private static final History.Limits SMALL = new History.Limits(2_000, 12, 4 << 20);

    /** Counts in memory, with a timer interrupt every 50 ticks that counts another number and prints a letter. */
    private static Code ticking() {
        Code code = Code.here().csrw(Csr.MTVEC, Platform.RAM_BASE + 0x400).csrw(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit()).li(S0, DATA)
            .li(S1, Platform.CLINT_BASE + 0x4000).op(SD, 0, 0, S1).csrw(Csr.MSTATUS, 8);
        code.li(A1, 1).op(AMOADD_D, A0, A1, S0).op(ADDI, A0, A0, 1).op(SD, A0, 8, S0).op(ANDI, A0, A0, 63).op(BNE, A0, 0, -16)
            .op(WFI).op(JAL, 0, -24);
        code.org(0x400);
        code.op(LD, A2, 16, S0).op(ADDI, A2, A2, 1).op(SD, A2, 16, S0).op(CSRRS, T0, Csr.TIME.number(), 0).op(ADDI, T0, T0, 50).op(SD, T0, 0, S1)
            .li(T1, Platform.UART_BASE).li(T0, 't').op(SB, T0, 0, T1).op(MRET);
        return code;
    }

    // Echoes what is typed until a newline.
    private static Code echo() {
        return Code.here().li(S0, Platform.UART_BASE).op(LBU, A0, 5, S0).op(ANDI, A0, A0, 1).op(BEQ, A0, 0, -8).op(LBU, A0, 0, S0).op(SB, A0, 0, S0)
            .op(ADDI, A1, A0, -'\n').op(BNE, A1, 0, -24).pass();
    }

    private static TraceBuffer traced(Rig rig) {
        TraceBuffer trace = new TraceBuffer(1 << 16, new NameTable(word -> null));
        rig.machine.setTrace(trace, 0);
        return trace;
    }

    @Test
    void everyMomentCanBeGoneBackTo() {
        Rig rig = Rig.withHarts(2, ticking());
        traced(rig);
        History history = new History(rig.machine, SMALL);
        Map<Long, String> digests = new HashMap<>();
        List<Long> moments = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            moments.add(rig.machine.instant());
            digests.put(rig.machine.instant(), rig.machine.digest());
            history.run(100 + 37 * i);
        }
        long end = rig.machine.instant();
        String atEnd = rig.machine.digest();
        for (int i : new int[] {39, 3, 17, 0, 38, 16}) {
            assertEquals(Arrival.REACHED, history.goTo(moments.get(i)));
            assertEquals(moments.get(i), rig.machine.instant());
            assertEquals(digests.get(moments.get(i)), rig.machine.digest(), "moment " + i);
            assertTrue(history.isInPast());
        }
        history.goToEnd();
        assertEquals(end, rig.machine.instant());
        assertEquals(atEnd, rig.machine.digest());
        assertFalse(history.isInPast());
    }

    @Test
    void stepsBackAreTheStepsForwardInReverse() {
        for (int harts : new int[] {1, 2}) {
            Rig rig = Rig.withHarts(harts, ticking());
            History history = new History(rig.machine, SMALL);
            history.run(9_000);
            List<String> forward = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                forward.add(rig.machine.digest());
                history.step();
            }
            for (int i = 59; i >= 0; i--) {
                assertEquals(Arrival.REACHED, history.stepBack());
                assertEquals(forward.get(i), rig.machine.digest(), "step " + i + " on " + harts + " harts");
            }
        }
    }

    @Test
    void aStepBackLeadsBeforeATrapAndBeforeAWait() {
        Rig rig = Rig.of(ticking());
        History history = new History(rig.machine, SMALL);
        rig.hart().debug().setCatches(List.of(new TrapCatch(Cause.MACHINE_TIMER_INTERRUPT, null, null)));
        for (int i = 0; i < 3; i++) {
            assertEquals(StopReason.TRAP, history.run(1_000_000));
        }
        assertEquals(Platform.RAM_BASE + 0x400, rig.hart().pc());
        history.stepBack();
        assertTrue(rig.hart().pc() < Platform.RAM_BASE + 0x100, "before the interrupt");
        assertTrue(rig.hart().state().isInterruptReady() || rig.hart().state().wakes() || rig.hart().isWaiting());
    }

    @Test
    void runningBackStopsAtTheLastBreakpointBefore() {
        Rig rig = Rig.of(ticking());
        History history = new History(rig.machine, SMALL);
        rig.hart().debug().setBreakpoints(List.of(Platform.RAM_BASE + 0x400));
        List<String> stops = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            assertEquals(StopReason.BREAKPOINT, history.run(1_000_000));
            stops.add(rig.machine.digest());
        }
        for (int i = 18; i >= 0; i--) {
            assertEquals(Arrival.STOPPED, history.runBack());
            assertInstanceOf(Stop.AtBreakpoint.class, history.stop());
            assertEquals(stops.get(i), rig.machine.digest(), "stop " + i);
        }
        assertEquals(Arrival.BEGINNING, history.runBack());
        assertEquals(StopReason.BREAKPOINT, history.run(1_000_000));
        assertEquals(stops.getFirst(), rig.machine.digest());
    }

    @Test
    void runningBackToAWatchpointEndsBeforeTheStore() {
        Rig rig = Rig.of(ticking());
        History history = new History(rig.machine, SMALL);
        history.run(20_000);
        long count = rig.platform().bus().read(DATA + 16, 8);
        rig.hart().debug().setWatchpoints(List.of(new Watchpoint(DATA + 16, 8, Watchpoint.Kind.WRITE)));
        for (long expected = count - 1; expected > count - 6; expected--) {
            assertEquals(Arrival.STOPPED, history.runBack());
            assertEquals(Platform.RAM_BASE + 0x408, rig.hart().pc());
            assertEquals(expected, rig.platform().bus().read(DATA + 16, 8), "the store has not been done yet");
            assertInstanceOf(Stop.AtWatchpoint.class, history.stop());
        }
    }

    @Test
    void anInstructionIsFoundByItsNumber() {
        Rig rig = Rig.of(ticking());
        History history = new History(rig.machine, SMALL);
        history.run(12_345);
        String digest = rig.machine.digest();
        history.run(20_000);
        assertEquals(Arrival.REACHED, history.goToInstruction(12_345));
        assertEquals(digest, rig.machine.digest());
        assertEquals(Arrival.REACHED, history.goToInstruction(20_000));
        assertEquals(20_000, rig.machine.instret());
        assertEquals(Arrival.END, history.goToInstruction(1_000_000));
        assertEquals(32_345, rig.machine.instret());
    }

    @Test
    void whatWasTypedArrivesAgainAndWhatIsPrintedIsNotPrintedTwice() {
        Rig rig = Rig.of(echo());
        TraceBuffer trace = traced(rig);
        History history = new History(rig.machine, SMALL);
        history.run(100);
        rig.machine.type("ab".getBytes(StandardCharsets.US_ASCII));
        history.run(5_000);
        rig.machine.type("c".getBytes(StandardCharsets.US_ASCII));
        history.run(5_000);
        String digest = rig.machine.digest();
        long events = trace.nextSeq();
        history.goTo(0);
        assertEquals(0, trace.position());
        history.run(10_100);
        assertEquals(digest, rig.machine.digest());
        assertEquals("abc", rig.printed.toString());
        assertEquals(events, trace.nextSeq());
        assertEquals(0, trace.missed() + trace.added());
        rig.machine.type("\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals(StopReason.POWERED_OFF, history.run(10_000));
        assertEquals("abc\n", rig.printed.toString());
    }

    @Test
    void aNewFutureForgetsWhatWasTyped() {
        Rig rig = Rig.of(echo());
        TraceBuffer trace = traced(rig);
        History history = new History(rig.machine, SMALL);
        rig.machine.type("a".getBytes(StandardCharsets.US_ASCII));
        history.run(1_000);
        long moment = rig.machine.instant();
        rig.machine.type("b".getBytes(StandardCharsets.US_ASCII));
        history.run(1_000);
        history.goTo(moment);
        history.forgetFuture();
        assertFalse(history.isInPast());
        rig.machine.type("x".getBytes(StandardCharsets.US_ASCII));
        history.run(1_000);
        assertEquals("abx", rig.printed.toString());
        TraceEvent event = new TraceEvent();
        long marks = 0;
        for (long seq = 0; seq < trace.nextSeq(); seq++) {
            marks += trace.read(seq, event) && event.kind() == EventKind.SNAPSHOT ? 1 : 0;
        }
        assertEquals(1, marks);
    }

    @Test
    void runningBackToAnEventEndsBeforeIt() {
        Rig rig = Rig.of(ticking());
        TraceBuffer trace = traced(rig);
        History history = new History(rig.machine, SMALL);
        history.run(20_000);
        long before = trace.nextSeq();
        for (int i = 0; i < 5; i++) {
            assertEquals(Arrival.REACHED, history.runBackTo(event -> event.kind() == EventKind.DEVICE_WRITE));
            TraceEvent event = new TraceEvent();
            assertTrue(trace.position() < before);
            before = trace.position();
            history.step();
            boolean found = false;
            for (long seq = before; seq < trace.position(); seq++) {
                found |= trace.read(seq, event) && event.kind() == EventKind.DEVICE_WRITE;
            }
            assertTrue(found, "the event comes with the next step");
            history.stepBack();
        }
    }

    @Test
    void aHistoryHoldsItsBoundsAndKeepsTheBeginning() {
        Rig rig = Rig.of(ticking());
        History history = new History(rig.machine, new History.Limits(500, 10, 1 << 20));
        String first = rig.machine.digest();
        history.run(300_000);
        assertTrue(history.states() <= 10);
        assertTrue(history.bytes() <= 1 << 20, history.bytes() + " bytes");
        assertNotEquals(first, rig.machine.digest());
        history.goTo(history.beginning());
        assertEquals(first, rig.machine.digest());
    }

    @Test
    void aHistoryChangesNothing() {
        Rig plain = Rig.withHarts(2, ticking());
        TraceBuffer once = traced(plain);
        plain.machine.run(50_000);
        Rig watched = Rig.withHarts(2, ticking());
        TraceBuffer again = traced(watched);
        History history = new History(watched.machine, SMALL);
        history.run(30_000);
        history.stepBack();
        history.goTo(1_000);
        history.run(50_000 - watched.machine.instret());
        assertEquals(plain.machine.digest(), watched.machine.digest());
        assertEquals(once.nextSeq(), again.nextSeq());
        TraceEvent a = new TraceEvent();
        TraceEvent b = new TraceEvent();
        for (long seq = 0; seq < once.nextSeq(); seq++) {
            assertTrue(once.read(seq, a) && again.read(seq, b));
            assertEquals(a.kind() + " " + a.cycle() + " " + a.pc() + " " + a.arg(0), b.kind() + " " + b.cycle() + " " + b.pc() + " " + b.arg(0));
        }
    }

    @Test
    void aChangeFromOutsideBeginsAnew() {
        Rig rig = Rig.of(ticking());
        History history = new History(rig.machine, SMALL);
        history.run(5_000);
        Hart hart = rig.hart();
        hart.x()[A2] = 42;
        history.beginAgain();
        long changed = rig.machine.instant();
        String digest = rig.machine.digest();
        history.run(5_000);
        assertEquals(Arrival.BEGINNING, history.goTo(changed - 1));
        assertEquals(digest, rig.machine.digest());
    }

    @Test
    void whatWasChangedFromOutsideIsChangedAgain() {
        for (int harts : new int[] {1, 2}) {
            Rig rig = Rig.withHarts(harts, ticking());
            traced(rig);
            History history = new History(rig.machine, SMALL);
            Map<Long, String> digests = new HashMap<>();
            List<Long> moments = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                history.run(500 + 7 * i);
                if (i % 3 == 1) {
                    rig.machine.ram().write(0x8000 + 8, 8, 1_000_000L * i);
                    history.changed();
                    rig.hart().x()[A1] = i;
                    history.changed();
                }
                moments.add(rig.machine.instant());
                digests.put(rig.machine.instant(), rig.machine.digest());
            }
            for (int i : new int[] {29, 4, 17, 1, 28, 0, 16}) {
                history.goTo(moments.get(i));
                assertEquals(digests.get(moments.get(i)), rig.machine.digest(), "moment " + i);
            }
            // Forward through all changes, with stops in between.
            history.goTo(moments.getFirst());
            for (long moment : moments.subList(1, moments.size())) {
                while (rig.machine.instant() < moment) {
                    history.runTo(Long.MAX_VALUE, Math.min(moment, rig.machine.instant() + 333));
                }
                assertEquals(digests.get(rig.machine.instant()), rig.machine.digest());
            }
            assertFalse(history.isInPast());
        }
    }

    @Test
    void aStepBackFromAChangeAndForwardAgainLeadsThere() {
        Rig rig = Rig.of(ticking());
        History history = new History(rig.machine, SMALL);
        history.run(3_000);
        String before = rig.machine.digest();
        history.step();
        rig.hart().x()[A1] = 77;
        history.changed();
        String after = rig.machine.digest();
        history.stepBack();
        assertEquals(before, rig.machine.digest());
        history.step();
        assertEquals(after, rig.machine.digest());
    }

    @Test
    void aChangeInThePastBeginsANewFuture() {
        Rig rig = Rig.of(ticking());
        History history = new History(rig.machine, SMALL);
        history.run(9_000);
        history.goToInstruction(4_000);
        rig.hart().x()[A1] = 5;
        history.changed();
        assertFalse(history.isInPast());
        String changed = rig.machine.digest();
        long there = rig.machine.instant();
        history.run(5_000);
        String end = rig.machine.digest();
        history.goToInstruction(2_000);
        history.goTo(there);
        assertEquals(changed, rig.machine.digest());
        history.goToEnd();
        assertEquals(end, rig.machine.digest());
        assertEquals(0, history.beginning());
    }

    @Test
    void moreChangesThanMayBeKeptMakeThePastShorter() {
        Rig rig = Rig.of(ticking());
        History history = new History(rig.machine, SMALL);
        for (int i = 0; i < 50; i++) {
            history.run(100);
            rig.hart().x()[A1] = i;
            history.changed();
        }
        history.run(100);
        assertTrue(history.states() <= 12, history.states() + " states");
        assertTrue(history.beginning() > 0);
        String end = rig.machine.digest();
        history.goTo(history.beginning());
        while (history.isInPast()) {
            history.runTo(Long.MAX_VALUE, Math.min(history.end(), rig.machine.instant() + 41));
        }
        assertEquals(end, rig.machine.digest());
    }
}
