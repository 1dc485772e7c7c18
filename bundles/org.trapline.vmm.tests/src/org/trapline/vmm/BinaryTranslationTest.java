// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.vmm.Program.A0;
import static org.trapline.vmm.Program.A1;
import static org.trapline.vmm.Program.RA;
import static org.trapline.vmm.Program.T0;
import static org.trapline.vmm.Program.T1;
import static org.trapline.vmm.Program.T5;
import static org.trapline.vmm.Program.T6;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.machine.StopReason;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Quirk;
import org.trapline.machine.state.StateImage;
import org.trapline.trace.EventKind;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.analysis.TraceDigest;
import org.trapline.vmm.technique.BinaryTranslation;
import org.trapline.vmm.translation.CacheStatistics;

/** Kernels run from a cache of new code, and cannot tell. */
class BinaryTranslationTest {
    private static Lab lab(final Program... programs) {
        return Lab.of(Way.BINARY_TRANSLATION, programs);
    }

    private static BinaryTranslation technique(final Lab lab) {
        return (BinaryTranslation) lab.guests.getFirst().vcpus().getFirst().technique();
    }

    private static CacheStatistics statistics(final Lab lab) {
        return technique(lab).statistics();
    }

    /** Counts down by calling a function, with special instructions on the way. */
    private static Program calling(final int times) {
        final Program program = new Program().li(A0, times);
        final long loop = program.here();
        program.word(0).add(Instruction.BNE, A0, 0, -4).powerOff();
        program.patch(loop, Instruction.JAL, RA, program.here() - loop);
        program.add(Instruction.CSRRW, T6, Csr.MSCRATCH.number(), A0).add(Instruction.ADDI, A0, A0, -1);
        return program.add(Instruction.JALR, 0, 0, RA);
    }

    @Test
    void aLoopOnceTranslatedRunsWithoutTheVmm() {
        final Lab lab = lab(new Program().li(A0, 100_000).add(Instruction.ADDI, A0, A0, -1).add(Instruction.BNE, A0, 0, -4).powerOff());
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertTrue(lab.guests.getFirst().vcpus().getFirst().exits() < 20, "exits: " + lab.guests.getFirst().vcpus().getFirst().exits());
        assertTrue(lab.machine.instret() < 200_100, "new code is no longer than the old: " + lab.machine.instret());
    }

    @Test
    void callsReturnsAndScratchRegistersNeedTheVmmOnlyOnce() {
        final Program program = calling(5_000);
        final Lab lab = lab(program);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(0, lab.x(0, A0));
        assertEquals(1, lab.csr(0, Csr.MSCRATCH));
        assertTrue(lab.guests.getFirst().vcpus().getFirst().exits() < 40, "exits: " + lab.guests.getFirst().vcpus().getFirst().exits());
        final CacheStatistics counts = statistics(lab);
        assertTrue(counts.misses() > 3 && counts.links() > 2 && counts.cases() == 1, counts.toString());
        FidelityTest.compare(program, "calls");
    }

    @Test
    void whatWasTranslatedGoesWhenTheGuestOverwritesIt() {
        final Program program = new Program().li(A1, 0).li(A0, 3);
        final long loop = program.here();
        final long patched = program.here();
        program.add(Instruction.ADDI, A1, A1, 1);
        // Makes it add ten times as much the next time, with no fence.
        program.li(T5, patched).li(T6, Instruction.ADDI.encode(A1, A1, 10)).add(Instruction.SW, T6, 0, T5);
        program.add(Instruction.ADDI, A0, A0, -1).add(Instruction.BNE, A0, 0, loop - program.here()).powerOff();
        final Lab lab = lab(program);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(21, lab.x(0, A1));
        assertTrue(statistics(lab).invalidated() > 0);
        FidelityTest.compare(program, "self-modifying");
    }

    @Test
    void theGuestCanNeitherReadNorWriteNorJumpIntoTheCache() {
        final Program program = new Program();
        final long jump = program.here();
        program.word(0);
        final long handler = program.here();
        // Counts faults, and goes on where s0 says.
        program.add(Instruction.ADDI, A0, A0, 1).csrw(Csr.MEPC, 8).add(Instruction.MRET);
        program.patch(jump, Instruction.JAL, 0, program.here() - jump);
        program.csrw(Csr.MTVEC, handler, T0).openMemory().li(A0, 0).li(T1, 0xf800_0000L);
        program.add(Instruction.AUIPC, 8, 0).add(Instruction.ADDI, 8, 8, 12).add(Instruction.LW, A1, 0, T1);
        program.add(Instruction.ADDI, 8, 8, 8).add(Instruction.SW, A1, 0, T1);
        program.add(Instruction.ADDI, 8, 8, 8).add(Instruction.JALR, 0, 0, T1).powerOff();
        final Lab lab = lab(program);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(3, lab.x(0, A0));
        FidelityTest.compare(program, "cache");
    }

    @Test
    void aStoreConditionalBesideCodeSucceeds() {
        final Program program = new Program();
        program.li(T1, Platform.RAM_BASE + 0x800).li(A0, 7);
        program.add(Instruction.LR_W, T5, T1, 0).add(Instruction.SC_W, A1, A0, T1, 0).add(Instruction.BNE, A1, 0, -8);
        program.add(Instruction.LW, A0, 0, T1).powerOff();
        final Lab lab = lab(program);
        assertEquals(StopReason.POWERED_OFF, lab.run(100_000));
        assertEquals(7, lab.x(0, A0));
        FidelityTest.compare(program, "sc");
    }

    @Test
    void aFullCacheIsEmptiedAndTheGuestGoesOn() {
        // More code than there is room for, twice.
        final Program program = new Program().li(A0, 2).li(A1, 0);
        final long loop = program.here();
        while (program.here() < Platform.RAM_BASE + 0x6_0000) {
            program.add(Instruction.ADDI, A1, A1, 1).add(Instruction.BNE, 0, 0, 8);
        }
        program.add(Instruction.ADDI, A0, A0, -1).add(Instruction.BEQ, A0, 0, 8);
        program.add(Instruction.JAL, 0, loop - program.here());
        program.powerOff();
        final Lab lab = lab(program);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertTrue(statistics(lab).evicted() > 1_000, statistics(lab).toString());
        FidelityTest.compare(program, "large");
    }

    @Test
    void codeAcrossPagesIsTranslated() {
        final Program program = new Program().li(A0, 50).li(A1, 0);
        while (program.here() < Platform.RAM_BASE + 0xff8) {
            program.add(Instruction.ADDI, 0, 0, 0);
        }
        final long loop = program.here();
        program.add(Instruction.ADDI, A1, A1, 1).add(Instruction.ADDI, A1, A1, 2).add(Instruction.ADDI, A1, A1, 3);
        program.add(Instruction.ADDI, A0, A0, -1).add(Instruction.BNE, A0, 0, loop - program.here()).powerOff();
        final Lab lab = lab(program);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(300, lab.x(0, A1));
        FidelityTest.compare(program, "across pages");
    }

    @Test
    void onAHostWhoseSensitiveInstructionsAreSilentTrapAndEmulateFailsAndTranslationDoesNot() {
        final Program program = new Program().openMemory().enter(1);
        program.li(A0, 42).csrw(Csr.SSCRATCH, A0).csrr(A1, Csr.SSCRATCH);
        program.powerOff();
        final long expected = 42;
        final Lab plain = Lab.of(Way.TRAP_AND_EMULATE, program);
        plain.run();
        assertEquals(expected, plain.x(0, A1), "traps");
        final Lab broken = Lab.of(Way.TRAP_AND_EMULATE, Quirk.SILENT_SENSITIVE_CSR, program);
        broken.run();
        assertNotEquals(expected, broken.x(0, A1), "does not trap");
        final Lab translated = Lab.of(Way.BINARY_TRANSLATION, Quirk.SILENT_SENSITIVE_CSR, program);
        translated.run();
        assertEquals(expected, translated.x(0, A1), "is translated");
    }

    @Test
    void theSameFutureFollowsFromAStateKeptAnywhereInTranslatedCode() {
        final Lab lab = lab(calling(100_000));
        for (int i = 0; i < 60; i++) {
            lab.run(1_000 + i);
            final StateImage kept = StateImage.of(lab.machine);
            lab.run(500);
            final String digest = lab.machine.digest();
            kept.restore(lab.machine);
            assertEquals(kept.digest(), lab.machine.digest());
            lab.run(500);
            assertEquals(digest, lab.machine.digest());
        }
        final StateImage kept = StateImage.of(lab.machine);
        lab.run(20_000);
        final Lab other = lab(calling(100_000));
        other.run(333);
        kept.restore(other.machine);
        other.run(20_000);
        assertEquals(lab.machine.digest(), other.machine.digest());
    }

    @Test
    void theGuestsStateIsRightWhereverItIsInterrupted() {
        // A kick takes the hart out of translated code at whatever instruction it is.
        final Program program = calling(2_000);
        final Lab undisturbed = lab(program);
        undisturbed.run();
        final Lab disturbed = lab(program);
        for (int i = 0; i < 100_000 && disturbed.run(1 + i % 6) == StopReason.LIMIT; i++) {
            disturbed.guests.getFirst().wake();
        }
        assertEquals(LifeCycle.OFF, disturbed.guests.getFirst().lifeCycle(), "the guest gets on");
        assertEquals(undisturbed.csr(0, Csr.MINSTRET), disturbed.csr(0, Csr.MINSTRET));
        assertEquals(undisturbed.csr(0, Csr.MSCRATCH), disturbed.csr(0, Csr.MSCRATCH));
        for (int i = 0; i < 32; i++) {
            assertEquals(undisturbed.x(0, i), disturbed.x(0, i), "x" + i);
        }
    }

    @Test
    void aHostWithoutRegistersForTheBankCallsTheVmmInstead() {
        final Lab lab = Lab.of(Way.BINARY_TRANSLATION, Isa.parse("rv64ima"), 1, HypervisorConfig.DEFAULT_QUANTUM, false, calling(200));
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(0, lab.x(0, A0));
        assertEquals(1, lab.csr(0, Csr.MSCRATCH));
        final Lab other = lab(calling(200));
        other.run();
        assertEquals(other.csr(0, Csr.MINSTRET), lab.csr(0, Csr.MINSTRET));
    }

    @Test
    void translationsAreTraced() {
        final Lab lab = lab(calling(10));
        final TraceBuffer trace = lab.trace();
        lab.run();
        final CacheStatistics counts = statistics(lab);
        assertEquals(counts.misses(), Lab.events(trace, EventKind.BT_TRANSLATE).size());
        assertEquals(counts.hits(), Lab.events(trace, EventKind.BT_HIT).size());
        assertEquals(Platform.RAM_BASE, Lab.events(trace, EventKind.BT_TRANSLATE).getFirst().arg(0));
    }

    @Test
    void twoRunsAreTheSameRun() {
        final String[] digests = new String[2];
        for (int i = 0; i < 2; i++) {
            final Lab lab = Lab.of(Way.BINARY_TRANSLATION, Lab.ISA, 2, 700, false, calling(5_000), calling(5_000), calling(5_000));
            final TraceBuffer trace = lab.trace();
            lab.run(50_000);
            digests[i] = TraceDigest.of(trace) + lab.machine.digest();
        }
        assertEquals(digests[0], digests[1]);
    }
}
