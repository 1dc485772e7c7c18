// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Instruction;
import org.trapline.machine.StopReason;
import org.trapline.machine.platform.Platform;
import org.trapline.vmm.migration.Message;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationPolicy.Otherwise;
import org.trapline.vmm.migration.MigrationReport;
import org.trapline.vmm.migration.MigrationSource;
import org.trapline.vmm.migration.MigrationTarget;
import org.trapline.vmm.os.Standing;

/** A guest whose memory is swapped out moves to another host, where it is swapped out, too, while it runs. */
class SwapMigrationTest {
    private static final long ENOUGH = 32 << 20;
    private static final long SLICE = 10_000;
    private static final int PASSES = 60;

    private final Deque<Runnable> wire = new ArrayDeque<>();
    private MigrationSource source;
    private Domain moved;

    @ParameterizedTest
    @EnumSource
    void aMovedGuestEndsAsOneThatNeverMoved(final Way way) {
        final SwapLab still = new SwapLab(way, ENOUGH);
        final Domain never = still.add(SwapLab.touching(PASSES), 256);
        still.boot();
        assertEquals(StopReason.POWERED_OFF, still.machine.run(50_000_000));
        for (final Otherwise otherwise : new Otherwise[] {Otherwise.STOP_AND_COPY, Otherwise.POST_COPY}) {
            final SwapLab first = new SwapLab(way, ENOUGH);
            final SwapLab second = new SwapLab(way, ENOUGH);
            final Domain guest = first.add(SwapLab.touching(PASSES), 150);
            second.add(new Program().add(Instruction.JAL, 0, 0), 64);
            first.hypervisor.setWhenAllEnded(() -> { });
            second.hypervisor.setWhenAllEnded(() -> { });
            first.boot();
            second.boot();
            first.machine.run(30_000);
            assertTrue(guest.swapOuts() > 0);
            final MigrationReport report = move(first, second, guest, MigrationPolicy.standard().withMaxDowntime(20_000).withMaxRounds(3)
                .withBytesPerSecond(50_000_000).withOtherwise(otherwise));
            assertEquals(MigrationReport.Outcome.MOVED, report.outcome(), report.toString());
            second.guests.getFirst().stop();
            for (int i = 0; i < 2_000 && moved.lifeCycle() == LifeCycle.RUNNING; i++) {
                second.machine.run(50_000);
            }
            assertEquals(LifeCycle.OFF, moved.lifeCycle());
            assertArrayEquals(Arrays.copyOf(never.vcpus().getFirst().hart().x(), 32), Arrays.copyOf(moved.vcpus().getFirst().hart().x(), 32), way + " " + otherwise);
            assertArrayEquals(never.platform().bus().look(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY),
                moved.platform().bus().look(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY), way + " " + otherwise);
            assertEquals(never.digest(), moved.digest(), way + " " + otherwise);
            assertEquals(never.vcpus().getFirst().hart().instret(), moved.vcpus().getFirst().hart().instret());
            assertTrue(moved.swapOuts() > 0, "it is swapped there, too");
        }
    }

    private MigrationReport move(final SwapLab first, final SwapLab second, final Domain guest, final MigrationPolicy policy) {
        final MigrationTarget target = new MigrationTarget(new Arrival(second.hypervisor, shape -> new DomainConfig(shape.get("name"), 5, Lab.ISA, 1,
            Long.parseLong(shape.get("memory")), false, true, c -> { }).with(Standing.HOSTED).withResidentLimit(100 * SwapLab.PAGE), here -> moved = here,
            2 * policy.latency()), message -> {
                wire.add(() -> source.received(message, first.machine.now()));
                if (message instanceof Message.Want) {
                    deliver();
                }
            });
        source = new MigrationSource(1, new Departure(guest), policy, message -> wire.add(() -> target.received(message)), first.machine.now());
        source.start();
        deliver();
        while (!source.phase().isOver()) {
            first.machine.run(SLICE);
            second.machine.run(SLICE);
            final boolean isIdle = first.machine.nextCycle() == Long.MAX_VALUE;
            source.advance(Math.max(first.machine.now(), source.due() == Long.MAX_VALUE || !isIdle ? 0 : source.due()));
            deliver();
        }
        return source.report();
    }

    private void deliver() {
        while (!wire.isEmpty()) {
            wire.removeFirst().run();
        }
    }

    @Test
    void storesAreNotedWhereverThePageIsMeanwhile() {
        for (final Way way : Way.values()) {
            final SwapLab lab = new SwapLab(way, ENOUGH);
            final Domain guest = lab.add(SwapLab.touching(PASSES), 100);
            lab.boot();
            lab.machine.run(20_000);
            guest.startDirtyLog();
            final byte[] before = guest.platform().bus().look(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY);
            lab.machine.run(900);
            final byte[] after = guest.platform().bus().look(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY);
            final BitSet dirty = guest.collectDirty();
            int changed = 0;
            for (int page = 0; page < 256; page++) {
                final int at = (int) (page * SwapLab.PAGE);
                final int end = (int) (at + SwapLab.PAGE);
                if (Arrays.mismatch(before, at, end, after, at, end) >= 0) {
                    changed++;
                    assertTrue(dirty.get(page), way + ": page " + page + " was written");
                }
            }
            assertTrue(changed > 50 && changed < 200, way + ": " + changed + " pages changed");
            assertTrue(dirty.cardinality() < changed + 10, way + ": what was only swapped is not dirty: " + dirty.cardinality() + " of " + changed);
        }
    }
}
