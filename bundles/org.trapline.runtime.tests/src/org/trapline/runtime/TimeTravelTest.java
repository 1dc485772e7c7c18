// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.machine.replay.History;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateException;
import org.trapline.runtime.debug.Halt;
import org.trapline.runtime.debug.Points;
import org.trapline.runtime.load.ProgramHost.Owner;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.testkit.Lab;
import org.trapline.trace.analysis.TraceFilter;
import org.trapline.vmm.LifeCycle;

/** Sessions that go back, and sessions that go on elsewhere. */
@Timeout(60)
final class TimeTravelTest extends DebuggedSession {
    private static final History.Limits LIMITS = new History.Limits(20_000, 20, 16L << 20);
    /** Counts in a0 and prints a letter each time, 20 times, and switches off. */
    private static final String[] COUNT = {
        ".option norvc", "_start: li s0, 0x10000000", "li s1, 20", "li a1, 'a'",
        "loop: addi a0, a0, 1", "sb a1, 0(s0)", "addi a1, a1, 1", "bne a0, s1, loop",
        "li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "j ."};
    /** Prints what is typed until a full stop. */
    private static final String[] ECHO = {
        ".option norvc", "_start: li s0, 0x10000000", "li s1, '.'",
        "wait: lbu a0, 5(s0)", "andi a0, a0, 1", "beqz a0, wait", "lbu a0, 0(s0)", "sb a0, 0(s0)", "bne a0, s1, wait",
        "li t0, 0x100000", "li t1, 0x5555", "sw t1, 0(t0)", "j ."};

    private void start(SystemPlan plan) {
        start(plan, SessionOptions.unattended().withHistory(LIMITS));
    }

    /** Lets the session go on to the end of all hosts, and end there. */
    private void goOnToTheEnd() throws InterruptedException {
        session.resume();
        assertInstanceOf(Halt.AtEnd.class, halt());
        session.resume();
        session.awaitEnd();
    }

    private long a0() {
        return debugger.ask(processor(), state -> state.x(10)).join();
    }

    private void breakAt(long va) {
        debugger.setPoints(processor(), new Points(Set.of(va), Set.of(), Set.of()));
    }

    @ParameterizedTest
    @EnumSource(Owner.class)
    void aRunGoesBackFromPointToPointAndOnAgain(Owner owner) throws Exception {
        SystemPlan plan = program(owner, 1, COUNT);
        Session plain = Lab.ended(plan);
        start(plan);
        long loop = symbol("loop");
        breakAt(loop);
        for (int count = 0; count < 10; count++) {
            session.resume();
            assertInstanceOf(Halt.Stopped.class, halt());
            assertEquals(count, a0());
        }
        String printed = session.guests().getFirst().console().text();
        for (int count = 8; count >= 4; count--) {
            session.runBack();
            assertInstanceOf(Halt.Stopped.class, halt());
            assertEquals(count, a0());
            assertEquals(loop, pc());
            assertTrue(session.moment().orElseThrow().isInPast());
        }
        session.stepBack(processor());
        assertEquals(new Halt.Stepped(processor()), halt());
        assertEquals(loop + 12, pc());
        session.goToPresent();
        assertInstanceOf(Halt.Stepped.class, halt());
        assertEquals(9, a0());
        assertFalse(session.moment().orElseThrow().isInPast());
        assertEquals(printed, session.guests().getFirst().console().text());
        session.runBack();
        assertInstanceOf(Halt.Stopped.class, halt());
        debugger.setPoints(processor(), Points.NONE);
        goOnToTheEnd();
        assertEquals("abcdefghijklmnopqrst", session.guests().getFirst().console().text());
        assertEquals(plain.results().getFirst().instructions(), session.results().getFirst().instructions());
        assertEquals(Lab.traceDigest(plain), Lab.traceDigest(session));
    }

    @Test
    void goingBackEndsAtTheBeginning() {
        start(program(Owner.PROGRAM, 1, COUNT));
        breakAt(symbol("loop"));
        session.resume();
        halt();
        session.runBack();
        assertInstanceOf(Halt.AtBeginning.class, halt());
        assertEquals(0, session.moment().orElseThrow().instructions());
        session.goTo(2);
        halt();
        assertEquals(2, session.moment().orElseThrow().instructions());
    }

    @Test
    void anEventIsGoneBackTo() throws Exception {
        start(program(Owner.PROGRAM, 1, COUNT));
        breakAt(symbol("loop"));
        for (int i = 0; i < 5; i++) {
            session.resume();
            halt();
        }
        session.runBackTo(TraceFilter.parse("kind=console"));
        assertInstanceOf(Halt.Stepped.class, halt());
        assertEquals(symbol("loop") + 4, pc());
        assertEquals(4, a0());
        session.runBackTo(TraceFilter.parse("kind=console"));
        halt();
        assertEquals(3, a0());
    }

    @ParameterizedTest
    @EnumSource(names = {"PROGRAM", "HYPERVISOR"})
    void whatWasTypedComesAgain(Owner owner) throws Exception {
        start(program(owner, 1, ECHO));
        Console console = session.guests().getFirst().console();
        breakAt(symbol("wait") + 20);
        for (String typed : List.of("a", "b", "c")) {
            console.send(typed);
            session.resume();
            assertInstanceOf(Halt.Stopped.class, halt());
            assertTrue(console.text().endsWith(typed));
        }
        debugger.setPoints(processor(), Points.NONE);
        long present = session.moment().orElseThrow().now();
        session.goTo(0);
        halt();
        session.goToPresent();
        halt();
        assertEquals(present, session.moment().orElseThrow().now());
        assertEquals("abc", console.text());
        console.send(".");
        session.goTo(10);
        halt();
        goOnToTheEnd();
        assertEquals("abc.", console.text());
    }

    @Test
    void aNewFutureIsAnother() throws Exception {
        start(program(Owner.PROGRAM, 1, COUNT));
        breakAt(symbol("loop"));
        for (int i = 0; i < 10; i++) {
            session.resume();
            halt();
        }
        session.goTo(20);
        halt();
        session.forgetFuture().join();
        assertFalse(session.moment().orElseThrow().isInPast());
        long now = session.moment().orElseThrow().now();
        assertTrue(session.moment().orElseThrow().beginning() < now);
        debugger.ask(processor(), state -> {
            state.setX(10, 18);
            return null;
        }).join();
        assertEquals(now, session.moment().orElseThrow().now());
        debugger.setPoints(processor(), Points.NONE);
        goOnToTheEnd();
        assertEquals(0, session.results().getFirst().exitCode());
    }

    @ParameterizedTest
    @EnumSource(Owner.class)
    void fromTheEndOneCanGoBack(Owner owner) throws Exception {
        start(program(owner, 1, COUNT));
        session.resume();
        assertInstanceOf(Halt.AtEnd.class, halt());
        assertEquals(Ending.POWERED_OFF, session.results().getFirst().ending());
        assertEquals(LifeCycle.OFF, session.guests().getFirst().lifeCycle());
        List<String> end = session.digests().join();
        breakAt(symbol("loop"));
        for (int count = 19; count > 15; count--) {
            session.runBack();
            assertInstanceOf(Halt.Stopped.class, halt());
            assertEquals(count, a0());
        }
        assertEquals(LifeCycle.RUNNING, session.guests().getFirst().lifeCycle());
        debugger.setPoints(processor(), Points.NONE);
        session.resume();
        assertInstanceOf(Halt.AtEnd.class, halt());
        assertEquals(end, session.digests().join());
        session.stepBack(processor());
        assertEquals(new Halt.Stepped(processor()), halt());
        // The store that switches off, and what follows it: nothing.
        debugger.step(processor());
        assertEquals(new Halt.Stepped(processor()), halt());
        debugger.step(processor());
        assertInstanceOf(Halt.AtEnd.class, halt());
        session.resume();
        session.awaitEnd();
        assertEquals("abcdefghijklmnopqrst", session.guests().getFirst().console().text());
    }

    @Test
    void withoutADebuggerTheEndIsTheEnd() throws Exception {
        start(program(Owner.PROGRAM, 1, COUNT));
        debugger.close();
        session.resume();
        session.awaitEnd();
        assertEquals(SessionState.ENDED, session.state());
    }

    @ParameterizedTest
    @EnumSource(Owner.class)
    void whatADebuggerWritesIsPartOfTheRun(Owner owner) throws Exception {
        start(program(owner, 1, COUNT));
        long loop = symbol("loop");
        breakAt(loop);
        for (int i = 0; i < 4; i++) {
            session.resume();
            halt();
        }
        debugger.ask(processor(), state -> {
            state.setX(11, 'X');
            state.setX(10, 10);
            return null;
        }).join();
        for (int count = 11; count < 14; count++) {
            session.resume();
            halt();
            assertEquals(count, a0());
        }
        List<String> digests = session.digests().join();
        for (int count : new int[] {12, 11, 10, 2, 1, 0}) {
            session.runBack();
            assertInstanceOf(Halt.Stopped.class, halt());
            assertEquals(count, a0());
        }
        for (int count : new int[] {1, 2, 10, 11, 12}) {
            session.resume();
            assertInstanceOf(Halt.Stopped.class, halt());
            assertEquals(count, a0());
        }
        session.goToPresent();
        halt();
        assertEquals(digests, session.digests().join());
        debugger.setPoints(processor(), Points.NONE);
        goOnToTheEnd();
        assertEquals("abcXYZ[\\]^_`a", session.guests().getFirst().console().text());
    }

    @Test
    void severalHostsGoBackTogether() throws Exception {
        lab.file("a.s", COUNT);
        SystemPlan plan = lab.configuration("import \"a.s\" as a", "host one { cores 2 memory 8 MiB boot a }", "host two { memory 8 MiB boot a }",
            "host three { memory 32 MiB hypervisor v { domain d { memory 8 MiB kernel a } } }");
        Session plain = Lab.ended(plan);
        start(plan);
        for (int i = 0; i < 30; i++) {
            debugger.step(debugger.processors().get(i % 3));
            halt();
        }
        List<String> digests = session.digests().join();
        Moment present = session.moment().orElseThrow();
        session.goTo(present.instructions() / 2);
        halt();
        session.goTo(3);
        halt();
        session.goToPresent();
        halt();
        assertEquals(present.now(), session.moment().orElseThrow().now());
        assertEquals(digests, session.digests().join());
        goOnToTheEnd();
        for (int guest = 0; guest < 3; guest++) {
            assertEquals("abcdefghijklmnopqrst", session.guests().get(guest).console().text());
        }
        assertEquals(plain.results().stream().map(GuestResult::instructions).toList(),
            session.results().stream().map(GuestResult::instructions).toList());
    }

    @ParameterizedTest
    @EnumSource(Owner.class)
    void aSnapshotGoesOnInAnotherSession(Owner owner) throws Exception {
        SystemPlan plan = program(owner, 1, COUNT);
        session = Lab.session(plan, SessionOptions.unattended());
        var kept = session.keepAt(40);
        Lab.run(session);
        Snapshot snapshot = kept.join();
        try (Session other = Lab.session(plan, SessionOptions.unattended().withStartsPaused(true))) {
            other.start();
            other.restore(snapshot).join();
            other.resume();
            other.awaitEnd();
            assertEquals(session.results().getFirst().instructions(), other.results().getFirst().instructions());
            assertEquals(session.digests().join(), other.digests().join());
            String all = session.guests().getFirst().console().text();
            String rest = other.guests().getFirst().console().text();
            assertTrue(all.endsWith(rest) && rest.length() < all.length(), rest);
        }
    }

    @Test
    void aSnapshotOfOtherHostsIsRefused() {
        session = Lab.session(program(Owner.PROGRAM, 1, COUNT), SessionOptions.unattended());
        var kept = session.keepAt(40);
        Lab.run(session);
        try (Session other = Lab.session(program(Owner.PROGRAM, 2, COUNT), SessionOptions.unattended().withStartsPaused(true))) {
            other.start();
            Throwable refused = assertThrows(CompletionException.class, () -> other.restore(kept.join()).join()).getCause();
            assertInstanceOf(StateException.class, refused);
            assertEquals("harts is 1 in the state, 2 in this machine", refused.getMessage());
        }
    }
}
