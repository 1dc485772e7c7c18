// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.vmm.Program.A0;
import static org.trapline.vmm.Program.A1;
import static org.trapline.vmm.Program.T0;
import static org.trapline.vmm.Program.T1;
import static org.trapline.vmm.Program.T5;
import static org.trapline.vmm.Program.T6;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.machine.StopReason;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.trace.EventKind;
import org.trapline.trace.TraceBuffer;

/** Guests in VS and VU mode above tables that the VMM makes: what comes to it that would not with two stages of translation. */
class HardwareShadowTest {
    private static final long ROOT = Platform.RAM_BASE + 0x1_0000;
    private static final long USER_PAGE = 0xdf;
    private static final long KERNEL_PAGE = 0xcf;
    /** Where kernel and programs see memory: at its place, and a gigabyte lower. */
    private static final long KERNEL_VIEW = Platform.RAM_BASE;
    private static final long USER_VIEW = Platform.RAM_BASE - 0x4000_0000L;
    private static final int S = 1;
    private static final long ALL_TO_S = 0xb1ff;

    /** A kernel whose handler counts traps in s1, adds up their causes in s2 and goes on behind what trapped, in the mode that it was. */
    private static Program kernel() {
        final Program program = new Program();
        final long jump = program.here();
        program.word(0);
        final long handler = program.here();
        program.add(Instruction.ADDI, 9, 9, 1).csrr(T6, Csr.SCAUSE).add(Instruction.ADD, 18, 18, T6);
        program.csrr(T6, Csr.SEPC).add(Instruction.ADDI, T6, T6, 4).csrw(Csr.SEPC, T6).add(Instruction.SRET);
        program.patch(jump, Instruction.JAL, 0, program.here() - jump);
        program.openMemory().csrw(Csr.MEDELEG, ALL_TO_S, T0).csrw(Csr.STVEC, handler, T0);
        program.li(T5, ROOT).li(T1, Platform.RAM_BASE >> 2 | KERNEL_PAGE).add(Instruction.SD, T1, 8 * (KERNEL_VIEW >>> 30), T5);
        program.li(T1, Platform.RAM_BASE >> 2 | USER_PAGE).add(Instruction.SD, T1, 8 * (USER_VIEW >>> 30), T5);
        return program.li(T1, KERNEL_PAGE).add(Instruction.SD, T1, 0, T5);
    }

    private static Program translate(final Program program) {
        return program.csrw(Csr.SATP, 8L << 60 | ROOT >>> 12, T0).add(Instruction.SFENCE_VMA, 0, 0);
    }

    /** Goes on with the next instruction in user mode, seen a gigabyte lower. */
    private static Program enterUser(final Program program) {
        program.add(Instruction.AUIPC, T0, 0).add(Instruction.ADDI, T0, T0, 24).add(Instruction.LUI, T1, 0x40000L).add(Instruction.SUB, T0, T0, T1);
        return program.csrw(Csr.SEPC, T0).add(Instruction.SRET);
    }

    private static long exits(final Lab lab, final Cause cause, final TraceBuffer trace) {
        return Lab.events(trace, EventKind.VM_EXIT).stream().filter(e -> e.arg(0) == cause.value()).count();
    }

    @Test
    void systemCallsOfProgramsReachTheirKernelWithoutAnExitAndPageFaultsDoNot() {
        final Program program = enterUser(translate(kernel().enter(S)));
        for (int i = 0; i < 50; i++) {
            program.add(Instruction.ECALL);
        }
        // What no table maps, and what belongs to the kernel.
        program.li(A0, 0x30_0000_0000L).add(Instruction.LD, A1, 0, A0);
        program.li(A0, KERNEL_VIEW).add(Instruction.LD, A1, 0, A0);
        program.add(Instruction.JAL, 0, 0);
        final Lab lab = Lab.of(Way.HARDWARE_SHADOW, program);
        final TraceBuffer trace = lab.trace();
        lab.run(20_000);
        lab.guests.getFirst().pause();
        assertEquals(52, lab.x(0, 9), "traps that the kernel has seen");
        assertEquals(50 * Cause.ECALL_FROM_U.value() + 2 * Cause.LOAD_PAGE_FAULT.value(), lab.x(0, 18), "their causes");
        assertEquals(0, exits(lab, Cause.ECALL_FROM_U, trace), "exits for system calls");
        assertTrue(exits(lab, Cause.LOAD_PAGE_FAULT, trace) >= 2, "exits for page faults");
        assertEquals(0, lab.machine.platform().hart(0).state().hgatp(), "there is no second stage");
    }

    @Test
    void kernelAndProgramShareATableAndTheHartKeepsThemApart() {
        final Program program = translate(kernel().enter(S));
        // The kernel may neither execute a program's page nor, without SUM, read it.
        program.li(A0, USER_VIEW + 0x2000).add(Instruction.LD, A1, 0, A0);
        program.li(T1, Mstatus.SUM).add(Instruction.CSRRS, 0, Csr.SSTATUS.number(), T1).add(Instruction.LD, A1, 0, A0);
        program.add(Instruction.CSRRC, 0, Csr.SSTATUS.number(), T1).add(Instruction.LD, A1, 0, A0).powerOff();
        final Lab lab = Lab.of(Way.HARDWARE_SHADOW, program);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(2, lab.x(0, 9), "faults without SUM");
        FidelityTest.compare(program, "U bits");
    }

    @Test
    void aWriteOfSatpAndAFenceComeToTheVmm() {
        final Program program = translate(kernel().enter(S));
        for (int i = 0; i < 10; i++) {
            program.csrr(A0, Csr.SATP).csrw(Csr.SATP, A0).add(Instruction.SFENCE_VMA, 0, 0);
        }
        program.powerOff();
        final Lab lab = Lab.of(Way.HARDWARE_SHADOW, program);
        final TraceBuffer trace = lab.trace();
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(8L << 60 | ROOT >>> 12, lab.x(0, A0), "the guest sees its own root");
        assertTrue(exits(lab, Cause.VIRTUAL_INSTRUCTION, trace) >= 30, "exits");
        FidelityTest.compare(program, "satp");
    }

    private static long charged(final Way way, final Cost what, final int switches) {
        final Program program = translate(kernel().enter(S));
        for (int i = 1; i <= switches; i++) {
            program.csrw(Csr.SATP, 8L << 60 | (long) (i % 2) << 44 | ROOT >>> 12, T0);
        }
        program.powerOff();
        final long with = cycles(way, Map.of(what, 1_000_000), program);
        return (with - cycles(way, Map.of(what, 0), program)) / 1_000_000;
    }

    private static long cycles(final Way way, final Map<Cost, Integer> costs, final Program program) {
        final Lab lab = Lab.withCosts(way, costs, program);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        return lab.machine.platform().hart(0).cycle();
    }

    @Test
    void anotherAddressSpaceIsPaidForAsThatByEveryTechniqueAndNotAsAnotherGuest() {
        for (final Way way : List.of(Way.TRAP_AND_EMULATE, Way.BINARY_TRANSLATION, Way.HARDWARE_SHADOW)) {
            assertEquals(20, charged(way, Cost.SPACE_SWITCH, 22) - charged(way, Cost.SPACE_SWITCH, 2), way.name());
            assertEquals(0, charged(way, Cost.GUEST_CSRS, 22) - charged(way, Cost.GUEST_CSRS, 2), way.name());
        }
        assertTrue(charged(Way.HARDWARE_SHADOW, Cost.GUEST_CSRS, 0) > 0, "when it comes, and when it leaves M mode");
    }

    @Test
    void programsOfAKernelThatDoesNotTranslateUseItsMemory() {
        final Program program = kernel().enter(S);
        program.add(Instruction.AUIPC, T0, 0).add(Instruction.ADDI, T0, T0, 16).csrw(Csr.SEPC, T0).add(Instruction.SRET);
        program.li(A0, Platform.RAM_BASE + 0x8000).li(A1, 77).add(Instruction.SD, A1, 0, A0);
        for (int i = 0; i < 10; i++) {
            program.add(Instruction.ECALL).add(Instruction.LD, A1, 0, A0);
        }
        program.powerOff();
        final Lab lab = Lab.of(Way.HARDWARE_SHADOW, program);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(10, lab.x(0, 9));
        assertEquals(77, lab.x(0, A1));
        FidelityTest.compare(program, "no tables");
    }

    @Test
    void aPageThatTheGuestUnmapsIsGoneOnceItHasFenced() {
        final Program program = translate(kernel().enter(S));
        for (int i = 0; i < 20; i++) {
            program.li(A0, KERNEL_VIEW + 0x4000_0000L).add(Instruction.LD, A1, 0, A0);
            program.li(T1, Platform.RAM_BASE >> 2 | KERNEL_PAGE).add(Instruction.SD, T1, 24, T5)
                .add(Instruction.SFENCE_VMA, A0, 0).add(Instruction.LD, A1, 0, A0);
            program.add(Instruction.SD, 0, 24, T5).add(Instruction.SFENCE_VMA, i % 2 == 0 ? A0 : 0, 0);
        }
        final Lab lab = Lab.of(Way.HARDWARE_SHADOW, program.powerOff());
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(20, lab.x(0, 9), "page faults the kernel has seen");
        FidelityTest.compare(program, "unmapped");
    }
}
