// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.machine.StopReason;
import org.trapline.machine.debug.DebugUnit;
import org.trapline.machine.debug.Registers;
import org.trapline.machine.debug.Stop;
import org.trapline.machine.debug.TrapCatch;
import org.trapline.machine.debug.Watchpoint;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Mstatus;

/** Points that stop a guest, wherever its instructions are executed. */
class GuestDebugTest {
    private static final long DATA = Platform.RAM_BASE + 0x4000;

    /** Counts in a0 and in memory, writes a CSR, which the VMM carries out, and a register of a device. */
    private static Program counting() {
        final Program program = new Program().li(Program.T0, DATA).li(Program.T1, Platform.UART_BASE);
        program.add(Instruction.ADDI, Program.A0, Program.A0, 1).csrw(Csr.MSCRATCH, Program.A0);
        return program.add(Instruction.SD, Program.A0, 8, Program.T0).add(Instruction.SB, Program.A0, 7, Program.T1).add(Instruction.JAL, 0, -16);
    }

    private static final long LOOP = counting().here() - 20;

    private static DebugUnit unit(Lab lab, int guest) {
        return lab.guestHart(guest).debug();
    }

    @ParameterizedTest
    @EnumSource(names = {"TRAP_AND_EMULATE", "BINARY_TRANSLATION"})
    void aBreakpointHitsTheGuestItWasSetForAndNoOtherOne(Way way) {
        final Lab lab = Lab.of(way, Lab.ISA, 1, 2_000, false, counting(), counting());
        unit(lab, 1).setBreakpoints(List.of(LOOP + 8));
        for (int i = 1; i < 200; i++) {
            assertEquals(StopReason.BREAKPOINT, lab.run());
            assertSame(lab.guestHart(1), lab.machine.lastStop().hart());
            assertEquals(i, unit(lab, 1).x(Program.A0), "each time round once");
            assertEquals(LOOP + 8, unit(lab, 1).pc());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TRAP_AND_EMULATE", "BINARY_TRANSLATION"})
    void aBreakpointAtAnInstructionThatTheVmmCarriesOutHitsOnce(Way way) {
        final Lab lab = Lab.of(way, counting());
        unit(lab, 0).setBreakpoints(List.of(LOOP + 4));
        for (int i = 1; i < 20; i++) {
            assertEquals(StopReason.BREAKPOINT, lab.run());
            assertEquals(i, unit(lab, 0).x(Program.A0));
            assertEquals(i - 1, lab.csr(0, Csr.MSCRATCH));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TRAP_AND_EMULATE", "BINARY_TRANSLATION"})
    void theNumbersOfAKernelThatComputesAreSeenAndChanged(Way way) {
        final Program program = new Program().csrw(Csr.MSTATUS, Mstatus.FS, Program.T0).li(Program.A0, 1);
        // One of them a register in which translated code has something of its own.
        program.add(Instruction.FCVT_D_L, 1, Program.A0, 0).add(Instruction.FCVT_D_L, 25, Program.A0, 0);
        final long loop = program.here();
        program.add(Instruction.FADD_D, 1, 1, 25, 7).add(Instruction.FSGNJ_D, 2, 1, 1).add(Instruction.CSRRSI, 0, Csr.FFLAGS.number(), 4);
        program.add(Instruction.JAL, 0, loop - program.here());
        final Lab lab = Lab.of(way, program);
        unit(lab, 0).setBreakpoints(List.of(loop + 8));
        final Registers registers = new Registers(lab.guestHart(0));
        for (int i = 2; i < 100; i++) {
            assertEquals(StopReason.BREAKPOINT, lab.run());
            assertEquals(i, Double.longBitsToDouble(unit(lab, 0).floats(2).f(2)));
            assertEquals(1, Double.longBitsToDouble(unit(lab, 0).floats(25).f(25)));
            assertEquals(i == 2 ? 0 : 4, registers.csr(Csr.FFLAGS));
        }
        unit(lab, 0).floats(1).setF(1, Double.doubleToRawLongBits(1_000));
        unit(lab, 0).floats(25).setF(25, Double.doubleToRawLongBits(7));
        registers.setCsr(Csr.FRM, 1);
        assertEquals(StopReason.BREAKPOINT, lab.run());
        assertEquals(1_007, Double.longBitsToDouble(unit(lab, 0).floats(2).f(2)));
        assertEquals(1, registers.csr(Csr.FRM));
    }

    @ParameterizedTest
    @EnumSource(names = {"TRAP_AND_EMULATE", "BINARY_TRANSLATION"})
    void aWatchpointSeesStoresToMemoryAndToVirtualDevices(Way way) {
        final Lab lab = Lab.of(way, counting());
        lab.run(1_000);
        unit(lab, 0).setWatchpoints(List.of(new Watchpoint(DATA + 8, 8, Watchpoint.Kind.WRITE),
            new Watchpoint(Platform.UART_BASE + 7, 1, Watchpoint.Kind.WRITE)));
        long pc = 0;
        for (int i = 0; i < 20; i++) {
            assertEquals(StopReason.WATCHPOINT, lab.run());
            final Stop.AtWatchpoint stop = assertInstanceOf(Stop.AtWatchpoint.class, lab.machine.lastStop());
            assertSame(lab.guestHart(0), stop.hart());
            assertEquals(pc == LOOP + 8 ? LOOP + 12 : pc == 0 ? stop.pc() : LOOP + 8, stop.pc());
            // The VMM carries out the one at the device.
            assertEquals(stop.done() ? stop.pc() + 4 : stop.pc(), unit(lab, 0).pc());
            assertEquals(stop.pc() == LOOP + 12, stop.done());
            pc = stop.pc();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TRAP_AND_EMULATE", "BINARY_TRANSLATION"})
    void aTrapToTheGuestsOwnKernelStopsItButNotOneToTheVmm(Way way) {
        final Program program = new Program().csrw(Csr.MTVEC, Platform.RAM_BASE + 0x200, Program.T0).csrw(Csr.MSCRATCH, Program.T0);
        final long ecall = program.here();
        program.add(Instruction.ECALL);
        final Lab lab = Lab.of(way, program);
        unit(lab, 0).setCatches(List.of(new TrapCatch(null, null, null)));
        assertEquals(StopReason.TRAP, lab.run());
        final Stop.AfterTrap stop = assertInstanceOf(Stop.AfterTrap.class, lab.machine.lastStop());
        assertEquals(Cause.ECALL_FROM_M, stop.cause());
        assertEquals(ecall, stop.pc());
        assertEquals(Platform.RAM_BASE + 0x200, unit(lab, 0).pc());
    }

    @ParameterizedTest
    @EnumSource(names = {"TRAP_AND_EMULATE", "BINARY_TRANSLATION"})
    void stoppingDoesNotChangeTheRun(Way way) {
        final Lab plain = Lab.of(way, Lab.ISA, 1, 2_000, false, counting(), counting());
        plain.run(30_000);
        final Lab stopped = Lab.of(way, Lab.ISA, 1, 2_000, false, counting(), counting());
        unit(stopped, 0).setBreakpoints(List.of(LOOP, LOOP + 8));
        unit(stopped, 1).setWatchpoints(List.of(new Watchpoint(DATA, 64, Watchpoint.Kind.ACCESS)));
        while (stopped.machine.instret() < 30_000) {
            stopped.run(30_000 - stopped.machine.instret());
        }
        assertEquals(plain.machine.digest(), stopped.machine.digest());
    }

    @ParameterizedTest
    @EnumSource(names = {"TRAP_AND_EMULATE", "BINARY_TRANSLATION"})
    void progressOfAVcpuCountsWhatIsExecutedAndWhatIsCarriedOut(Way way) {
        final Lab lab = Lab.of(way, counting());
        final DebugUnit unit = unit(lab, 0);
        unit.setBreakpoints(List.of(LOOP));
        assertEquals(StopReason.BREAKPOINT, lab.run());
        final long before = unit.progress();
        assertEquals(StopReason.BREAKPOINT, lab.run());
        assertEquals(5, unit.progress() - before);
    }
}
