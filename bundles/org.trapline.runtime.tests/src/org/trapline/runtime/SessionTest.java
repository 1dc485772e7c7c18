// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Csr;
import org.trapline.isa.Privilege;
import org.trapline.runtime.load.ProgramHost;
import org.trapline.runtime.load.ProgramHost.Owner;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.snapshot.HartSnapshot;
import org.trapline.runtime.snapshot.HostSnapshot;
import org.trapline.runtime.testkit.Lab;
import org.trapline.trace.EventKind;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.analysis.TraceDigest;
import org.trapline.trace.analysis.TraceFilter;
import org.trapline.trace.code.Stream;
import org.trapline.trace.file.TraceFile;
import org.trapline.vmm.LifeCycle;

@Timeout(60)
final class SessionTest {
    private static final String[] ENDLESS = {"_start: addi a0, a0, 1", "j _start"};
    private static final String[] POWER_OFF = {"_start: li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "j ."};
    private static final String[] FAIL_7 = {"_start: li t0, 0x100000", "li t1, 0x73333", "sw t1, 0(t0)", "j ."};
    private static final String[] WAIT = {"_start: wfi", "j _start"};
    private static final String[] TRAP_LOOP = {"_start: csrw mtvec, zero", ".word 0"};
    /** Prints what it is sent, until it is sent a q. */
    private static final String[] ECHO = {
        "_start: li s0, 0x10000000", "li t0, 1", "sb t0, 2(s0)", "sb t0, 1(s0)",
        "li t0, 0xc000000", "li t1, 1", "sw t1, 40(t0)", "li t0, 0xc002000", "li t1, 1<<10", "sw t1, 0(t0)",
        "li t0, 0xc200000", "sw zero, 0(t0)", "li t0, 1<<11", "csrw mie, t0",
        "next: lbu t0, 5(s0)", "andi t0, t0, 1", "bnez t0, take", "wfi",
        // Claimed and completed, so that the next byte raises the interrupt again; it is never enabled in mstatus.
        "li t2, 0xc200004", "lw t1, 0(t2)", "sw t1, 0(t2)", "j next",
        "take: lbu a0, 0(s0)", "sb a0, 0(s0)", "li t1, 'q'", "bne a0, t1, next",
        "li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "j ."};

    @TempDir
    private Path folder;
    private Lab lab;

    @BeforeEach
    void openLab() {
        lab = new Lab(folder);
    }

    private SystemPlan program(Owner owner, String... lines) {
        return lab.plan(new ProgramHost(owner, ProgramHost.bare().isa(), 1, 8L << 20), lines);
    }

    private GuestResult end(Owner owner, String... lines) {
        return Lab.ended(program(owner, lines)).results().getFirst();
    }

    // ---- how guests end ----

    @ParameterizedTest
    @EnumSource(names = {"PROGRAM", "HYPERVISOR"})
    void aGuestThatSwitchesItsMachineOffHasEndedWell(Owner owner) {
        GuestResult result = end(owner, POWER_OFF);
        assertEquals(Ending.POWERED_OFF, result.ending());
        assertEquals(0, result.exitCode());
    }

    @ParameterizedTest
    @EnumSource(names = {"PROGRAM", "HYPERVISOR"})
    void aGuestThatReportsAFailureHasFailedWithItsCode(Owner owner) {
        GuestResult result = end(owner, FAIL_7);
        assertEquals(Ending.FAILED, result.ending());
        assertEquals(7, result.exitCode());
    }

    @Test
    void aGuestThatWaitsForNothingEndsASessionThatNobodyTypesIn() {
        assertEquals(Ending.WAITING, end(Owner.PROGRAM, WAIT).ending());
    }

    @ParameterizedTest
    @EnumSource(names = {"PROGRAM", "HYPERVISOR"})
    void aGuestThatOnlyTrapsIsStopped(Owner owner) {
        assertEquals(Ending.TRAPPING, end(owner, TRAP_LOOP).ending());
    }

    @Test
    void aLimitIsExactInInstructions() {
        Session session = Lab.session(program(Owner.PROGRAM, ENDLESS), SessionOptions.unattended().withInstructionLimit(123_457));
        GuestResult result = Lab.run(session).getFirst();
        assertEquals(Ending.LIMIT, result.ending());
        assertEquals(123_457, result.instructions());
    }

    @Test
    void aLimitAlsoEndsAnEndlessGuestOfAHypervisor() {
        Session session = Lab.session(program(Owner.HYPERVISOR, ENDLESS), SessionOptions.unattended().withInstructionLimit(200_000));
        assertEquals(Ending.LIMIT, Lab.run(session).getFirst().ending());
    }

    @Test
    void firmwareStartsAProgramInSupervisorMode() {
        GuestResult result = end(Owner.FIRMWARE, "_start: csrr a0, sstatus", "li a7, 0x53525354", "li a6, 0", "li a0, 0", "li a1, 0", "ecall");
        assertEquals(Ending.POWERED_OFF, result.ending(), "the SBI call for a shutdown is served");
    }

    @Test
    void aGuestThatAsksForAResetStartsAgain() {
        Session session = Lab.ended(program(Owner.PROGRAM, "_start: la t0, count", "lw t1, 0(t0)", "li t2, 0x10000000", "addi t3, t1, '0'",
            "sb t3, 0(t2)", "li t4, 0x80700000", "lw t5, 0(t4)", "addi t6, t5, 1", "sw t6, 0(t4)", "li t0, 0x100000", "li t1, 0x7777",
            "li t2, 2", "blt t5, t2, off", "li t1, 0x5555", "off: sw t1, 0(t0)", "j .", ".data", "count: .word 0"));
        assertEquals("000", session.guests().getFirst().console().text(), "data is loaded anew, other memory stays");
    }

    // ---- control ----

    @ParameterizedTest
    @EnumSource(names = {"PROGRAM", "HYPERVISOR"})
    void aRunThatWasPausedIsTheSameRun(Owner owner) throws Exception {
        SystemPlan plan = program(owner, countTo(300_000));
        Session straight = Lab.ended(plan);
        Session paused = Lab.session(plan, SessionOptions.unattended().withStartsPaused(true));
        BlockingQueue<SessionState> states = states(paused);
        paused.start();
        // The program may end before a pause takes hold; what it did must be the same all the same.
        boolean alive = true;
        for (int i = 0; i < 3 && alive; i++) {
            alive = reached(states, SessionState.PAUSED);
            if (alive) {
                paused.resume();
                alive = reached(states, SessionState.RUNNING);
                paused.pause();
            }
        }
        if (alive && reached(states, SessionState.PAUSED)) {
            paused.resume();
        }
        paused.awaitEnd();
        assertEquals(Lab.traceDigest(straight), Lab.traceDigest(paused));
        assertEquals(straight.digests().get(), paused.digests().get());
    }

    @Test
    void aStepIsOneInstruction() throws Exception {
        Session session = Lab.session(program(Owner.PROGRAM, ENDLESS), SessionOptions.unattended().withStartsPaused(true));
        session.start();
        for (int i = 1; i <= 5; i++) {
            session.step(0);
            assertEquals(i, session.snapshot().get().hosts().getFirst().instret());
        }
        assertEquals(3, hart(session).registers().get(10));
        session.close();
    }

    @Test
    void aStepUnderAHypervisorTakesTheGuestThroughItsExit() throws Exception {
        Session session = Lab.session(program(Owner.HYPERVISOR, ".option norvc", "_start: nop", "csrw mscratch, sp", "j ."),
            SessionOptions.unattended().withStartsPaused(true));
        BlockingQueue<SessionState> states = states(session);
        session.start();
        await(states, SessionState.PAUSED);
        session.stepTo(0, TraceFilter.parse("kind=emulate"));
        await(states, SessionState.RUNNING);
        await(states, SessionState.PAUSED);
        TraceBuffer trace = session.trace().orElseThrow();
        TraceEvent emulated = new TraceEvent();
        trace.forEach(event -> {
            if (event.kind() == EventKind.EMULATE) {
                assertTrue(trace.read(event.seq(), emulated));
            }
        });
        assertEquals("csrw mscratch,sp", trace.names().instruction((int) emulated.arg(0)));
        assertEquals(0x8000_0008L, session.snapshot().get().hosts().getFirst().domains().getFirst().vcpus().getFirst().hart().pc());
        session.close();
    }

    @Test
    void stoppingEndsEndlessGuests() throws Exception {
        Session session = Lab.session(program(Owner.PROGRAM, ENDLESS), SessionOptions.unattended());
        session.start();
        session.stop();
        session.awaitEnd();
        assertEquals(Ending.STOPPED, session.results().getFirst().ending());
        assertEquals(SessionState.ENDED, session.state());
    }

    @Test
    void aSessionThatWasNeverStartedCanBeClosed() {
        Lab.session(program(Owner.PROGRAM, ENDLESS), SessionOptions.unattended()).close();
    }

    @Test
    void aSessionCanBeClosedWhileItIsPaused() {
        Session session = Lab.session(program(Owner.PROGRAM, ENDLESS), SessionOptions.unattended().withStartsPaused(true));
        session.start();
        session.close();
        assertEquals(SessionState.ENDED, session.state());
    }

    // ---- consoles ----

    @ParameterizedTest
    @EnumSource(names = {"PROGRAM", "HYPERVISOR"})
    void whatIsTypedReachesTheGuest(Owner owner) {
        Session session = Lab.session(program(owner, ECHO), SessionOptions.unattended());
        session.guests().getFirst().console().send("hello, this is longer than a FIFO\nq");
        assertEquals(Ending.POWERED_OFF, Lab.run(session).getFirst().ending());
        assertEquals("hello, this is longer than a FIFO\nq", session.guests().getFirst().console().text());
    }

    @ParameterizedTest
    @EnumSource(names = {"PROGRAM", "HYPERVISOR"})
    void aSessionWaitsForInputAndWakesUp(Owner owner) throws Exception {
        Session session = Lab.session(program(owner, ECHO), SessionOptions.interactive());
        BlockingQueue<SessionState> states = states(session);
        session.start();
        await(states, SessionState.WAITING);
        session.guests().getFirst().console().send("x");
        await(states, SessionState.RUNNING);
        await(states, SessionState.WAITING);
        session.guests().getFirst().console().send("q");
        session.awaitEnd();
        assertEquals("xq", session.guests().getFirst().console().text());
    }

    @Test
    void aSessionThatWaitsEndsWhenInputDoes() throws Exception {
        Session session = Lab.session(program(Owner.PROGRAM, ECHO), SessionOptions.interactive());
        BlockingQueue<SessionState> states = states(session);
        session.start();
        await(states, SessionState.WAITING);
        session.endInput();
        session.awaitEnd();
        assertEquals(Ending.WAITING, session.results().getFirst().ending());
    }

    @ParameterizedTest
    @EnumSource(names = {"PROGRAM", "HYPERVISOR"})
    void consoleBytesAreTracedInBothDirections(Owner owner) {
        Session session = Lab.session(program(owner, ECHO), SessionOptions.unattended());
        session.guests().getFirst().console().send("aq");
        Lab.run(session);
        StringBuilder in = new StringBuilder();
        StringBuilder out = new StringBuilder();
        session.trace().orElseThrow().forEach(event -> {
            if (event.kind() == EventKind.CONSOLE) {
                (event.arg(0) == Stream.INPUT.ordinal() ? in : out).append((char) event.arg(1));
            }
        });
        assertEquals("aq", in.toString());
        assertEquals("aq", out.toString());
    }

    @Test
    void listenersGetWholeLines() {
        String text = "first\nsecond\nunfinished";
        Session session = Lab.session(program(Owner.PROGRAM, print(text)), SessionOptions.unattended());
        List<String> lines = new ArrayList<>();
        session.addListener(new SessionListener() {
            @Override
            public void printed(Guest guest, byte[] bytes) {
                lines.add(new String(bytes, StandardCharsets.UTF_8));
            }
        });
        Lab.run(session);
        assertEquals(List.of("first\n", "second\n", "unfinished"), lines);
    }

    @Test
    void whatIsPrintedComesBeforeTheEndOfTheRun() {
        Session session = Lab.session(program(Owner.PROGRAM, print("unfinished")), SessionOptions.unattended());
        List<Long> events = new ArrayList<>();
        session.addListener(new SessionListener() {
            @Override
            public void printed(Guest guest, byte[] bytes) {
                events.add(session.trace().orElseThrow().nextSeq());
            }
        });
        Lab.run(session);
        assertTrue(events.getFirst() < session.trace().orElseThrow().nextSeq(), "the end of the life was not traced yet");
    }

    @Test
    void listenersHearEachLifeOnce() {
        Session session = Lab.session(program(Owner.HYPERVISOR, POWER_OFF), SessionOptions.unattended());
        List<Object> heard = new ArrayList<>();
        session.addListener(new SessionListener() {
            @Override
            public void guestChanged(Guest guest, LifeCycle lifeCycle) {
                heard.add(lifeCycle);
            }

            @Override
            public void stateChanged(SessionState state) {
                heard.add(state);
            }
        });
        Lab.run(session);
        assertEquals(List.of(LifeCycle.RUNNING, SessionState.RUNNING, LifeCycle.OFF, SessionState.ENDED), heard);
    }

    // ---- questions ----

    @Test
    void aSnapshotShowsWhatTheGuestSees() throws Exception {
        Session session = Lab.session(program(Owner.HYPERVISOR, "_start: li a0, 42", "li t0, 0x1234", "csrw mscratch, t0", "loop: j loop"),
            SessionOptions.unattended().withInstructionLimit(50_000));
        Lab.run(session);
        HostSnapshot host = session.snapshot().get().hosts().getFirst();
        HartSnapshot guest = host.domains().getFirst().vcpus().getFirst().hart();
        assertEquals(Privilege.M, guest.privilege(), "the guest's kernel believes that it runs in machine mode");
        assertEquals(Privilege.U, host.harts().getFirst().privilege(), "and runs in user mode");
        assertEquals(42, guest.registers().get(10));
        assertEquals(0x1234L, guest.csrs().get(Csr.MSCRATCH));
        assertNotEquals(0x1234L, host.harts().getFirst().csrs().get(Csr.MSCRATCH), "the hart's own register is not the guest's");
        assertEquals(0, host.domains().getFirst().vcpus().getFirst().onHart());
    }

    @Test
    void guestMemoryIsReadByGuestPhysicalAddress() throws Exception {
        for (Owner owner : List.of(Owner.PROGRAM, Owner.HYPERVISOR)) {
            Session session = Lab.ended(program(owner, "_start: li t0, 0x80100000", "li t1, 0x64636261", "sw t1, 0(t0)", "li t0, 0x100000",
                "li t1, 0x5555", "sw t1, 0(t0)", "j ."));
            Guest guest = session.guests().getFirst();
            assertArrayEquals("abcd".getBytes(StandardCharsets.US_ASCII), session.memory(guest, 0x8010_0000L, 4).get());
            ExecutionException problem = assertThrows(ExecutionException.class, () -> session.memory(guest, 0x9000_0000L, 4).get());
            assertTrue(problem.getCause() instanceof IndexOutOfBoundsException, "beyond memory there is nothing to read");
        }
    }

    @Test
    void questionsAreAnsweredWhileMachinesRun() throws Exception {
        Session session = Lab.session(program(Owner.PROGRAM, ENDLESS), SessionOptions.unattended());
        session.start();
        long first = session.snapshot().get().hosts().getFirst().cycle();
        long second = session.snapshot().get().hosts().getFirst().cycle();
        assertTrue(second >= first);
        session.close();
        assertTrue(session.snapshot().get().hosts().getFirst().cycle() >= second, "and after the end");
    }

    // ---- several hosts, traces ----

    @Test
    void severalHostsRunTheSameWayEachTime() throws Exception {
        lab.file("a.s", countTo(50_000));
        lab.file("b.s", countTo(120_000));
        SystemPlan plan = lab.configuration("import \"a.s\" as a", "import \"b.s\" as b", "host one { memory 8 MiB boot a }",
            "host two { memory 8 MiB boot b }", "host three { memory 32 MiB hypervisor v { domain d { memory 8 MiB kernel a } domain e { memory 8 MiB kernel b } } }");
        Session first = Lab.ended(plan);
        Session second = Lab.ended(plan);
        assertEquals(4, first.results().size());
        assertTrue(first.results().stream().allMatch(result -> result.ending().isSuccess()), () -> first.results().toString());
        assertEquals(Lab.traceDigest(first), Lab.traceDigest(second));
        assertEquals(first.digests().get(), second.digests().get());
    }

    @Test
    void oneHostsFailureDoesNotEndTheOthers() {
        lab.file("bad.s", FAIL_7);
        lab.file("good.s", countTo(400_000));
        Session session = Lab.ended(lab.configuration("import \"bad.s\" as bad", "import \"good.s\" as good", "host one { memory 8 MiB boot bad }",
            "host two { memory 8 MiB boot good }"));
        assertEquals(List.of(Ending.FAILED, Ending.POWERED_OFF), session.results().stream().map(GuestResult::ending).toList());
    }

    @Test
    void aTraceFileHoldsWhatTheRingHolds() throws IOException {
        Path file = folder.resolve("run.trace");
        Session session = Lab.session(program(Owner.HYPERVISOR, countTo(20_000)), SessionOptions.unattended().withTraceFile(file));
        Lab.run(session);
        try (TraceFile trace = TraceFile.open(file)) {
            assertEquals(Lab.traceDigest(session), TraceDigest.of(trace));
            assertEquals("guest", trace.names().vm(0));
            assertEquals("program.s:1", trace.names().line(0, 0, 0x8000_0000L).shortText());
            assertEquals("_start", trace.names().symbol(0, 0, 0x8000_0000L).toString());
            assertEquals("uart", trace.names().device(0, 0, 0x1000_0000L).name());
        }
    }

    @Test
    void aSmallRingWithAFileForgetsNothing() throws IOException {
        Path file = folder.resolve("run.trace");
        SystemPlan plan = program(Owner.HYPERVISOR, print("many events ".repeat(400)));
        Session whole = Lab.ended(plan);
        Lab.run(Lab.session(plan, SessionOptions.unattended().withTraceCapacity(1).withTraceFile(file)));
        try (TraceFile trace = TraceFile.open(file)) {
            assertTrue(trace.nextSeq() > 16_384, "the ring alone could not hold that");
            assertEquals(Lab.traceDigest(whole), TraceDigest.of(trace));
        }
    }

    @Test
    void withoutATraceTheRunIsTheSame() throws Exception {
        SystemPlan plan = program(Owner.HYPERVISOR, countTo(30_000));
        Session traced = Lab.ended(plan);
        Session silent = Lab.session(plan, SessionOptions.unattended().withTraceCapacity(0));
        Lab.run(silent);
        assertTrue(silent.trace().isEmpty());
        assertEquals(traced.digests().get(), silent.digests().get());
    }

    @Test
    void domainsThatTogetherNeedTooMuchMemoryAreRefused() {
        lab.file("a.s", POWER_OFF);
        SystemPlan plan = lab.plan(new ProgramHost(Owner.HYPERVISOR, ProgramHost.bare().isa(), 1, 8L << 20), POWER_OFF);
        SystemPlan tight = new SystemPlan(plan.file(), plan.hosts().stream().map(host -> new org.trapline.runtime.plan.HostPlan(host.id(),
            host.name(), host.isa(), host.cores(), 9L << 20, host.quirks(), host.role(), 3)).toList());
        StartException problem = assertThrows(StartException.class, () -> Session.create(tight, SessionOptions.unattended()));
        assertTrue(problem.getMessage().contains("domain 'guest' needs"), problem.getMessage());
    }

    // ---- helpers ----

    private static HartSnapshot hart(Session session) throws Exception {
        return session.snapshot().get().hosts().getFirst().harts().getFirst();
    }

    private static BlockingQueue<SessionState> states(Session session) {
        BlockingQueue<SessionState> states = new LinkedBlockingQueue<>();
        session.addListener(new SessionListener() {
            @Override
            public void stateChanged(SessionState state) {
                states.add(state);
            }
        });
        return states;
    }

    private static void await(BlockingQueue<SessionState> states, SessionState wanted) throws InterruptedException {
        assertTrue(reached(states, wanted), "the session ended before it was " + wanted);
    }

    /** Waits for a state; false if the session ends first. */
    private static boolean reached(BlockingQueue<SessionState> states, SessionState wanted) throws InterruptedException {
        SessionState next = states.take();
        while (next != wanted && next != SessionState.ENDED) {
            next = states.take();
        }
        return next == wanted;
    }

    private static String[] countTo(int number) {
        return new String[] {"_start: li t0, " + number, "1: addi t0, t0, -1", "bnez t0, 1b", "li t0, 0x10000000", "li t1, '.'", "sb t1, 0(t0)",
            "li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "j ."};
    }

    private static String[] print(String text) {
        return new String[] {"_start: la a0, text", "li t1, 0x10000000", "1: lbu t0, 0(a0)", "beqz t0, 2f", "sb t0, 0(t1)", "addi a0, a0, 1",
            "j 1b", "2: li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "j .", "text: .asciz \"" + text.replace("\n", "\\n") + "\""};
    }
}
