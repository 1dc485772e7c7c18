// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.*;
import static org.trapline.vmm.Program.*;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.machine.StopReason;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.privileged.Mstatus;

/** Every guest has floating-point registers of its own, which its kernel can switch off and watch. */
class GuestFloatTest {
    private static final long INITIAL = Mstatus.FS & -Mstatus.FS;

    /** A guest that adds a number to f1 many times, with a rounding mode of its own. */
    private static Program adding(long number, int mode, int times) {
        Program program = new Program().csrw(Csr.MSTATUS, INITIAL, T0).add(CSRRWI, 0, Csr.FRM.number(), mode);
        program.li(A0, number).add(FCVT_D_L, 2, A0, 0).li(A1, times);
        program.add(FADD_D, 1, 1, 2, 7).add(ADDI, A1, A1, -1).add(BNE, A1, 0, -8);
        return program.add(FCVT_L_D, A0, 1, 0).add(CSRRS, A1, Csr.FRM.number(), 0).powerOff();
    }

    @ParameterizedTest
    @EnumSource
    void guestsThatTakeTurnsKeepTheirRegistersAndModes(Way way) {
        Lab lab = Lab.of(way, Lab.ISA, 1, 1_000, false, adding(3, 1, 5_000), adding(5, 2, 5_000));
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(15_000, lab.x(0, A0));
        assertEquals(1, lab.x(0, A1));
        assertEquals(25_000, lab.x(1, A0));
        assertEquals(2, lab.x(1, A1));
    }

    @Test
    void aKernelThatComputesNeedsTheVmmOnlyToBeginWith() {
        Lab lab = Lab.of(Way.BINARY_TRANSLATION, adding(3, 1, 5_000));
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(15_000, lab.x(0, A0));
        long exits = lab.guests.getFirst().vcpus().getFirst().exits();
        assertTrue(exits < 60, "exits: " + exits);
    }

    @Test
    void aKernelThatComputesWithAllRegistersHasThemAll() {
        Program program = new Program().csrw(Csr.MSTATUS, INITIAL, T0).li(A1, 100);
        for (int i = 0; i < Hart.FLOATS; i++) {
            program.li(A0, i + 1).add(FCVT_D_L, i, A0, 0);
        }
        long loop = program.here();
        for (int i = 0; i < Hart.FLOATS; i++) {
            program.add(FADD_D, i, i, (i + 13) % Hart.FLOATS, 7);
        }
        program.csrr(T5, Csr.MCYCLE).csrw(Csr.MSCRATCH, T5).add(CSRRWI, 0, Csr.FRM.number(), 1).add(ADDI, A1, A1, -1);
        program.add(BNE, A1, 0, loop - program.here());
        // Off and on again: what is on is not dirty then.
        program.csrw(Csr.MSTATUS, 0, T0).csrw(Csr.MSTATUS, 2 * INITIAL, T0).add(FEQ_D, A0, 31, 31).add(CSRRS, A1, Csr.FCSR.number(), 0);
        program.csrr(T6, Csr.MSTATUS).add(FADD_D, 27, 27, 1, 7).csrw(Csr.MSCRATCH, 0, T0).li(T5, 0).powerOff();
        FidelityTest.compare(program, "all registers");
    }

    @ParameterizedTest
    @EnumSource
    void aKernelThatSwitchesTheUnitOffGetsTheFirstInstructionThatNeedsIt(Way way) {
        Program program = new Program();
        long jump = program.here();
        program.word(0);
        long handler = program.here();
        program.csrr(T5, Csr.MCAUSE).csrr(T6, Csr.MTVAL).csrw(Csr.MSTATUS, INITIAL | Mstatus.MPP, T0).add(MRET);
        program.patch(jump, JAL, 0, program.here() - jump);
        program.csrw(Csr.MTVEC, handler, T0).li(A0, 7).add(FMV_D_X, 3, A0).add(FMV_X_D, A1, 3).powerOff();
        Lab lab = Lab.of(way, program);
        assertEquals(StopReason.POWERED_OFF, lab.run());
        assertEquals(Cause.ILLEGAL_INSTRUCTION, Cause.of(lab.x(0, T5)));
        assertEquals(FMV_D_X.encode(3, A0), (int) lab.x(0, T6));
        assertEquals(7, lab.x(0, A1));
        assertEquals(Mstatus.FS | Mstatus.SD, lab.csr(0, Csr.MSTATUS) & (Mstatus.FS | Mstatus.SD), "the write is noticed");
    }
}
