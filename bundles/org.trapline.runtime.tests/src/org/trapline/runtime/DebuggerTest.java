// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Privilege;
import org.trapline.machine.debug.Stop;
import org.trapline.machine.debug.TrapCatch;
import org.trapline.machine.debug.Watchpoint;
import org.trapline.runtime.debug.Halt;
import org.trapline.runtime.debug.Points;
import org.trapline.runtime.debug.Processor;
import org.trapline.runtime.debug.Processor.Kind;
import org.trapline.runtime.load.ProgramHost.Owner;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.testkit.Lab;

@Timeout(60)
final class DebuggerTest extends DebuggedSession {
    private static final long BASE = 0x8000_0000L;
    /** Counts in a0, in a CSR and in memory, 200 times, and switches off. */
    private static final String[] COUNT = {
        ".option norvc", "_start: la t0, handler", "csrw mtvec, t0", "la s0, cell", "li s1, 200",
        "loop: addi a0, a0, 1", "csrw mscratch, a0", "sd a0, 0(s0)", "ecall", "bne a0, s1, loop",
        "li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "j .",
        ".balign 4", "handler: csrr t1, mepc", "addi t1, t1, 4", "csrw mepc, t1", "mret",
        ".balign 8", "cell: .dword 0"};
    private static final String[] ENDLESS = {".option norvc", "_start: addi a0, a0, 1", "j _start"};

    private void debug(SystemPlan plan) {
        start(plan, SessionOptions.unattended());
    }

    private Stop stop() {
        return assertInstanceOf(Halt.Stopped.class, halt()).stop();
    }

    private long x(int register) {
        return debugger.ask(processor(), state -> state.x(register)).join();
    }

    private static Points breakAt(long va) {
        return new Points(Set.of(va), Set.of(), Set.of());
    }

    private void step() {
        debugger.step(processor());
        assertInstanceOf(Halt.Stepped.class, halt());
    }

    @ParameterizedTest
    @EnumSource(Owner.class)
    void aBreakpointStopsBeforeTheInstructionWhoeverOwnsTheMachine(Owner owner) {
        debug(program(owner, 1, ENDLESS));
        debugger.setPoints(processor(), breakAt(BASE + 4));
        for (int i = 1; i < 4; i++) {
            debugger.resume();
            Halt.Stopped halt = assertInstanceOf(Halt.Stopped.class, halt());
            assertEquals(processor(), halt.processor());
            assertEquals(BASE + 4, halt.stop().pc());
            assertEquals(i, x(10));
        }
        debugger.close();
        debugger.resume();
        debugger.pause();
        assertInstanceOf(Halt.Paused.class, halt());
    }

    @ParameterizedTest
    @EnumSource(value = Owner.class, names = {"PROGRAM", "HYPERVISOR"})
    void aSteppedRunEndsAsOneThatRuns(Owner owner) throws Exception {
        SystemPlan plan = program(owner, 1, COUNT);
        Session plain = Lab.ended(plan);
        debug(plan);
        for (int i = 0; i < 300; i++) {
            long before = pc();
            step();
            assertTrue(pc() != before);
        }
        debugger.setPoints(processor(), new Points(Set.of(symbol("loop")), Set.of(new Watchpoint(symbol("cell"), 8, Watchpoint.Kind.WRITE)),
            Set.of(TrapCatch.of(Cause.ECALL_FROM_M))));
        int stops = 0;
        while (session.state() != SessionState.ENDED && x(10) < 190) {
            debugger.resume();
            stop();
            stops++;
        }
        assertTrue(stops > 400, stops + " stops");
        debugger.setPoints(processor(), Points.NONE);
        debugger.resume();
        session.awaitEnd();
        assertEquals(plain.digests().get(), session.digests().get());
        assertEquals(Lab.traceDigest(plain), Lab.traceDigest(session));
    }

    @Test
    void compressedInstructionsAreStoppedAtAndSteppedOver() {
        debug(program(Owner.PROGRAM, 1, "_start: c.addi a0, 1", "c.addi a0, 2", "c.j _start"));
        debugger.setPoints(processor(), breakAt(BASE + 2));
        debugger.resume();
        assertEquals(BASE + 2, stop().pc());
        assertEquals(1, x(10));
        step();
        assertEquals(BASE + 4, pc());
        debugger.resume();
        assertEquals(BASE + 2, stop().pc());
        assertEquals(4, x(10));
    }

    @Test
    void aStepOfAVcpuIsOneInstructionOfTheGuestWhateverTheVmmDoes() {
        debug(program(Owner.HYPERVISOR, 1, COUNT));
        debugger.setPoints(processor(), breakAt(symbol("loop")));
        debugger.resume();
        stop();
        long loop = symbol("loop");
        for (long next : new long[] {loop + 4, loop + 8, loop + 12, symbol("handler"), symbol("handler") + 4}) {
            step();
            assertEquals(next, pc());
        }
        assertEquals(1, debugger.ask(processor(), state -> state.csr(Csr.MSCRATCH)).join());
        assertEquals(Cause.ECALL_FROM_M.value(), debugger.ask(processor(), state -> state.csr(Csr.MCAUSE)).join());
    }

    @ParameterizedTest
    @EnumSource(Owner.class)
    void registersAndMemoryCanBeChanged(Owner owner) {
        debug(program(owner, 1, ENDLESS));
        debugger.setPoints(processor(), breakAt(BASE + 4));
        debugger.resume();
        stop();
        debugger.ask(processor(), state -> {
            state.setX(10, 41);
            state.setX(0, 1);
            state.setPc(BASE);
            return null;
        }).join();
        debugger.resume();
        stop();
        assertEquals(42, x(10));
        assertEquals(0, x(0));
        // addi a0, a0, 2
        byte[] two = {0x13, 0x05, 0x25, 0x00};
        assertEquals(4, debugger.ask(processor(), state -> state.write(BASE, two)).join());
        debugger.resume();
        stop();
        assertEquals(44, x(10), "code that was overwritten is decoded anew");
        assertArrayEquals(two, debugger.ask(processor(), state -> state.read(BASE, 4)).join());
    }

    @Test
    void readingStopsWhereMemoryEndsAndAsksNoDevice() {
        debug(program(Owner.PROGRAM, 1, ENDLESS));
        assertEquals(0, debugger.ask(processor(), state -> state.read(0x1000_0000L, 8)).join().length);
        assertEquals(16, debugger.ask(processor(), state -> state.read(BASE + (8 << 20) - 16, 64)).join().length);
        assertEquals(0, debugger.ask(processor(), state -> state.read(-8, 64)).join().length);
    }

    @Test
    void changingTheModeOfAVcpuChangesWhatItMayDo() {
        debug(program(Owner.HYPERVISOR, 1, COUNT));
        debugger.setPoints(processor(), breakAt(symbol("loop") + 4));
        debugger.resume();
        stop();
        debugger.setPoints(processor(), new Points(Set.of(), Set.of(), Set.of(new TrapCatch(null, Privilege.U, null))));
        debugger.ask(processor(), state -> {
            state.setPrivilege(Privilege.U);
            return null;
        }).join();
        debugger.resume();
        Stop.AfterTrap trap = assertInstanceOf(Stop.AfterTrap.class, stop());
        assertEquals(Privilege.U, trap.from());
        assertEquals(Cause.INSTRUCTION_ACCESS_FAULT, trap.cause(), "its own PMP opens nothing to U mode");
    }

    @Test
    void runToStopsOnceAndEveryDebuggerKeepsItsOwnPoints() {
        debug(program(Owner.PROGRAM, 1, COUNT));
        long loop = symbol("loop");
        try (Debugger other = session.openDebugger()) {
            other.setPoints(processor(), breakAt(loop + 8));
            debugger.runTo(debugger.processors(), loop);
            assertEquals(loop, stop().pc());
            debugger.resume();
            assertEquals(loop + 8, stop().pc());
            debugger.resume();
            assertEquals(loop + 8, stop().pc());
            assertEquals(2, x(10));
        }
        debugger.runTo(debugger.processors(), loop);
        assertEquals(loop, stop().pc());
    }

    @Test
    void oneHartStepsAndTheOthersKeepTheirTurns() throws Exception {
        SystemPlan plan = program(Owner.PROGRAM, 3, ENDLESS);
        debug(plan);
        Processor second = debugger.processors().get(1);
        for (int i = 1; i < 10; i++) {
            debugger.step(second);
            assertEquals(new Halt.Stepped(second), halt());
            // It began with its own number.
            assertEquals(1 + (i + 1 >> 1), debugger.ask(second, state -> state.x(10)).join().intValue());
        }
        assertEquals(500, debugger.ask(debugger.processors().get(0), state -> state.x(10)).join(), "its turn came first");
        assertEquals(2, debugger.ask(debugger.processors().get(2), state -> state.x(10)).join());
    }

    @Test
    void processorsAreNamedAfterWhatTheyBelongTo() {
        lab.file("a.s", ENDLESS);
        debug(lab.configuration("import \"a.s\" as a", "host one { cores 2 memory 8 MiB boot a }",
            "host two { memory 32 MiB hypervisor v { domain d { memory 8 MiB kernel a } } }"));
        assertEquals(List.of("one hart 0", "one hart 1", "two hart 0", "two.d vcpu 0"),
            debugger.processors().stream().map(Processor::name).toList());
        assertEquals(List.of(Kind.HART, Kind.HART, Kind.HART, Kind.VCPU), debugger.processors().stream().map(Processor::kind).toList());
        Processor vcpu = debugger.processors().getLast();
        debugger.setPoints(vcpu, breakAt(BASE + 4));
        debugger.resume();
        assertEquals(vcpu, halt().processor());
        debugger.setPoints(vcpu, Points.NONE);
        debugger.resume();
        debugger.pause();
        assertInstanceOf(Halt.Paused.class, halt());
    }

    @Test
    void hostsHaveTheirSlicesInTheSameOrderWhereverTheyWereStopped() throws Exception {
        lab.file("a.s", COUNT);
        SystemPlan plan = lab.configuration("import \"a.s\" as a", "host one { memory 8 MiB boot a }", "host two { memory 8 MiB boot a }");
        Session plain = Lab.ended(plan);
        debug(plan);
        for (int i = 0; i < 50; i++) {
            Processor processor = debugger.processors().get(i % 2);
            debugger.step(processor);
            if (halt() instanceof Halt.Paused) {
                break;
            }
        }
        debugger.resume();
        session.awaitEnd();
        assertEquals(Lab.traceDigest(plain), Lab.traceDigest(session));
    }
}
