// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Instruction;
import org.trapline.machine.Machine;
import org.trapline.machine.StopReason;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.BusDma;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.Snapshot;
import org.trapline.machine.state.StateImage;
import org.trapline.trace.EventKind;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.vmm.os.Standing;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.schedule.Share;
import org.trapline.vmm.technique.CpuTechnique;

/** Memory of processes may be swapped out, and nobody can tell but by the time it takes. */
class SwapTest {
    private static final long ENOUGH = 32 << 20;
    private static final int ALL = 256;
    private static final int HALF = 128;
    private static final int PASSES = 3;

    private static SwapLab swapped(final Way way, final int pages) {
        final SwapLab lab = new SwapLab(way, ENOUGH);
        lab.add(SwapLab.touching(PASSES), pages);
        return lab.boot();
    }

    private static void assertLikeBare(final Domain guest, final String what) {
        final Machine bare = Lab.bare(SwapLab.touching(PASSES));
        assertEquals(StopReason.POWERED_OFF, bare.run(1_000_000));
        assertEquals(LifeCycle.OFF, guest.lifeCycle(), what);
        assertArrayEquals(Arrays.copyOf(bare.platform().hart(0).x(), 32), Arrays.copyOf(guest.vcpus().getFirst().hart().x(), 32), what);
        assertArrayEquals(bare.platform().bus().dump(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY),
            guest.platform().bus().look(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY), what);
    }

    @ParameterizedTest
    @EnumSource
    void aGuestWithHalfTheMemoryItTouchesEndsAsWithAllOfIt(final Way way) {
        final SwapLab plenty = swapped(way, ALL);
        assertEquals(StopReason.POWERED_OFF, plenty.machine.run(10_000_000));
        final SwapLab half = swapped(way, HALF);
        assertEquals(StopReason.POWERED_OFF, half.machine.run(10_000_000));
        assertLikeBare(plenty.guests.getFirst(), way + " with all");
        assertLikeBare(half.guests.getFirst(), way + " with half");
        assertEquals(plenty.guests.getFirst().digest(), half.guests.getFirst().digest());
        assertEquals(0, plenty.guests.getFirst().swapOuts());
        assertTrue(half.guests.getFirst().swapOuts() > SwapLab.TOUCHED, "pages went: " + half.guests.getFirst().swapOuts());
        assertTrue(half.guests.getFirst().swapIns() > SwapLab.TOUCHED, "and came back: " + half.guests.getFirst().swapIns());
        assertTrue(half.machine.now() > plenty.machine.now() + 2 * 240 * SwapLab.TOUCHED, "that took time");
    }

    @ParameterizedTest
    @EnumSource
    void theLeastThatAGuestMayHaveIsEnoughForAllInstructions(final Way way) {
        final SwapLab least = swapped(way, 32);
        assertEquals(StopReason.POWERED_OFF, least.machine.run(20_000_000));
        assertLikeBare(least.guests.getFirst(), way.name());
        assertTrue(least.guests.getFirst().resident() <= 32 * SwapLab.PAGE);
    }

    @ParameterizedTest
    @EnumSource
    void guestsThatTogetherHaveMoreThanTheHostEndAsIfTheyWereAlone(final Way way) {
        final SwapLab lab = new SwapLab(way, SwapLab.ram(way, 3, 500), 2);
        for (int i = 0; i < 3; i++) {
            lab.add(SwapLab.touching(PASSES), ALL);
        }
        lab.boot();
        assertEquals(StopReason.POWERED_OFF, lab.machine.run(30_000_000));
        lab.guests.forEach(guest -> assertLikeBare(guest, way + " " + guest.name()));
    }

    @ParameterizedTest
    @EnumSource
    void twoRunsAreTheSameEventForEvent(final Way way) {
        final List<List<String>> runs = new ArrayList<>();
        final List<String> digests = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            final SwapLab lab = swapped(way, HALF);
            final TraceBuffer trace = lab.trace();
            lab.machine.run(10_000_000);
            runs.add(events(trace, trace.firstSeq()));
            digests.add(lab.machine.digest());
        }
        assertEquals(runs.getFirst(), runs.getLast());
        assertEquals(digests.getFirst(), digests.getLast());
    }

    @ParameterizedTest
    @EnumSource
    void anOnlookerChangesNothing(final Way way) {
        final SwapLab plain = swapped(way, HALF);
        plain.machine.run(10_000_000);
        final SwapLab watched = swapped(way, HALF);
        watched.trace();
        while (watched.machine.run(3_000) != StopReason.POWERED_OFF) {
            watched.guests.getFirst().platform().bus().look(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY);
            StateImage.of(watched.machine);
        }
        assertEquals(plain.machine.digest(), watched.machine.digest());
    }

    private static List<String> events(final TraceBuffer trace, final long first) {
        final List<String> events = new ArrayList<>();
        final TraceEvent event = new TraceEvent();
        for (long seq = first; seq < trace.nextSeq(); seq++) {
            assertTrue(trace.read(seq, event));
            events.add(event.kind() + " " + event.vm() + "/" + event.vcpu() + " " + event.instret() + " " + event.cycle() + " " + event.pc() + " " + event.arg(0)
                + " " + event.arg(1) + " " + event.arg(2) + " " + event.arg(3));
        }
        return events;
    }

    @ParameterizedTest
    @EnumSource
    void theSameFutureFollowsFromAStateThatWasKeptInTheMidstOfIt(final Way way) {
        final SwapLab lab = swapped(way, HALF);
        final TraceBuffer trace = lab.trace();
        for (final int instructions : new int[] {2_000, 1_500, 1_100}) {
            lab.machine.run(instructions);
            final StateImage kept = StateImage.of(lab.machine);
            long first = trace.nextSeq();
            lab.machine.run(1_000);
            final List<String> once = events(trace, first);
            final String digest = lab.machine.digest();
            kept.restore(lab.machine);
            assertEquals(kept.digest(), lab.machine.digest());
            first = trace.nextSeq();
            lab.machine.run(1_000);
            assertEquals(once, events(trace, first));
            assertEquals(digest, lab.machine.digest());
            final SwapLab other = swapped(way, HALF);
            other.machine.run(500);
            kept.restore(other.machine);
            other.machine.run(1_000);
            assertEquals(digest, other.machine.digest());
        }
        assertTrue(lab.guests.getFirst().swapIns() > 0);
    }

    @ParameterizedTest
    @EnumSource
    void aGuestGoesOnFromItsOwnSnapshotAlsoWhereItHasLessMemory(final Way way) {
        final SwapLab lab = swapped(way, HALF);
        lab.machine.run(4_000);
        final Domain guest = lab.guests.getFirst();
        final Snapshot kept = guest.keep();
        lab.machine.run(2_000);
        guest.restore(kept);
        assertEquals(StopReason.POWERED_OFF, lab.machine.run(10_000_000));
        assertLikeBare(guest, "brought back");
        final SwapLab poorer = new SwapLab(way, ENOUGH);
        final Domain there = poorer.add(new Program().add(Instruction.JAL, 0, 0), 48);
        poorer.boot();
        poorer.machine.run(100);
        there.restore(kept);
        assertEquals(StopReason.POWERED_OFF, poorer.machine.run(20_000_000));
        assertLikeBare(there, "with less");
    }

    @Test
    void devicesReachPagesThatAreSwappedOut() {
        final SwapLab lab = swapped(Way.TRAP_AND_EMULATE, HALF);
        assertEquals(StopReason.POWERED_OFF, lab.machine.run(10_000_000));
        final Domain guest = lab.guests.getFirst();
        final Bus bus = guest.platform().bus();
        final byte[] before = bus.look(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY);
        final long ins = guest.swapIns();
        final BusDma dma = new BusDma(bus);
        final byte[] data = new byte[(int) (100 * SwapLab.PAGE)];
        Arrays.fill(data, (byte) 0x5a);
        final long at = Platform.RAM_BASE + 0x1_0000 + 0x234;
        dma.write(at, data, 0, data.length);
        assertTrue(guest.swapIns() > ins, "some were out");
        System.arraycopy(data, 0, before, (int) (at - Platform.RAM_BASE), data.length);
        assertArrayEquals(before, bus.look(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY));
        final byte[] read = new byte[before.length];
        dma.read(Platform.RAM_BASE, read, 0, read.length);
        assertArrayEquals(before, read);
    }

    @Test
    void whatIsSwappedIsToldWithPlaces() {
        final SwapLab lab = swapped(Way.TRAP_AND_EMULATE, HALF);
        final TraceBuffer trace = lab.trace();
        lab.machine.run(10_000_000);
        final List<TraceEvent> outs = Lab.events(trace, EventKind.SWAP_OUT);
        final List<TraceEvent> ins = Lab.events(trace, EventKind.SWAP_IN);
        assertEquals(lab.guests.getFirst().swapOuts(), outs.size());
        assertEquals(lab.guests.getFirst().swapIns(), ins.size());
        for (final TraceEvent event : ins) {
            final long page = event.arg(0) - Platform.RAM_BASE;
            assertEquals(page, event.arg(2), "each page has its place on the disk");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoTouchesEverythingDoesNotTakeWhatANeighbourIsSureOf(final Way way) {
        final SwapLab lab = new SwapLab(way, SwapLab.ram(way, 2, 200));
        final Domain modest = lab.add(SwapLab.touching(40), 100, new Share(300, 0, java.util.Set.of()));
        final Domain greedy = lab.add(SwapLab.greedy(), ALL);
        lab.boot();
        lab.machine.run(10_000);
        for (int i = 0; i < 30; i++) {
            lab.machine.run(1_000);
            assertEquals(100 * SwapLab.PAGE, modest.resident(), "it has all that it may have");
        }
        assertTrue(greedy.swapOuts() > 0, "the other makes room for itself");
        assertTrue(greedy.resident() <= 100 * SwapLab.PAGE, "by its own pages");
    }

    @ParameterizedTest
    @EnumSource
    void othersRunWhileOneWaitsForTheDisk(final Way way) {
        final SwapLab lab = new SwapLab(way, ENOUGH);
        final Domain waiting = lab.add(SwapLab.greedy(), 64);
        final Domain busy = lab.add(new Program().add(Instruction.JAL, 0, 0), 64);
        lab.boot();
        lab.machine.run(100_000);
        final long before = busy.vcpus().getFirst().nativeInstructions();
        final long since = lab.machine.now();
        lab.machine.run(1_000_000);
        assertTrue(waiting.swapIns() > 40, waiting.swapIns() + " pages came");
        final long share = 100 * (busy.vcpus().getFirst().nativeInstructions() - before) / (lab.machine.now() - since);
        assertTrue(share > 65, "of the time it has had " + share + " %");
    }

    @Test
    void directPagingIsRefusedByName() {
        final SwapLab lab = new SwapLab(Way.TRAP_AND_EMULATE, ENOUGH);
        final Hypervisor direct = new Hypervisor(new SwapLab(Way.TRAP_AND_EMULATE, ENOUGH).machine.platform(), (hart, tick) -> { },
            HypervisorConfig.standard(0).with(CpuTechnique.PARAVIRT, PagingScheme.DIRECT));
        direct.setSwap(org.trapline.machine.storage.DiskImage.blank(1 << 20));
        final IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> direct.create(
            new DomainConfig("web", 0, Lab.ISA, 1, Lab.GUEST_MEMORY, false, true, c -> { }).with(Standing.HOSTED)));
        assertTrue(refused.getMessage().contains("with paging direct its own tables name page frames"), refused.getMessage());
        final IllegalArgumentException full = assertThrows(IllegalArgumentException.class, () -> {
            for (int i = 0; i < 20; i++) {
                lab.add(SwapLab.greedy(), ALL);
            }
        });
        assertTrue(full.getMessage().contains("swap disk") || full.getMessage().contains("left"), full.getMessage());
    }

    @Test
    void whoIsDeletedGivesBackFramesAndPlaces() {
        final SwapLab lab = new SwapLab(Way.TRAP_AND_EMULATE, ENOUGH);
        final long before = lab.hypervisor.memory().available();
        for (int round = 0; round < 30; round++) {
            final Domain guest = lab.add(SwapLab.touching(1), HALF);
            if (round == 0) {
                lab.boot();
                while (guest.swapOuts() < 50) {
                    assertEquals(StopReason.LIMIT, lab.machine.run(100));
                }
                guest.stop();
            }
            lab.hypervisor.delete(guest);
        }
        assertEquals(before, lab.hypervisor.memory().available());
        assertTrue(Custody.of(lab.hypervisor).freeClean(), "nothing is left in frames");
    }
}
