// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.machine.StopReason;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.StateException;
import org.trapline.machine.state.StateImage;
import org.trapline.trace.EventKind;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.analysis.TraceDigest;
import org.trapline.trace.code.Lifecycle;

/** The life of domains, from create to delete. */
class LifeCycleTest {
    private static final long DATA = Platform.RAM_BASE + 0x8000;

    private static Program looping() {
        return new Program().add(Instruction.ADDI, Program.A0, Program.A0, 1).add(Instruction.JAL, 0, -4);
    }

    /** Counts in memory, so that one can see whether it began anew. */
    private static Program counting() {
        return new Program().li(Program.T0, DATA).add(Instruction.LD, Program.A0, 0, Program.T0).add(Instruction.ADDI, Program.A0, Program.A0, 1)
            .add(Instruction.SD, Program.A0, 0, Program.T0).add(Instruction.JAL, 0, -12);
    }

    private static Program failing() {
        return new Program().li(Program.T0, Platform.FINISHER_BASE).li(Program.T1, 0x3_3333).add(Instruction.SW, Program.T1, 0, Program.T0)
            .add(Instruction.JAL, 0, 0);
    }

    private static DomainConfig config(final String name, final int id, final long memory) {
        return new DomainConfig(name, id, Lab.ISA, 1, memory, false, true, c -> { });
    }

    private static Domain create(final Lab lab, final String name, final int id, final Program program) {
        final Domain made = lab.hypervisor.create(config(name, id, Lab.GUEST_MEMORY));
        made.load(Platform.RAM_BASE, program.bytes());
        return made;
    }

    @Test
    void everyStepIsTakenFromWhereTheTableSaysAndNowhereElse() {
        final Map<Transition, LifeCycle> leads = Map.of(Transition.START, LifeCycle.RUNNING, Transition.PAUSE, LifeCycle.PAUSED,
            Transition.RESUME, LifeCycle.RUNNING, Transition.STOP, LifeCycle.OFF, Transition.DELETE, LifeCycle.DELETED, Transition.RESTORE,
            LifeCycle.PAUSED);
        leads.forEach((step, to) -> assertEquals(to, step.to()));
        for (final LifeCycle state : LifeCycle.values()) {
            for (final Transition step : Transition.values()) {
                if (step.isLegalFrom(state)) {
                    step.check("web", state);
                } else {
                    final LifeCycleException refused = assertThrows(LifeCycleException.class, () -> step.check("web", state));
                    assertTrue(refused.getMessage().startsWith("domain 'web' is " + state.word() + " and cannot be "), refused.getMessage());
                }
            }
            assertEquals(state == LifeCycle.DELETED, List.of(Transition.values()).stream().noneMatch(step -> step.isLegalFrom(state)),
                "only from the end of life nothing leads on");
        }
    }

    @Test
    void aDomainCanBeMadeAndStartedWhileOthersRun() {
        final Lab lab = Lab.of(looping());
        final TraceBuffer trace = lab.trace();
        lab.run(10_000);
        final Domain late = create(lab, "late", 7, looping());
        assertEquals(LifeCycle.DEFINED, late.lifeCycle());
        lab.run(10_000);
        assertEquals(0, late.vcpus().getFirst().nativeInstructions());
        late.start();
        lab.run(400_000);
        assertTrue(late.vcpus().getFirst().nativeInstructions() > 50_000);
        assertTrue(lab.guests.getFirst().vcpus().getFirst().nativeInstructions() > 50_000);
        final List<Long> steps = Lab.events(trace, EventKind.LIFECYCLE).stream().filter(event -> event.vm() == 7).map(event -> event.arg(0)).toList();
        assertEquals(List.of((long) Lifecycle.CREATE.ordinal(), (long) Lifecycle.START.ordinal()), steps);
    }

    @Test
    void aDomainThatDoesNotStartByItselfWaitsToBeStarted() {
        final Lab lab = Lab.of();
        final Domain guest = create(lab, "web", 1, looping());
        guest.setStarts(false);
        lab.machine.boot(Platform.RAM_BASE, lab.hypervisor::boot);
        assertEquals(StopReason.WAITING, lab.run(10_000), "the host has nothing to do");
        assertEquals(LifeCycle.DEFINED, guest.lifeCycle());
        guest.start();
        assertEquals(StopReason.LIMIT, lab.run(10_000));
    }

    @Test
    void wrongStepsSayWhatIsWrongAndChangeNothing() {
        final Lab lab = Lab.of(looping());
        final Domain guest = lab.guests.getFirst();
        lab.run(1_000);
        final String before = lab.machine.digest();
        assertEquals("domain 'guest0' is running and cannot be resumed; only one that is paused can",
            assertThrows(LifeCycleException.class, guest::resume).getMessage());
        assertEquals("domain 'guest0' is running and cannot be deleted; only one that is defined or off or crashed or suspended or migrating can",
            assertThrows(LifeCycleException.class, () -> lab.hypervisor.delete(guest)).getMessage());
        assertThrows(LifeCycleException.class, guest::start);
        assertThrows(LifeCycleException.class, guest::digest);
        assertEquals(before, lab.machine.digest());
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatADomainHadIsGivenToTheNext(final Way way) {
        final Lab lab = Lab.of(way, looping());
        final long before = lab.hypervisor.freeMemory();
        Domain last = null;
        for (int i = 0; i < 60; i++) {
            // The host has 32 MiB, so without giving back it would be full soon.
            final Domain guest = create(lab, "guest" + i, 10 + i, counting());
            guest.start();
            lab.run(20_000);
            guest.stop();
            lab.hypervisor.delete(guest);
            assertEquals(LifeCycle.DELETED, guest.lifeCycle());
            assertEquals(before, lab.hypervisor.freeMemory());
            if (last != null) {
                assertEquals(last.memory().hpa(), guest.memory().hpa());
            }
            last = guest;
        }
        assertFalse(lab.machine.ram().isAllocated((int) (last.memory().hpa() - Platform.RAM_BASE >>> 12)), "its pages are given back");
        assertEquals(List.of(lab.guests.getFirst()), lab.hypervisor.domains());
        final Domain after = create(lab, "after", 99, counting());
        after.start();
        assertEquals(0, after.platform().bus().read(DATA, 8), "nothing is left of whoever had the memory before");
    }

    @Test
    void aDomainThatDoesNotFitIsRefusedAndNothingIsTaken() {
        final Lab lab = Lab.of(looping());
        final long before = lab.hypervisor.freeMemory();
        final IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
            () -> lab.hypervisor.create(config("big", 5, 64 << 20)));
        assertTrue(refused.getMessage().contains("domain 'big' needs 67108864 bytes"), refused.getMessage());
        assertEquals(before, lab.hypervisor.freeMemory());
    }

    @Test
    void startingAgainBeginsWithEmptyMemoryAndAResetKeepsIt() {
        final Lab lab = Lab.of(counting());
        final Domain guest = lab.guests.getFirst();
        lab.hypervisor.setWhenAllEnded(() -> { });
        lab.run(4_000);
        final long counted = guest.platform().bus().read(DATA, 8);
        assertTrue(counted > 100);
        guest.reset();
        assertEquals(counted, guest.platform().bus().read(DATA, 8));
        lab.run(1_000);
        assertTrue(guest.platform().bus().read(DATA, 8) > counted);
        guest.stop();
        assertEquals(LifeCycle.OFF, guest.lifeCycle());
        guest.start();
        assertEquals(0, guest.platform().bus().read(DATA, 8));
        lab.run(1_000);
        assertTrue(guest.platform().bus().read(DATA, 8) > 0);
    }

    @Test
    void timeStandsStillForAPausedGuest() {
        final Lab lab = Lab.of(looping(), looping());
        final Domain guest = lab.guests.getFirst();
        lab.run(5_000);
        guest.pause();
        final long time = guest.platform().config().clock().ticks();
        lab.run(300_000);
        assertEquals(time, guest.platform().config().clock().ticks());
        guest.resume();
        assertEquals(time, guest.platform().config().clock().ticks());
    }

    @Test
    void resizingKeepsNameAndPlaceAndChangesResources() {
        final Lab lab = Lab.of(looping(), counting());
        final Domain guest = lab.guests.getFirst();
        lab.run(10_000);
        final DomainConfig larger = new DomainConfig("guest0", 0, Lab.ISA, 2, 4 << 20, false, true, c -> { });
        assertThrows(LifeCycleException.class, () -> lab.hypervisor.resize(guest, larger));
        guest.stop();
        final Domain resized = lab.hypervisor.resize(guest, larger);
        assertSame(resized, lab.hypervisor.domains().getFirst());
        assertEquals(2, resized.vcpus().size());
        resized.start();
        lab.run(300_000);
        assertTrue(resized.vcpus().get(1).nativeInstructions() > 10_000);
        resized.stop();
        assertThrows(IllegalArgumentException.class, () -> lab.hypervisor.resize(resized, config("guest0", 0, 64 << 20)));
        final Domain again = lab.hypervisor.domains().getFirst();
        assertEquals(4 << 20, again.memory().size());
        again.start();
        assertEquals(StopReason.LIMIT, lab.run(10_000));
    }

    @Test
    void aCrashedGuestIsStartedAgainIfItsPolicySaysSo() {
        final Lab lab = Lab.of(failing(), looping());
        final Domain guest = lab.guests.getFirst();
        guest.setCrashPolicy(CrashPolicy.RESTART);
        final TraceBuffer trace = lab.trace();
        lab.run(200_000);
        assertEquals(LifeCycle.RUNNING, guest.lifeCycle());
        final List<TraceEvent> crashes = Lab.events(trace, EventKind.LIFECYCLE).stream()
            .filter(event -> event.vm() == 0 && event.arg(0) == Lifecycle.CRASH.ordinal()).toList();
        assertTrue(crashes.size() > 1, crashes.size() + " crashes");
        assertEquals(3, guest.exitCode());
        guest.setCrashPolicy(CrashPolicy.PRESERVE);
        lab.run(200_000);
        assertEquals(LifeCycle.CRASHED, guest.lifeCycle());
    }

    @Test
    void theSameCommandsAtTheSameInstantsGiveTheSameRun() {
        final String[] digests = new String[2];
        for (int i = 0; i < 2; i++) {
            final Lab lab = Lab.of(2, 700, looping(), counting());
            final TraceBuffer trace = lab.trace();
            lab.run(10_000);
            final Domain third = create(lab, "third", 3, counting());
            third.start();
            lab.run(10_000);
            lab.guests.getFirst().pause();
            lab.run(10_000);
            third.stop();
            lab.hypervisor.delete(third);
            lab.guests.getFirst().resume();
            lab.run(10_000);
            digests[i] = TraceDigest.of(trace) + lab.machine.digest();
        }
        assertEquals(digests[0], digests[1]);
    }

    @Test
    void aKeptStateOfOtherDomainsIsRefusedAfterOneWasMade() {
        final Lab lab = Lab.of(looping());
        lab.run(1_000);
        final StateImage kept = StateImage.of(lab.machine);
        create(lab, "late", 7, looping());
        assertThrows(StateException.class, () -> kept.restore(lab.machine));
    }

    @Test
    void aDomainWhoseVcpuWaitsCanBePausedAndDeleted() {
        final Lab lab = Lab.of(new Program().csrw(Csr.MIE, 0, Program.T0).add(Instruction.WFI).add(Instruction.JAL, 0, -4), looping());
        lab.run(10_000);
        final Domain guest = lab.guests.getFirst();
        guest.pause();
        guest.stop();
        lab.hypervisor.delete(guest);
        assertEquals(StopReason.LIMIT, lab.run(10_000));
    }
}
