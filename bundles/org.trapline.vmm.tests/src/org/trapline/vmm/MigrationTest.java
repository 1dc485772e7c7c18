// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Instruction;
import org.trapline.machine.platform.Platform;
import org.trapline.trace.EventKind;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.analysis.TraceDigest;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationPolicy.Otherwise;
import org.trapline.vmm.migration.MigrationReport;

/** Domains go over from one host to another while they run. */
class MigrationTest {
    private static final long DATA = Platform.RAM_BASE + 0x1_0000;
    private static final long SLICE = 10_000;

    /** Adds to the words of some pages in turn, round after round, and powers off; the sum of all that was done is in memory. */
    private static Program writing(final int pages, final int rounds) {
        final Program program = new Program().li(Program.A0, rounds);
        final long round = program.here();
        program.li(Program.T5, DATA).li(Program.A1, pages).li(Program.T6, 4096);
        final long page = program.here();
        program.add(Instruction.LD, Program.T0, 8, Program.T5).add(Instruction.ADD, Program.T0, Program.T0, Program.A0)
            .add(Instruction.SD, Program.T0, 8, Program.T5).add(Instruction.ADD, Program.T5, Program.T5, Program.T6)
            .add(Instruction.ADDI, Program.A1, Program.A1, -1);
        program.add(Instruction.BNE, Program.A1, 0, page - program.here()).add(Instruction.ADDI, Program.A0, Program.A0, -1);
        program.add(Instruction.BNE, Program.A0, 0, round - program.here());
        return program.powerOff();
    }

    private static Program looping() {
        return new Program().add(Instruction.ADDI, Program.A0, Program.A0, 1).add(Instruction.JAL, 0, -4);
    }

    /** Two hosts, the first with a guest that moves. */
    private static final class Racks {
        final Lab first;
        final Lab second;
        final Domain guest;
        private final Removal removal;

        Racks(final Way way, final Program program, final MigrationPolicy policy, final int runBefore) {
            first = Lab.of(way, program);
            second = Lab.of(way, looping());
            first.hypervisor.setWhenAllEnded(() -> { });
            second.hypervisor.setWhenAllEnded(() -> { });
            guest = first.guests.getFirst();
            first.run(runBefore);
            removal = new Removal(first.machine, second.machine, guest, second.hypervisor, config -> config, policy, SLICE);
        }

        Domain moved() {
            return removal.moved;
        }

        MigrationReport move() {
            return removal.move();
        }
    }

    private static String endOf(final Way way, final Program program) {
        final Lab lab = Lab.of(way, program);
        lab.hypervisor.setWhenAllEnded(() -> { });
        lab.run(50_000_000);
        assertEquals(LifeCycle.OFF, lab.guests.getFirst().lifeCycle());
        return lab.guests.getFirst().digest();
    }

    private static final MigrationPolicy POLICY = MigrationPolicy.standard().withMaxDowntime(50_000);

    @ParameterizedTest
    @EnumSource(Way.class)
    void aMovedMachineEndsInTheStateOfOneThatNeverMoved(final Way way) {
        final Program program = writing(8, 40_000);
        final Racks racks = new Racks(way, program, POLICY, 5_000);
        final long free = racks.first.hypervisor.freeMemory();
        final MigrationReport report = racks.move();
        assertEquals(MigrationReport.Outcome.MOVED, report.outcome(), report.toString());
        assertTrue(report.converged(), report.toString());
        assertTrue(report.downtime() <= 50_000, report.toString());
        assertEquals(LifeCycle.DELETED, racks.guest.lifeCycle());
        assertTrue(racks.first.hypervisor.freeMemory() > free, "what it had on the first host is free");
        assertEquals(LifeCycle.RUNNING, racks.moved().lifeCycle());
        racks.second.guests.getFirst().stop();
        racks.second.run(50_000_000);
        assertEquals(LifeCycle.OFF, racks.moved().lifeCycle());
        assertEquals(endOf(way, program), racks.moved().digest());
    }

    @Test
    void aMachineThatWritesTooFastStaysOrGoesAsThePolicySays() {
        final Program program = writing(100, 20_000);
        final MigrationPolicy slow = POLICY.withBytesPerSecond(20_000_000);
        for (final Otherwise otherwise : Otherwise.values()) {
            final Racks racks = new Racks(Way.TRAP_AND_EMULATE, program, slow.withOtherwise(otherwise), 5_000);
            final MigrationReport report = racks.move();
            assertFalse(report.converged(), report.toString());
            assertFalse(report.reason().isEmpty());
            final Domain there = otherwise == Otherwise.CANCEL ? racks.guest : racks.moved();
            assertEquals(LifeCycle.RUNNING, there.lifeCycle());
            switch (otherwise) {
                case STOP_AND_COPY -> assertTrue(report.downtime() > 50_000, report.toString());
                case CANCEL -> assertEquals(0, report.downtime());
                case POST_COPY -> {
                    assertTrue(report.downtime() < 50_000, report.toString());
                    assertTrue(report.fetched() > 0, report.toString());
                }
            }
            racks.second.guests.getFirst().stop();
            racks.first.run(50_000_000);
            racks.second.run(50_000_000);
            assertEquals(LifeCycle.OFF, there.lifeCycle());
            assertEquals(endOf(Way.TRAP_AND_EMULATE, program), there.digest(), otherwise.name());
        }
    }

    @Test
    void aHostWithoutRoomRefuses() {
        final Racks racks = new Racks(Way.TRAP_AND_EMULATE, writing(8, 40_000), POLICY, 5_000);
        while (racks.second.hypervisor.freeMemory() > 2 << 20) {
            racks.second.hypervisor.create(new DomainConfig("filler", 50, Lab.ISA, 1, 1 << 20, false, true, c -> { }));
        }
        final MigrationReport report = racks.move();
        assertEquals(MigrationReport.Outcome.STAYED, report.outcome());
        assertTrue(report.reason().contains("the host has only"), report.reason());
        assertEquals(LifeCycle.RUNNING, racks.guest.lifeCycle());
    }

    @Test
    void roundsAreTraced() {
        final Racks racks = new Racks(Way.TRAP_AND_EMULATE, writing(8, 40_000), POLICY, 5_000);
        final TraceBuffer trace = racks.first.trace();
        final MigrationReport report = racks.move();
        final List<Long> pages = Lab.events(trace, EventKind.MIGRATION_ROUND).stream().map(event -> event.arg(1)).toList();
        assertEquals(report.rounds().stream().map(round -> (long) round.pages()).toList(), pages);
        assertTrue(pages.size() >= 2, pages.toString());
        assertEquals(256, pages.getFirst());
    }

    @Test
    void copyingCostsTheGuestTimeButNoExitsBeyondThoseOfTheLog() {
        final Racks racks = new Racks(Way.TRAP_AND_EMULATE, writing(8, 40_000), POLICY, 100_000);
        final long before = racks.guest.vcpus().getFirst().exits();
        final MigrationReport report = racks.move();
        final long exits = racks.moved().vcpus().getFirst().exits() - before;
        assertTrue(exits >= 8L * (report.rounds().size() - 1), exits + " exits in " + report);
    }

    @Test
    void twoRunsWithAMigrationAreTheSame() {
        final String[] digests = new String[2];
        for (int i = 0; i < 2; i++) {
            final Racks racks = new Racks(Way.TRAP_AND_EMULATE, writing(8, 40_000), POLICY, 5_000);
            final TraceBuffer from = racks.first.trace();
            final TraceBuffer to = racks.second.trace();
            racks.move();
            racks.second.run(100_000);
            digests[i] = TraceDigest.of(from) + TraceDigest.of(to) + racks.first.machine.digest() + racks.second.machine.digest();
        }
        assertEquals(digests[0], digests[1]);
    }
}
