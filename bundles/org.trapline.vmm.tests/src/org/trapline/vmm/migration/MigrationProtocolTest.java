// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm.migration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.machine.memory.Ram;
import org.trapline.vmm.migration.MigrationPolicy.Otherwise;
import org.trapline.vmm.migration.MigrationReport.Outcome;
import org.trapline.vmm.migration.Wire.Fault;

/** The two sides of a migration, without hosts. */
class MigrationProtocolTest {
    private static final MigrationPolicy POLICY = MigrationPolicy.standard().withMaxDowntime(20_000);
    private static final int FEW = 20;
    private static final int MANY = 2_000;

    private static Wire moved(final MigrationPolicy policy, final int writes) {
        final Wire wire = new Wire(policy, writes, Fault.NONE, 0);
        wire.run();
        return wire;
    }

    @Test
    void aMachineThatWritesLittleMovesWithinItsDowntime() {
        final Wire wire = moved(POLICY, FEW);
        final MigrationReport report = wire.source.report();
        assertEquals(Outcome.MOVED, report.outcome());
        assertTrue(report.converged());
        assertTrue(report.downtime() > 0 && report.downtime() <= 20_000, report.toString());
        assertEquals(1, wire.running());
        assertTrue(wire.away.runs && !wire.home.there);
        assertEquals(Wire.PAGES, report.rounds().getFirst().pages());
        for (int i = 0; i < Wire.PAGES; i++) {
            assertTrue(wire.away.pages[i] == null ? wire.home.pages[i] == null : Arrays.equals(wire.home.pages[i], wire.away.pages[i]), "page " + i);
        }
    }

    @Test
    void theWireCarriesNoMoreThanItsBandwidth() {
        for (final long bandwidth : new long[] {1_000_000, 10_000_000, 125_000_000}) {
            final MigrationReport report = moved(POLICY.withBytesPerSecond(bandwidth).withMaxDowntime(Long.MAX_VALUE), 0).source.report();
            final double seconds = (double) report.cycles() / MigrationPolicy.CYCLES_PER_SECOND;
            assertTrue(report.bytes() <= seconds * bandwidth + 1, report.toString());
            assertTrue(report.bytes() >= 0.9 * (seconds - 0.0001) * bandwidth, report.toString());
        }
    }

    @Test
    void aMachineThatWritesAsFastAsTheWireIsFoundOut() {
        final Wire stopped = moved(POLICY, MANY);
        assertFalse(stopped.source.report().converged());
        assertEquals("it writes memory as fast as it can be sent", stopped.source.report().reason());
        assertTrue(stopped.source.report().downtime() > 20_000);
        assertTrue(stopped.away.runs);
        final Wire cancelled = moved(POLICY.withOtherwise(Otherwise.CANCEL), MANY);
        assertEquals(Outcome.STAYED, cancelled.source.report().outcome());
        assertTrue(cancelled.home.runs && !cancelled.away.there);
        assertEquals(0, cancelled.source.report().downtime());
    }

    @Test
    void pagesThatComeLaterAreFetchedWhenTheyAreTouched() {
        final MigrationPolicy policy = POLICY.withOtherwise(Otherwise.POST_COPY).withMaxRounds(1);
        final Wire wire = new Wire(policy, MANY, Fault.NONE, 0);
        wire.touches = 2;
        wire.run();
        final MigrationReport report = wire.source.report();
        assertEquals(Outcome.MOVED, report.outcome());
        assertEquals(2, report.fetched());
        assertEquals(MigrationTarget.Phase.RUNNING, wire.target.phase());
        assertTrue(report.downtime() < 10_000, "only registers are sent while it stands still: " + report);
        assertEquals(report.rounds().getFirst().dirty(), report.rounds().getLast().pages());
    }

    @Test
    void aTargetThatHasNoRoomLeavesTheMachineWhereItIs() {
        final Wire wire = new Wire(POLICY, FEW, Fault.NONE, 0);
        wire.away.refusal = "the host has only 3 pages left";
        wire.run();
        assertEquals(Outcome.STAYED, wire.source.report().outcome());
        assertEquals("the host has only 3 pages left", wire.source.report().reason());
        assertTrue(wire.home.runs && !wire.away.runs);
    }

    private static void oneRunsWhereverItBreaks(final Fault fault, final MigrationPolicy policy, final int writes) {
        final int messages = moved(policy, writes).messages();
        assertTrue(messages > 10);
        int moves = 0;
        for (int at = 0; at < messages; at++) {
            final Wire wire = new Wire(policy, writes, fault, at);
            wire.run();
            final String where = fault + " at message " + at + ": " + wire.source.phase() + ", " + wire.target.phase();
            assertTrue(wire.running() <= 1, "two run: " + where);
            final MigrationTarget.Phase there = wire.target.phase();
            final boolean isWhole = there == MigrationTarget.Phase.PREPARED && wire.isWhole() || there == MigrationTarget.Phase.RUNNING;
            wire.recover();
            // Before the other side has all of it, and once it has moved, a machine dies with its host, as it would have without a migration.
            final boolean diedWithItsHost = wire.sourceDead && !isWhole || wire.targetDead && wire.source.phase() == MigrationSource.Phase.MOVED;
            assertEquals(diedWithItsHost ? 0 : 1, wire.running(), where);
            assertTrue(wire.sourceDead || !wire.source.isInDoubt(), where);
            assertTrue(wire.targetDead || !wire.target.isInDoubt() && !wire.target.owesAnswer(), where);
            assertTrue(wire.targetDead || there != MigrationTarget.Phase.FETCHING || wire.target.isOver(), where);
            moves += wire.away.runs && !wire.targetDead ? 1 : 0;
        }
        assertTrue(fault.name().startsWith("TARGET") ? moves == 0 : moves > 0, fault + ": " + moves + " of " + messages + " moved");
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void exactlyOneRunsWhateverBreaksAtWhicheverMessage(final Fault fault) {
        oneRunsWhereverItBreaks(fault, POLICY, FEW);
    }

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "NONE", mode = EnumSource.Mode.EXCLUDE)
    void exactlyOneRunsWhateverBreaksWhilePagesComeLater(final Fault fault) {
        oneRunsWhereverItBreaks(fault, POLICY.withOtherwise(Otherwise.POST_COPY).withMaxRounds(1), MANY);
    }

    private static int place(final Wire wire, final Class<? extends Message> kind) {
        for (int i = 0; i < wire.carried.size(); i++) {
            if (kind.isInstance(wire.carried.get(i))) {
                return i;
            }
        }
        throw new AssertionError("no " + kind);
    }

    @Test
    void aSourceThatHasSentAllStandsStillUntilItKnowsThatTheTargetHasNotTakenIt() {
        final Wire wire = new Wire(POLICY, FEW, Fault.CUT_BEFORE, place(moved(POLICY, FEW), Message.Prepared.class));
        wire.run();
        assertEquals(MigrationSource.Phase.WITHDRAWING, wire.source.phase());
        assertTrue(wire.source.isInDoubt() && wire.target.isInDoubt());
        assertEquals(Outcome.UNDECIDED, wire.source.report().outcome());
        assertEquals(0, wire.running());
        wire.recover();
        assertEquals("the connection to the target was lost", wire.source.report().reason());
        assertTrue(wire.home.runs && !wire.away.there);
        assertEquals(MigrationTarget.Phase.GONE, wire.target.phase());
    }

    @Test
    void whatTheTargetSaysHoldsEvenIfTheSourceWasThoughtToBeDead() {
        final Wire wire = new Wire(POLICY, FEW, Fault.CUT_BEFORE, place(moved(POLICY, FEW), Message.Prepared.class));
        wire.run();
        wire.target.sourceDied();
        assertTrue(wire.away.runs);
        wire.recover();
        assertEquals(MigrationSource.Phase.MOVED, wire.source.phase());
        assertEquals(1, wire.running());
        assertTrue(wire.away.runs && !wire.home.there);
    }

    @Test
    void aTargetIsThereToAnswerUntilTheSourceKnows() {
        final Wire wire = new Wire(POLICY, FEW, Fault.CUT_BEFORE, place(moved(POLICY, FEW), Message.Running.class));
        wire.run();
        assertTrue(wire.away.runs && wire.target.owesAnswer());
        assertTrue(wire.source.isInDoubt());
        wire.recover();
        assertFalse(wire.target.owesAnswer());
        assertEquals(MigrationSource.Phase.MOVED, wire.source.phase());
    }

    @Test
    void aMachineWhosePagesDieWithTheSourceIsEnded() {
        final MigrationPolicy policy = POLICY.withOtherwise(Otherwise.POST_COPY).withMaxRounds(1);
        final Wire wire = new Wire(policy, MANY, Fault.SOURCE_DIES_AFTER, place(moved(policy, MANY), Message.Running.class) + 1);
        wire.run();
        assertTrue(wire.away.runs);
        wire.recover();
        assertEquals(MigrationTarget.Phase.LOST, wire.target.phase());
        assertEquals(0, wire.running());
        assertTrue(wire.away.refusal.matches("the source has died while \\d+ pages were still there"), wire.away.refusal);
    }

    @Test
    void aCutAfterTheDecisionIsHealedByTellingItAgain() {
        final int commit = place(moved(POLICY, FEW), Message.Commit.class);
        final Wire wire = new Wire(POLICY, FEW, Fault.CUT_BEFORE, commit);
        wire.run();
        assertTrue(wire.source.isInDoubt() && wire.target.isInDoubt());
        assertEquals(0, wire.running());
        wire.recover();
        assertTrue(wire.away.runs && !wire.home.there);
        assertEquals(MigrationSource.Phase.MOVED, wire.source.phase());
    }

    // ---- the wire ----

    private static List<Message> samples() {
        final byte[] page = new byte[Ram.PAGE_SIZE];
        page[9] = 1;
        final TreeMap<String, String> shape = new TreeMap<>();
        shape.put("isa", "rv64gc");
        return List.of(new Message.Hello(1, shape), new Message.Welcome(-1), new Message.Pages(2, List.of(0, 7), Arrays.asList(page, null)),
            new Message.State(3, new byte[] {1, 2}, "abc", new long[] {-1}), new Message.Prepared(4), new Message.Commit(5), new Message.Running(6, new long[] {5}),
            new Message.Want(7, 12), new Message.Abort(8, "no room für it"), new Message.Gone(9), new Message.Settled(10), new Message.Next(11));
    }

    private static byte[] bytes(final Message message) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        MessageCodec.write(bytes, message);
        return bytes.toByteArray();
    }

    @Test
    void everyMessageComesAsItWasSent() throws IOException {
        for (final Message message : samples()) {
            final Message came = Wire.overTheWire(message);
            assertEquals(message.getClass(), came.getClass());
            assertArrayEquals(bytes(message), bytes(came));
        }
        assertEquals(null, MessageCodec.read(new ByteArrayInputStream(new byte[0])));
    }

    @Test
    void damageOfAnyByteIsNoticed() throws IOException {
        final Random random = new Random(11);
        for (final Message message : samples()) {
            final byte[] whole = bytes(message);
            for (int i = 0; i < whole.length; i += Math.max(1, whole.length / 40)) {
                final byte[] damaged = whole.clone();
                damaged[i] ^= (byte) (1 << random.nextInt(8));
                assertThrows(IOException.class, () -> MessageCodec.read(new ByteArrayInputStream(damaged)), message + " at " + i);
                final byte[] cut = Arrays.copyOf(whole, i);
                if (i > 0) {
                    assertThrows(IOException.class, () -> MessageCodec.read(new ByteArrayInputStream(cut)));
                }
            }
        }
    }
}
