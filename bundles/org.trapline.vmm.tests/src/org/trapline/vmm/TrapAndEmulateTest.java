// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.machine.StopReason;
import org.trapline.machine.platform.Platform;
import org.trapline.trace.EventKind;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.analysis.TraceDigest;

/** What traps, what is carried out and what reaches the guest's own kernel. */
class TrapAndEmulateTest {

    @Test
    void aPrivilegedWriteExitsOnceAndIsCarriedOutOnTheVcpu() {
        final Lab lab = Lab.of(new Program().li(Program.T0, 0x42).csrw(Csr.MSCRATCH, Program.T0).powerOff());
        final TraceBuffer trace = lab.trace();
        assertEquals(StopReason.POWERED_OFF, lab.run());
        final List<TraceEvent> writes = Lab.events(trace, EventKind.EMULATE).stream().filter(e -> e.arg(1) == Csr.MSCRATCH.number()).toList();
        assertEquals(1, writes.size());
        assertEquals(0, writes.getFirst().arg(2), "old value");
        assertEquals(0x42, writes.getFirst().arg(3), "new value");
    }

    @Test
    void ordinaryInstructionsCauseNoExit() {
        final Program program = new Program();
        for (int i = 0; i < 1_000; i++) {
            program.add(Instruction.ADDI, Program.A0, Program.A0, 1);
        }
        final Lab lab = Lab.of(program.powerOff());
        final TraceBuffer trace = lab.trace();
        lab.run();
        // The first fetch from the program's page, and the store that switches off.
        assertEquals(2, Lab.events(trace, EventKind.VM_EXIT).size());
        assertEquals(1_000, lab.x(0, Program.A0));
    }

    @Test
    void everyEntryIsFollowedByOneExit() {
        final Lab lab = Lab.of(1, 500, looping(), looping());
        final TraceBuffer trace = lab.trace();
        lab.run(20_000);
        int inside = 0;
        final TraceEvent event = new TraceEvent();
        for (long seq = trace.firstSeq(); seq < trace.nextSeq(); seq++) {
            trace.read(seq, event);
            inside += event.kind() == EventKind.VM_ENTRY ? 1 : event.kind() == EventKind.VM_EXIT ? -1 : 0;
            assertTrue(inside == 0 || inside == 1, "event " + seq);
        }
    }

    private static Program looping() {
        return new Program().csrr(Program.A0, Csr.MSCRATCH).add(Instruction.JAL, 0, -4);
    }

    @Test
    void aSystemCallReachesTheGuestsOwnKernel() {
        final Program program = new Program();
        program.li(Program.T1, Platform.RAM_BASE + 0x200).csrw(Csr.MTVEC, Program.T1).openMemory().enter(0).add(Instruction.ECALL);
        while (program.here() < Platform.RAM_BASE + 0x200) {
            program.add(Instruction.ADDI, 0, 0, 0);
        }
        program.csrr(Program.A1, Csr.MCAUSE).powerOff();
        final Lab lab = Lab.of(program);
        final TraceBuffer trace = lab.trace();
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(Cause.ECALL_FROM_U.value(), lab.x(0, Program.A1));
        final TraceEvent reflect = Lab.events(trace, EventKind.REFLECT).getFirst();
        assertEquals(Cause.ECALL_FROM_U.value(), reflect.arg(0));
        assertEquals(Platform.RAM_BASE + 0x200, reflect.arg(2), "the guest's own vector");
    }

    @Test
    void aGuestTimerInterruptIsInjected() {
        final Program program = new Program();
        program.li(Program.T1, Platform.RAM_BASE + 0x400).csrw(Csr.MTVEC, Program.T1).openMemory();
        program.li(Program.T0, Platform.CLINT_BASE + 0xbff8).add(Instruction.LD, Program.T1, 0, Program.T0)
            .add(Instruction.ADDI, Program.T1, Program.T1, 1000);
        program.li(Program.T0, Platform.CLINT_BASE + 0x4000).add(Instruction.SD, Program.T1, 0, Program.T0);
        program.csrw(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit(), Program.T0).add(Instruction.CSRRSI, 0, Csr.MSTATUS.number(), 8);
        program.add(Instruction.JAL, 0, 0);
        while (program.here() < Platform.RAM_BASE + 0x400) {
            program.add(Instruction.ADDI, 0, 0, 0);
        }
        program.csrr(Program.A1, Csr.MCAUSE).powerOff();
        final Lab lab = Lab.of(program);
        final TraceBuffer trace = lab.trace();
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(Cause.MACHINE_TIMER_INTERRUPT.value(), lab.x(0, Program.A1));
        assertEquals(1, Lab.events(trace, EventKind.IRQ_INJECT).size());
    }

    @Test
    void aWaitingGuestLeavesTheProcessorAndWakesByItsTimer() {
        final Program sleeper = new Program();
        sleeper.li(Program.T0, Platform.CLINT_BASE + 0x4000).li(Program.T1, 5_000).add(Instruction.SD, Program.T1, 0, Program.T0);
        sleeper.csrw(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit(), Program.T0).add(Instruction.WFI).li(Program.A0, 7).powerOff();
        final Lab lab = Lab.of(sleeper);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(7, lab.x(0, Program.A0));
        assertTrue(lab.machine.now() >= 50_000, "time has passed: " + lab.machine.now() + " cycles");
        assertTrue(lab.machine.instret() < 1_000, "but nobody has worked: " + lab.machine.instret() + " instructions");
    }

    @Test
    void aSleepersTimerTakesTheProcessorFromAGuestThatNeverExits() {
        final Program sleeper = new Program();
        sleeper.li(Program.T0, Platform.CLINT_BASE + 0x4000).li(Program.T1, 500).add(Instruction.SD, Program.T1, 0, Program.T0);
        sleeper.csrw(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit(), Program.T0).add(Instruction.WFI).powerOff();
        final Lab lab = Lab.of(1, 1_000, sleeper, new Program().add(Instruction.JAL, 0, 0));
        lab.run(100_000);
        assertEquals(LifeCycle.OFF, lab.guests.getFirst().lifeCycle());
    }

    @Test
    void aGuestThatIsAloneIsLeftAloneByTheScheduler() {
        final Lab lab = Lab.of(1, 1_000, new Program().add(Instruction.JAL, 0, 0));
        lab.run(100_000);
        assertEquals(1, lab.guests.getFirst().vcpus().getFirst().exits(), "exits: the first fetch and no more");
    }

    @Test
    void aFenceBringsChangedTablesIntoForce() {
        // Maps a page of va 0x40000000 to one frame, reads it, maps it to another, fences, reads again.
        final long root = Platform.RAM_BASE + 0x4000;
        final long frame = Platform.RAM_BASE + 0x8000;
        final Program program = new Program().openMemory();
        program.li(Program.T5, root);
        program.li(Program.T1, Platform.RAM_BASE >> 2 | 0xcf).add(Instruction.SD, Program.T1, 16, Program.T5);
        program.li(Program.T1, root + 0x1000 >> 2 | 1).add(Instruction.SD, Program.T1, 8, Program.T5);
        program.li(Program.T5, root + 0x1000).li(Program.T1, root + 0x2000 >> 2 | 1).add(Instruction.SD, Program.T1, 0, Program.T5);
        program.li(Program.T5, frame).li(Program.T1, 11).add(Instruction.SD, Program.T1, 0, Program.T5);
        program.li(Program.T5, frame + 0x1000).li(Program.T1, 22).add(Instruction.SD, Program.T1, 0, Program.T5);
        program.li(Program.T5, root + 0x2000).li(Program.T1, frame >> 2 | 0xcf).add(Instruction.SD, Program.T1, 0, Program.T5);
        program.csrw(Csr.SATP, 8L << 60 | root >>> 12, Program.T0).enter(1);
        program.li(Program.T6, 0x4000_0000).add(Instruction.LD, Program.A0, 0, Program.T6);
        program.li(Program.T5, root + 0x2000).li(Program.T1, frame + 0x1000 >> 2 | 0xcf).add(Instruction.SD, Program.T1, 0, Program.T5);
        program.add(Instruction.SFENCE_VMA, Program.T6, 0).add(Instruction.LD, Program.A1, 0, Program.T6);
        // The finisher is not mapped: leave by a trap to machine mode.
        program.li(Program.T1, 0).add(Instruction.ECALL);
        final Program withHandler = new Program();
        final long start = withHandler.here();
        withHandler.word(0);
        final long handler = withHandler.here();
        withHandler.powerOff();
        withHandler.patch(start, Instruction.JAL, 0, withHandler.here() - start);
        withHandler.csrw(Csr.MTVEC, handler, Program.T0);
        withHandler.append(program);
        final Lab lab = Lab.of(withHandler);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(11, lab.x(0, Program.A0));
        assertEquals(22, lab.x(0, Program.A1));
        FidelityTest.compare(withHandler, "fence");
    }

    @Test
    void aGuestKernelInSupervisorModeIsServedByTheVmmsFirmware() {
        final Program program = new Program();
        for (final char c : "hi".toCharArray()) {
            program.li(17, 1).li(Program.A0, c).add(Instruction.ECALL);
        }
        program.li(17, 0x53525354).li(16, 0).li(Program.A0, 0).li(Program.A1, 0).add(Instruction.ECALL);
        final Lab lab = Lab.withFirmware(program);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals("hi", lab.console.toString());
        assertEquals(LifeCycle.OFF, lab.guests.getFirst().lifeCycle());
    }

    @Test
    void manyVcpusShareSeveralHartsAndAllEnd() {
        final Program[] guests = new Program[5];
        for (int i = 0; i < guests.length; i++) {
            guests[i] = new Program().li(Program.A0, 3_000 * (i + 1)).add(Instruction.ADDI, Program.A0, Program.A0, -1)
                .add(Instruction.BNE, Program.A0, 0, -4).powerOff();
        }
        final Lab lab = Lab.of(2, 1_000, guests);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        for (final Domain guest : lab.guests) {
            assertEquals(LifeCycle.OFF, guest.lifeCycle(), guest.name());
        }
    }

    @Test
    void twoRunsAreTheSameRun() {
        final String[] digests = new String[2];
        for (int i = 0; i < 2; i++) {
            final Lab lab = Lab.of(2, 700, looping(), looping(), looping());
            final TraceBuffer trace = lab.trace();
            lab.run(50_000);
            digests[i] = TraceDigest.of(trace) + lab.machine.digest();
        }
        assertEquals(digests[0], digests[1]);
    }

    @Test
    void aPausedGuestDoesNotRunUntilItIsResumed() {
        final Lab lab = Lab.of(looping());
        lab.run(1_000);
        lab.guests.getFirst().pause();
        lab.run(1_000);
        final long paused = lab.guests.getFirst().vcpus().getFirst().exits();
        assertEquals(StopReason.WAITING, lab.run(1_000));
        assertEquals(paused, lab.guests.getFirst().vcpus().getFirst().exits());
        lab.guests.getFirst().resume();
        lab.run(1_000);
        assertTrue(lab.guests.getFirst().vcpus().getFirst().exits() > paused);
    }
}
