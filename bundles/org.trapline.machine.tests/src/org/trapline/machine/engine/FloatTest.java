// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Privilege;
import org.trapline.isa.RoundingMode;
import org.trapline.machine.Code;
import org.trapline.machine.Rig;
import org.trapline.machine.StopReason;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Mstatus;

/** When floating-point instructions are legal, and what they leave in status registers. */
class FloatTest {
    private static final String ISA = "rv64gc";
    private static final long HANDLER = Platform.RAM_BASE + 0x400;
    private static final long DATA = Platform.RAM_BASE + 0x1000;
    private static final long OFF = 0;
    private static final long INITIAL = 1;
    private static final long CLEAN = 2;
    private static final long DIRTY = 3;
    private static final int FS_SHIFT = Long.numberOfTrailingZeros(Mstatus.FS);
    private static final long DYNAMIC = RoundingMode.DYN.code();
    private static final long NEAREST = RoundingMode.RNE.code();

    /** Runs a program with the unit in a state; its handler keeps cause, pc and value of the first trap in s0, s1 and a2 and ends the run. */
    private static Rig run(long fs, Code code) {
        code.pass().org((int) (HANDLER - Platform.RAM_BASE)).csrr(S0, Csr.MCAUSE).csrr(S1, Csr.MEPC).csrr(A2, Csr.MTVAL).pass();
        Rig rig = Rig.withIsa(ISA, code);
        rig.hart().state().write(Csr.MTVEC, HANDLER);
        rig.hart().state().write(Csr.MSTATUS, fs << FS_SHIFT);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        return rig;
    }

    private static void assertIllegal(long pc, long word, Rig rig) {
        assertEquals(Cause.ILLEGAL_INSTRUCTION, Cause.of(rig.x(S0)));
        assertEquals(pc, rig.x(S1), "mepc");
        assertEquals(word & 0xffff_ffffL, rig.x(A2), "mtval");
    }

    private static void assertNoTrap(Rig rig) {
        assertEquals(0, rig.csr(Csr.MEPC));
    }

    private static void assertState(long fs, Rig rig) {
        long mstatus = rig.csr(Csr.MSTATUS);
        assertEquals(fs, (mstatus & Mstatus.FS) >>> FS_SHIFT, "FS");
        assertEquals(fs == DIRTY, (mstatus & Mstatus.SD) != 0, "SD");
        assertEquals(fs == DIRTY, (rig.csr(Csr.SSTATUS) & Mstatus.SD) != 0, "SD in sstatus");
    }

    // ---- off ----

    @Test
    void whileTheUnitIsOffItsInstructionsAreIllegal() {
        int[] words = {FLD.encode(0, 0, T0), FSD.encode(0, 0, T0), FADD_D.encode(0, 1, 2, 0), FMV_X_D.encode(A0, 0), FMV_W_X.encode(0, A0),
            FEQ_S.encode(A0, 0, 1), FCLASS_D.encode(A0, 0), FMADD_S.encode(0, 1, 2, 3, 0), CSRRS.encode(A0, Csr.FCSR.number(), 0),
            CSRRWI.encode(0, Csr.FRM.number(), 0), CSRRS.encode(A0, Csr.FFLAGS.number(), 0)};
        for (int word : words) {
            Code code = Code.here().li(T0, DATA);
            long pc = code.pc();
            Rig rig = run(OFF, code.op(C_LI, A3, 1).word(word));
            assertIllegal(pc + 2, word, rig);
            assertEquals(1, rig.x(A3), "what precedes was executed");
            assertState(OFF, rig);
        }
    }

    @Test
    void compressedLoadsAndStoresAreIllegalToo() {
        Code code = Code.here().li(S0, DATA);
        long pc = code.pc();
        int word = C_FLD.encode(8, 16, S0);
        assertIllegal(pc, word, run(OFF, code.half(word)));
    }

    @Test
    void withoutTheExtensionThereIsNothingToSwitchOn() {
        Rig rig = Rig.withIsa("rv64imac", Code.here().pass());
        rig.hart().state().write(Csr.MSTATUS, -1);
        assertEquals(0, rig.csr(Csr.MSTATUS) & (Mstatus.FS | Mstatus.SD));
        assertEquals(null, rig.hart().state().csr(Csr.FCSR.number()));
    }

    // ---- dirty ----

    @Test
    void writingARegisterMakesTheStateDirty() {
        for (long before : new long[] {INITIAL, CLEAN, DIRTY}) {
            Rig rig = run(before, Code.here().op(FMV_D_X, 5, 0));
            assertNoTrap(rig);
            assertState(DIRTY, rig);
        }
    }

    @Test
    void readingARegisterDoesNot() {
        Code code = Code.here().li(T0, DATA).op(FSD, 3, 0, T0).op(FSW, 3, 0, T0).op(FMV_X_D, A0, 3).op(FCLASS_D, A0, 3).op(FEQ_D, A0, 3, 4)
            .op(FCVT_L_D, A0, 3, NEAREST).csrr(A0, Csr.FCSR);
        Rig rig = run(CLEAN, code);
        assertNoTrap(rig);
        assertState(CLEAN, rig);
    }

    @Test
    void aFlagDoes() {
        // A register that is not a boxed number is a NaN: comparing it is invalid.
        Rig rig = run(CLEAN, Code.here().op(FLT_S, A0, 3, 4));
        assertState(DIRTY, rig);
        assertEquals(0x10, rig.csr(Csr.FFLAGS));
    }

    @Test
    void writingItsRegisterDoes() {
        assertState(DIRTY, run(CLEAN, Code.here().op(CSRRWI, 0, Csr.FRM.number(), 0)));
        assertState(CLEAN, run(CLEAN, Code.here().op(CSRRS, A0, Csr.FRM.number(), 0)));
    }

    @Test
    void aLoadThatFaultsDoesNot() {
        Rig rig = run(CLEAN, Code.here().li(T0, 0x10).op(FLD, 1, 0, T0));
        assertEquals(Cause.LOAD_ACCESS_FAULT, Cause.of(rig.x(S0)));
        assertState(CLEAN, rig);
    }

    @Test
    void aLoadDoesAlsoFromADevice() {
        Rig rig = run(CLEAN, Code.here().li(T0, Platform.CLINT_BASE + 0x4000).op(FLD, 1, 0, T0));
        assertNoTrap(rig);
        assertState(DIRTY, rig);
    }

    // ---- rounding ----

    @Test
    void theDynamicModeIsThatOfFrm() {
        Code code = Code.here().li(T0, 1).op(FCVT_D_L, 1, T0, NEAREST).li(T0, 3).op(FCVT_D_L, 2, T0, NEAREST);
        code.op(FDIV_D, 3, 1, 2, DYNAMIC).op(CSRRWI, 0, Csr.FRM.number(), RoundingMode.RUP.code()).op(FDIV_D, 4, 1, 2, DYNAMIC)
            .op(FDIV_D, 5, 1, 2, NEAREST);
        Rig rig = run(INITIAL, code);
        assertNoTrap(rig);
        assertEquals(Double.doubleToRawLongBits(1.0 / 3), rig.hart().f(3));
        assertEquals(Double.doubleToRawLongBits(Math.nextUp(1.0 / 3)), rig.hart().f(4));
        assertEquals(rig.hart().f(3), rig.hart().f(5));
        assertEquals(RoundingMode.RUP.code() << 5 | 1, rig.csr(Csr.FCSR));
    }

    @Test
    void whileFrmHoldsNoModeDynamicInstructionsAreIllegal() {
        Code code = Code.here().op(CSRRWI, 0, Csr.FRM.number(), 5).op(FADD_D, 1, 1, 1, NEAREST).op(FSGNJ_D, 2, 1, 1);
        long pc = code.pc();
        code.op(FADD_D, 3, 1, 1, DYNAMIC);
        assertIllegal(pc, FADD_D.encode(3, 1, 1, DYNAMIC), run(DIRTY, code));
    }

    @Test
    void reservedModesInAnInstructionAreIllegal() {
        int word = FADD_D.encode(1, 2, 3, NEAREST) | 6 << 12;
        assertIllegal(Platform.RAM_BASE, word, run(DIRTY, Code.here().word(word)));
    }

    // ---- registers ----

    @Test
    void singlePrecisionResultsAndLoadsAreBoxed() {
        Code code = Code.here().li(T0, DATA).li(T1, 0x3f80_0000).op(SW, T1, 0, T0).op(FLW, 1, 0, T0).op(FADD_S, 2, 1, 1, NEAREST)
            .op(FMV_W_X, 0, T1).op(FMV_X_W, A0, 0);
        Rig rig = run(DIRTY, code);
        assertEquals(0xffff_ffff_3f80_0000L, rig.hart().f(1));
        assertEquals(0xffff_ffff_4000_0000L, rig.hart().f(2));
        assertEquals(0xffff_ffff_3f80_0000L, rig.hart().f(0), "f0 is a register like any other");
        assertEquals(0x3f80_0000, rig.x(A0));
    }

    // ---- guests ----

    @Test
    void aGuestsUnitIsOnOnlyIfItsHypervisorsIsAndBothGetDirty() {
        Rig rig = Rig.withIsa("rv64gc_h", Code.here().op(FMV_D_X, 1, 0).op(FMV_D_X, 1, 0).pass());
        rig.hart().state().write(Csr.MTVEC, HANDLER);
        var state = rig.hart().state();
        state.write(Csr.PMPADDR0, -1);
        state.write(Csr.PMPCFG0, 0x1f);
        state.setPrivilege(Privilege.S, true);
        state.write(Csr.MSTATUS, CLEAN << FS_SHIFT);
        assertTrue(state.isFloatOff());
        state.write(Csr.VSSTATUS, INITIAL << FS_SHIFT);
        assertFalse(state.isFloatOff());
        rig.step();
        assertState(DIRTY, rig);
        assertEquals(DIRTY, (rig.csr(Csr.VSSTATUS) & Mstatus.FS) >>> FS_SHIFT);
        assertTrue((rig.csr(Csr.VSSTATUS) & Mstatus.SD) != 0);
        state.write(Csr.MSTATUS, 0);
        rig.step();
        assertEquals(Cause.ILLEGAL_INSTRUCTION, Cause.of(rig.csr(Csr.MCAUSE)));
    }
}
