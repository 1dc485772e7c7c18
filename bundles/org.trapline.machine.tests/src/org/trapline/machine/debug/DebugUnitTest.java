// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Privilege;
import org.trapline.machine.Code;
import org.trapline.machine.Rig;
import org.trapline.machine.StopReason;
import org.trapline.machine.debug.Watchpoint.Kind;
import org.trapline.machine.platform.Platform;
import org.trapline.trace.EventKind;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;

class DebugUnitTest {
    private static final long BASE = Platform.RAM_BASE;
    private static final long DATA = BASE + 0x2000;

    /** Loads, stores and adds atomically, side by side, without end; an iteration is ten instructions. */
    private static Code touching() {
        return Code.here().li(S0, DATA).li(A1, 1)
            .op(LD, A2, 0, S0).op(ADDI, A2, A2, 1).op(SD, A2, 8, S0).op(AMOADD_D, A3, A1, S0)
            .op(LBU, A4, 17, S0).op(SB, A4, 24, S0).op(SW, A2, 30, S0).op(ADDI, 0, 0, 0).op(ADDI, 0, 0, 0).op(JAL, 0, -36);
    }

    private static final long LOOP = BASE + 4 * (touching().bytes().length / 4 - 10);
    private static final long LOAD_AT = LOOP;
    private static final long STORE_AT = LOOP + 8;
    private static final long AMO_AT = LOOP + 12;
    private static final long MISALIGNED_AT = LOOP + 24;

    private static Stop.AtWatchpoint next(Rig rig) {
        assertEquals(StopReason.WATCHPOINT, rig.run());
        return assertInstanceOf(Stop.AtWatchpoint.class, rig.machine.lastStop());
    }

    private static Rig watching(long va, long length, Kind kind) {
        Rig rig = Rig.of(touching());
        // The TLBs know the pages when the watchpoint comes.
        rig.machine.run(100);
        rig.hart().debug().setWatchpoints(List.of(new Watchpoint(va, length, kind)));
        return rig;
    }

    @Test
    void aWatchpointStopsBeforeTheStoreAndTellsWhoseAndWhere() {
        Rig rig = watching(DATA + 12, 1, Kind.WRITE);
        Stop.AtWatchpoint stop = next(rig);
        assertEquals(STORE_AT, stop.pc());
        assertEquals(STORE_AT, rig.hart().pc());
        assertEquals(DATA + 12, stop.va());
        assertEquals(rig.hart(), stop.hart());
        assertEquals(rig.x(A2), rig.platform().bus().read(DATA + 8, 8) + 1, "the store has not been executed");
        assertEquals(StopReason.LIMIT, rig.machine.run(1));
        assertEquals(rig.x(A2), rig.platform().bus().read(DATA + 8, 8), "then it is");
    }

    @Test
    void readsDoNotStopAtAWriteWatchpointNorWritesAtOneForReads() {
        assertEquals(AMO_AT, next(watching(DATA, 8, Kind.WRITE)).pc());
        Rig reads = watching(DATA, 8, Kind.READ);
        List<Long> places = List.of(next(reads).pc(), next(reads).pc(), next(reads).pc());
        assertTrue(places.containsAll(List.of(LOAD_AT, AMO_AT)), "atomic operations read as well: " + places);
        assertEquals(StopReason.LIMIT, watching(DATA + 24, 1, Kind.READ).run());
        assertEquals(StopReason.LIMIT, watching(DATA + 16, 1, Kind.ACCESS).run(), "the neighbour is read, not this byte");
    }

    @Test
    void aMisalignedStoreIsSeenOnce() {
        Rig rig = watching(DATA + 32, 100, Kind.ACCESS);
        assertEquals(MISALIGNED_AT, next(rig).pc());
        long before = rig.machine.instret();
        assertEquals(MISALIGNED_AT, next(rig).pc());
        assertEquals(10, rig.machine.instret() - before);
    }

    @Test
    void watchpointsAndBreakpointsDoNotChangeTheRun() {
        Rig plain = Rig.withHarts(2, touching());
        plain.machine.run(5_000);
        Rig watched = Rig.withHarts(2, touching());
        watched.platform().harts().forEach(hart -> {
            hart.debug().setWatchpoints(List.of(new Watchpoint(DATA, 16, Kind.ACCESS)));
            hart.debug().setBreakpoints(List.of(LOOP, LOOP + 16));
        });
        int stops = 0;
        while (watched.machine.instret() < 5_000) {
            stops += watched.machine.run(5_000 - watched.machine.instret()) == StopReason.LIMIT ? 0 : 1;
        }
        assertTrue(stops > 2_000, stops + " stops");
        assertEquals(plain.machine.digest(), watched.machine.digest());
    }

    @Test
    void watchingEndsWhenTheWatchpointIsGone() {
        Rig rig = watching(DATA, 8, Kind.ACCESS);
        next(rig);
        rig.hart().debug().setWatchpoints(List.of());
        assertEquals(StopReason.LIMIT, rig.run());
    }

    @Test
    void aBreakpointThatIsPassedHitsAgainOnlyAfterTheInstruction() {
        Rig rig = Rig.of(touching());
        DebugUnit unit = rig.hart().debug();
        unit.setBreakpoints(List.of(LOOP));
        assertEquals(StopReason.BREAKPOINT, rig.run());
        assertEquals(LOOP, rig.machine.lastStop().pc());
        assertEquals(StopReason.LIMIT, rig.machine.run(1));
        assertEquals(LOOP + 4, rig.hart().pc());
        assertEquals(StopReason.BREAKPOINT, rig.run());
        rig.hart().setPc(LOOP + 4);
        unit.goOn();
        long before = rig.machine.instret();
        assertEquals(StopReason.BREAKPOINT, rig.run());
        assertEquals(9, rig.machine.instret() - before, "who is moved away is stopped at the next arrival");
    }

    @Test
    void aHartThatWasShownAtABreakpointMovesOn() {
        Rig rig = Rig.of(touching());
        DebugUnit unit = rig.hart().debug();
        rig.machine.run(13);
        unit.setBreakpoints(List.of(rig.hart().pc()));
        unit.shown();
        unit.goOn();
        assertEquals(StopReason.LIMIT, rig.machine.run(5));
        assertEquals(StopReason.BREAKPOINT, rig.run());
    }

    @Test
    void breakpointsHitWhileInstructionsAreTraced() {
        Rig rig = Rig.of(touching());
        TraceBuffer trace = new TraceBuffer(1000, new NameTable(word -> null));
        trace.enable(Set.of(EventKind.INSTRUCTION));
        rig.machine.setTrace(trace, 0);
        rig.hart().debug().setBreakpoints(List.of(LOOP));
        assertEquals(StopReason.BREAKPOINT, rig.run());
        assertEquals(StopReason.BREAKPOINT, rig.run());
        assertEquals(LOOP, rig.hart().pc());
    }

    @Test
    void trapsStopByCauseAndModes() {
        Code code = Code.here().csrw(Csr.MTVEC, BASE + 0x100).csrw(Csr.MEPC, BASE + 0x80).op(MRET);
        code.org(0x80).op(ECALL).op(JAL, 0, -4);
        code.org(0x100).op(CSRRSI, 0, Csr.MEPC.number(), 0).csrr(T0, Csr.MEPC).op(ADDI, T0, T0, 4).op(CSRRW, 0, Csr.MEPC.number(), T0).op(MRET);
        Rig rig = Rig.of(code);
        rig.hart().debug().setCatches(List.of(new TrapCatch(null, Privilege.M, null)));
        assertEquals(StopReason.LIMIT, rig.machine.run(5), "the ecall comes from U");
        rig.hart().debug().setCatches(List.of(new TrapCatch(Cause.INSTRUCTION_ACCESS_FAULT, Privilege.U, Privilege.M)));
        assertEquals(StopReason.TRAP, rig.run());
        Stop.AfterTrap stop = assertInstanceOf(Stop.AfterTrap.class, rig.machine.lastStop());
        assertEquals(new Stop.AfterTrap(rig.hart(), BASE + 0x80, Cause.INSTRUCTION_ACCESS_FAULT, Privilege.U, Privilege.M), stop,
            "without PMP entries U mode may not fetch");
        assertEquals(BASE + 0x100, rig.hart().pc());
    }

    @Test
    void progressCountsInstructionsAndTraps() {
        Rig rig = Rig.of(Code.here().csrw(Csr.MTVEC, BASE + 0x40).op(ECALL).org(0x40).op(JAL, 0, 0));
        List<Long> seen = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            seen.add(rig.hart().debug().progress());
            rig.step();
        }
        assertEquals(List.of(0L, 1L, 2L, 3L, 4L), seen);
    }
}
