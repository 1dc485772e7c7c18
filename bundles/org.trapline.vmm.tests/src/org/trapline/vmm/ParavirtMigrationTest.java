// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.vmm.ParavirtGuest.ENTRY;
import static org.trapline.vmm.ParavirtGuest.KERNEL_ROOT;
import static org.trapline.vmm.ParavirtGuest.LEAVES;
import static org.trapline.vmm.ParavirtGuest.SPARE;

import java.util.BitSet;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.trapline.isa.Instruction;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.platform.Platform;
import org.trapline.vmm.migration.Message;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationPolicy.Otherwise;
import org.trapline.vmm.migration.MigrationReport;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.paravirt.Hypercall;

/** A guest whose own tables harts walk goes over to another host while it runs, with tables that mean the same there. */
class ParavirtMigrationTest {
    private static final int S2 = 18;
    private static final int S3 = 19;
    private static final int S4 = 20;
    private static final long DATA = Platform.RAM_BASE + 0x2_0000;
    private static final long RECORD = Platform.RAM_BASE + 0x6_0000;
    private static final long SLICE = 5_000;
    private static final MigrationPolicy POLICY = MigrationPolicy.standard().withMaxDowntime(50_000);

    /** Adds to the words of some pages in turn, and maps another page at a place of its tables in each round; ends after so many rounds. */
    private static ParavirtGuest working(final int pages, final int rounds) {
        final ParavirtGuest guest = new ParavirtGuest().call(Hypercall.PIN, KERNEL_ROOT, 0).call(Hypercall.SET_ROOTS, KERNEL_ROOT, 0).keepResult(S2);
        guest.program.li(S3, rounds);
        final long round = guest.program.here();
        guest.program.li(Program.T5, DATA).li(Program.T0, pages).li(Program.T6, 4096);
        final long page = guest.program.here();
        guest.program.add(Instruction.LD, Program.T1, 8, Program.T5).add(Instruction.ADD, Program.T1, Program.T1, S3).add(Instruction.SD, Program.T1, 8, Program.T5)
            .add(Instruction.ADD, Program.T5, Program.T5, Program.T6).add(Instruction.ADDI, Program.T0, Program.T0, -1);
        guest.program.add(Instruction.BNE, Program.T0, 0, page - guest.program.here());
        guest.call(Hypercall.UPDATE, LEAVES + 8 * 300, Pte.of(SPARE, ParavirtGuest.ALL)).call(Hypercall.UPDATE, LEAVES + 8 * 300, Pte.of(SPARE + 0x1000, ParavirtGuest.ALL))
            .keepResult(S4);
        guest.program.li(Program.T5, Platform.RAM_BASE + (300 << 12)).add(Instruction.SD, S3, 0, Program.T5);
        guest.program.add(Instruction.ADDI, S3, S3, -1);
        guest.program.add(Instruction.BNE, S3, 0, round - guest.program.here());
        return guest.call(Hypercall.END, 0, 0);
    }

    /** Two hosts, the first with a guest that moves; memory is elsewhere on the second. */
    private static final class Racks {
        final Lab first;
        final Lab second;
        final Domain guest;
        private final Removal removal;

        Racks(final ParavirtGuest program, final PagingScheme paging, final int vcpus, final MigrationPolicy policy, final int runBefore) {
            first = program.lab(paging, vcpus, vcpus, lab -> List.of());
            final Program loop = new Program().add(Instruction.JAL, 0, 0);
            second = Lab.paravirt(paging, vcpus, 1, lab -> List.of(), loop, loop);
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

        void runOn() {
            second.guests.forEach(Domain::stop);
            first.run(20_000_000);
            second.run(20_000_000);
        }
    }

    private static String endOf(final ParavirtGuest program, final PagingScheme paging, final int vcpus) {
        final Lab lab = program.lab(paging, vcpus, vcpus, each -> List.of());
        lab.hypervisor.setWhenAllEnded(() -> { });
        lab.run(20_000_000);
        assertEquals(LifeCycle.OFF, lab.guests.getFirst().lifeCycle());
        return lab.guests.getFirst().digest();
    }

    @Test
    void aMovedGuestEndsInTheStateOfOneThatNeverMoved() {
        final ParavirtGuest program = working(8, 2_000);
        final Racks racks = new Racks(program, PagingScheme.DIRECT, 1, POLICY, 5_000);
        final MigrationReport report = racks.move();
        assertEquals(MigrationReport.Outcome.MOVED, report.outcome(), report.toString());
        assertTrue(report.converged(), report.toString());
        assertNotEquals(racks.guest.memory().hpa(), racks.moved().memory().hpa());
        assertEquals(LifeCycle.RUNNING, racks.moved().lifeCycle());
        racks.runOn();
        assertEquals(LifeCycle.OFF, racks.moved().lifeCycle());
        assertEquals(0, racks.moved().vcpus().getFirst().hart().x()[S2]);
        assertEquals(0, racks.moved().vcpus().getFirst().hart().x()[S4]);
        assertEquals(endOf(program, PagingScheme.DIRECT, 1), racks.moved().digest());
    }

    @Test
    void aGuestInVsModeMovesAsWell() {
        final ParavirtGuest guest = new ParavirtGuest();
        guest.program.li(S3, 60_000);
        guest.program.li(Program.T5, DATA).add(Instruction.ADDI, S3, S3, -1).add(Instruction.SD, S3, 0, Program.T5).add(Instruction.BNE, S3, 0, -8);
        guest.call(Hypercall.END, 0, 0);
        final Racks racks = new Racks(guest, PagingScheme.NESTED, 1, POLICY, 5_000);
        assertEquals(MigrationReport.Outcome.MOVED, racks.move().outcome());
        racks.runOn();
        assertEquals(LifeCycle.OFF, racks.moved().lifeCycle());
        assertEquals(endOf(guest, PagingScheme.NESTED, 1), racks.moved().digest());
    }

    @ParameterizedTest
    @EnumSource
    void aGuestThatWritesTooFastStaysOrGoesAsThePolicySays(final Otherwise otherwise) {
        final ParavirtGuest program = working(60, 6_000);
        final Racks racks = new Racks(program, PagingScheme.DIRECT, 1, POLICY.withBytesPerSecond(20_000_000).withOtherwise(otherwise), 5_000);
        final MigrationReport report = racks.move();
        assertFalse(report.converged(), report.toString());
        final Domain there = otherwise == Otherwise.CANCEL ? racks.guest : racks.moved();
        assertEquals(LifeCycle.RUNNING, there.lifeCycle());
        if (otherwise == Otherwise.POST_COPY) {
            assertTrue(report.fetched() > 0, report.toString());
        }
        racks.runOn();
        assertEquals(LifeCycle.OFF, there.lifeCycle());
        assertEquals(endOf(program, PagingScheme.DIRECT, 1), there.digest(), otherwise.name());
    }

    /** The second vCPU writes to pages of its own under the same table. */
    @Test
    void aGuestWithSeveralVcpusMoves() {
        final ParavirtGuest guest = new ParavirtGuest().word(RECORD, ENTRY).call(Hypercall.SET_ROOTS, KERNEL_ROOT, 0).call(Hypercall.START, 1, RECORD).keepResult(S2);
        guest.program.li(S3, 20_000).li(Program.T5, DATA);
        guest.program.add(Instruction.ADDI, S3, S3, -1).add(Instruction.SD, S3, 0, Program.T5).add(Instruction.BNE, S3, 0, -8);
        guest.program.li(Program.T5, DATA + 0x1000).add(Instruction.LD, Program.T6, 0, Program.T5).add(Instruction.BEQ, Program.T6, 0, -4);
        guest.call(Hypercall.END, 0, 0);
        guest.atEntry().program.li(S3, 20_000).li(Program.T5, DATA + 0x2000);
        guest.program.add(Instruction.ADDI, S3, S3, -1).add(Instruction.SD, S3, 0, Program.T5).add(Instruction.BNE, S3, 0, -8);
        guest.program.li(Program.T5, DATA + 0x1000).add(Instruction.SD, Program.T5, 0, Program.T5);
        guest.call(Hypercall.STOP, 0, 0);
        final Racks racks = new Racks(guest, PagingScheme.DIRECT, 2, POLICY, 2_000);
        assertEquals(MigrationReport.Outcome.MOVED, racks.move().outcome());
        racks.runOn();
        assertEquals(LifeCycle.OFF, racks.moved().lifeCycle());
        assertEquals(0, racks.moved().platform().bus().read(DATA + 0x2000, 8));
        assertTrue(racks.moved().vcpus().get(1).hart().isParked());
    }

    /** A source that would send a table only when harts of the target walk it already. */
    @Test
    void aGuestWhoseTablesAreStillToComeIsRefused() {
        final Racks racks = new Racks(working(8, 2_000), PagingScheme.DIRECT, 1, POLICY, 5_000);
        racks.removal.forge = message -> {
            if (message instanceof final Message.State state) {
                final BitSet missing = new BitSet();
                missing.set(page(LEAVES));
                return new Message.State(state.id(), state.state(), "", missing.toLongArray());
            }
            return message;
        };
        final MigrationReport report = racks.move();
        assertEquals(MigrationReport.Outcome.STAYED, report.outcome());
        assertTrue(report.reason().contains("without which the machine cannot run"), report.reason());
        assertEquals(LifeCycle.RUNNING, racks.guest.lifeCycle());
    }

    // ---- which pages are written ----

    private static Lab running(final int instructions) {
        final Lab lab = working(8, 2_000).lab(PagingScheme.DIRECT, 1, 1, each -> List.of());
        lab.run(instructions);
        return lab;
    }

    private static int page(final long gpa) {
        return (int) (gpa - Platform.RAM_BASE >>> 12);
    }

    @Test
    void exactlyThePagesThatAreWrittenAreNoted() {
        final Lab lab = running(20_000);
        final Domain guest = lab.guests.getFirst();
        guest.startDirtyLog();
        final BitSet expected = new BitSet();
        assertEquals(expected, guest.collectDirty());
        // The data, the page that is mapped anew in each round, and the table that says so.
        expected.set(page(DATA), page(DATA) + 8);
        expected.set(page(SPARE + 0x1000));
        expected.set(page(LEAVES));
        lab.run(2_000);
        assertEquals(expected, guest.collectDirty());
        lab.run(2_000);
        assertEquals(expected, guest.collectDirty(), "again");
        guest.stopDirtyLog();
        final Bus host = lab.machine.platform().bus();
        lab.run(2_000);
        assertTrue((host.read(guest.memory().hpa(LEAVES) + 8L * page(DATA), 8) & Pte.W) != 0, "the right to write is back");
    }

    @Test
    void noTableHasTheRightToWriteACleanPage() {
        final Lab lab = running(20_000);
        final Domain guest = lab.guests.getFirst();
        guest.startDirtyLog();
        final Bus host = lab.machine.platform().bus();
        for (int i = 0; i < Lab.GUEST_MEMORY >>> 12; i++) {
            assertEquals(0, host.read(guest.memory().hpa(LEAVES) + 8L * i, 8) & Pte.W, "page " + i);
        }
        final long before = guest.vcpus().getFirst().exits();
        lab.run(1_000);
        assertTrue(guest.vcpus().getFirst().exits() - before >= 9, "each first store is an exit");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsKeptHasTheGuestsOwnNumbersWhetherStoresAreNotedOrNot(final boolean noted) {
        final Lab lab = running(20_000);
        final Domain guest = lab.guests.getFirst();
        final byte[] before = kept(guest, LEAVES);
        if (noted) {
            guest.startDirtyLog();
        }
        assertArrayEquals(before, kept(guest, LEAVES));
        guest.pause();
        final String digest = guest.digest();
        guest.stopDirtyLog();
        assertEquals(digest, guest.digest());
    }

    private static byte[] kept(final Domain guest, final long gpa) {
        return guest.keep().state(Domain.GUEST).memories().getFirst().page(page(gpa)).clone();
    }

    @Test
    void twoRunsWithAMigrationAreTheSame() {
        final String[] digests = new String[2];
        for (int i = 0; i < 2; i++) {
            final Racks racks = new Racks(working(8, 2_000), PagingScheme.DIRECT, 1, POLICY, 5_000);
            racks.move();
            racks.second.run(50_000);
            digests[i] = racks.first.machine.digest() + racks.second.machine.digest();
        }
        assertEquals(digests[0], digests[1]);
    }
}
