// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Privilege;
import org.trapline.machine.Code;
import org.trapline.machine.Rig;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.kernel.Control;
import org.trapline.machine.kernel.Zicsr;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;

class PrivilegedStateTest {
    private static final long ALL = -1;

    private final PrivilegedState state = state(Set.of());

    private static PrivilegedState state(Set<Quirk> quirks) {
        Bus bus = new Bus();
        bus.attach(0x8000_0000L, new Ram(1 << 16));
        return new Hart(Rig.ISA, 0, bus, () -> 0, true, quirks).state();
    }

    private void in(Privilege mode) {
        state.setPrivilege(mode);
    }

    private void illegal(Runnable action) {
        Trap trap = assertThrows(Trap.class, action::run);
        assertEquals(Cause.ILLEGAL_INSTRUCTION, trap.cause());
    }

    // ---- traps and delegation ----

    @Test
    void trapsGoToMachineModeUnlessDelegated() {
        in(Privilege.U);
        state.write(Csr.MTVEC, 0x8000_0100L);
        assertEquals(0x8000_0100L, state.enterTrap(Cause.ECALL_FROM_U, 0x1000, 7));
        assertEquals(Privilege.M, state.privilege());
        assertEquals(0x1000, state.read(Csr.MEPC));
        assertEquals(7, state.read(Csr.MTVAL));
        assertEquals(Cause.ECALL_FROM_U.value(), state.read(Csr.MCAUSE));
        assertEquals(0, state.read(Csr.MSTATUS) & Mstatus.MPP);
    }

    @Test
    void delegatedTrapsOfLowerModesGoToSupervisorMode() {
        state.write(Csr.MEDELEG, Cause.ECALL_FROM_U.bit());
        state.write(Csr.STVEC, 0x8000_0200L);
        in(Privilege.U);
        assertEquals(0x8000_0200L, state.enterTrap(Cause.ECALL_FROM_U, 0x1000, 7));
        assertEquals(Privilege.S, state.privilege());
        assertEquals(0x1000, state.read(Csr.SEPC));
        assertEquals(Cause.ECALL_FROM_U.value(), state.read(Csr.SCAUSE));
    }

    @Test
    void machineModeNeverDelegatesItsOwnTraps() {
        state.write(Csr.MEDELEG, ALL);
        state.enterTrap(Cause.BREAKPOINT, 0x1000, 0);
        assertEquals(Privilege.M, state.privilege());
        assertEquals(0x1000, state.read(Csr.MEPC));
    }

    @Test
    void ecallFromMachineModeCannotBeDelegated() {
        state.write(Csr.MEDELEG, ALL);
        assertEquals(0, state.read(Csr.MEDELEG) & Cause.ECALL_FROM_M.bit());
    }

    @Test
    void trapEntryStacksTheInterruptEnableAndTheMode() {
        in(Privilege.S);
        state.write(Csr.MSTATUS, Mstatus.MIE);
        state.enterTrap(Cause.ILLEGAL_INSTRUCTION, 0, 0);
        long mstatus = state.read(Csr.MSTATUS);
        assertEquals(0, mstatus & Mstatus.MIE);
        assertEquals(Mstatus.MPIE, mstatus & Mstatus.MPIE);
        assertEquals(Privilege.S.code(), (mstatus & Mstatus.MPP) >>> Mstatus.MPP_SHIFT);
    }

    @Test
    void vectoredModeSpreadsInterruptsButNotExceptions() {
        state.write(Csr.MTVEC, 0x8000_0101L);
        assertEquals(0x8000_0100L + 4 * 7, state.enterTrap(Cause.MACHINE_TIMER_INTERRUPT, 0, 0));
        assertEquals(0x8000_0100L, state.enterTrap(Cause.BREAKPOINT, 0, 0));
    }

    @Test
    void mretRestoresModeAndInterruptEnable() {
        state.write(Csr.MSTATUS, Mstatus.MPIE | (long) Privilege.S.code() << Mstatus.MPP_SHIFT | Mstatus.MPRV);
        state.write(Csr.MEPC, 0x8000_0040L);
        assertEquals(0x8000_0040L, Control.mret(state));
        long mstatus = state.read(Csr.MSTATUS);
        assertEquals(Privilege.S, state.privilege());
        assertEquals(Mstatus.MIE | Mstatus.MPIE, mstatus & (Mstatus.MIE | Mstatus.MPIE));
        assertEquals(0, mstatus & Mstatus.MPP, "MPP becomes the least privileged mode");
        assertEquals(0, mstatus & Mstatus.MPRV, "MPRV ends below M mode");
    }

    @Test
    void mretToMachineModeKeepsMprv() {
        state.write(Csr.MSTATUS, Mstatus.MPP | Mstatus.MPRV);
        Control.mret(state);
        assertTrue(state.hasStatus(Mstatus.MPRV));
    }

    @Test
    void sretRestoresModeAndInterruptEnable() {
        state.write(Csr.MSTATUS, Mstatus.SPIE | Mstatus.SPP | Mstatus.MPRV);
        in(Privilege.S);
        Control.sret(state);
        assertEquals(Privilege.S, state.privilege());
        assertTrue(state.hasStatus(Mstatus.SIE));
        assertFalse(state.hasStatus(Mstatus.SPP));
        assertFalse(state.hasStatus(Mstatus.MPRV));
    }

    @Test
    void returnsAreIllegalInLowerModes() {
        in(Privilege.S);
        illegal(() -> Control.mret(state));
        in(Privilege.U);
        illegal(() -> Control.sret(state));
        illegal(() -> Control.mret(state));
    }

    @Test
    void tsrMakesSretIllegalInSupervisorModeOnly() {
        state.write(Csr.MSTATUS, Mstatus.TSR);
        Control.sret(state);
        in(Privilege.S);
        illegal(() -> Control.sret(state));
    }

    @Test
    void tvmMakesSatpAndFencesIllegalInSupervisorModeOnly() {
        state.write(Csr.MSTATUS, Mstatus.TVM);
        Zicsr.csrrs(state, Csr.SATP.number(), 0, false);
        Control.sfence_vma(state, false, 0, false, 0);
        in(Privilege.S);
        illegal(() -> Zicsr.csrrs(state, Csr.SATP.number(), 0, false));
        illegal(() -> Control.sfence_vma(state, false, 0, false, 0));
    }

    @Test
    void twMakesWfiIllegalBelowMachineMode() {
        state.write(Csr.MSTATUS, Mstatus.TW);
        Control.wfi(state);
        in(Privilege.S);
        illegal(() -> Control.wfi(state));
    }

    @Test
    void wfiIsIllegalInUserMode() {
        in(Privilege.U);
        illegal(() -> Control.wfi(state));
    }

    @Test
    void ecallNamesTheMode() {
        assertEquals(Cause.ECALL_FROM_M, Control.ecall(state));
        in(Privilege.S);
        assertEquals(Cause.ECALL_FROM_S, Control.ecall(state));
        in(Privilege.U);
        assertEquals(Cause.ECALL_FROM_U, Control.ecall(state));
    }

    // ---- interrupts ----

    private void raise(Cause interrupt) {
        state.setLine(interrupt, true);
    }

    @Test
    void interruptsOfTheSameModeNeedItsEnable() {
        raise(Cause.MACHINE_TIMER_INTERRUPT);
        state.write(Csr.MIE, ALL);
        assertNull(state.nextInterrupt());
        state.write(Csr.MSTATUS, Mstatus.MIE);
        assertEquals(Cause.MACHINE_TIMER_INTERRUPT, state.nextInterrupt());
        state.write(Csr.MIE, 0);
        assertNull(state.nextInterrupt());
    }

    @Test
    void interruptsForAHigherModeIgnoreItsEnable() {
        raise(Cause.MACHINE_TIMER_INTERRUPT);
        state.write(Csr.MIE, ALL);
        in(Privilege.S);
        assertEquals(Cause.MACHINE_TIMER_INTERRUPT, state.nextInterrupt());
    }

    @Test
    void delegatedInterruptsDoNotReachMachineMode() {
        state.write(Csr.MIDELEG, ALL);
        state.write(Csr.MIE, ALL);
        state.write(Csr.MSTATUS, Mstatus.MIE | Mstatus.SIE);
        state.setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, true);
        assertNull(state.nextInterrupt());
        in(Privilege.S);
        assertEquals(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, state.nextInterrupt());
        state.write(Csr.SSTATUS, 0);
        assertNull(state.nextInterrupt());
        in(Privilege.U);
        assertEquals(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, state.nextInterrupt());
    }

    @Test
    void interruptsAreTakenInTheOrderOfTheManual() {
        state.write(Csr.MIE, ALL);
        state.write(Csr.MSTATUS, Mstatus.MIE);
        Cause[] order = {Cause.MACHINE_EXTERNAL_INTERRUPT, Cause.MACHINE_SOFTWARE_INTERRUPT, Cause.MACHINE_TIMER_INTERRUPT,
            Cause.SUPERVISOR_EXTERNAL_INTERRUPT, Cause.SUPERVISOR_SOFTWARE_INTERRUPT, Cause.SUPERVISOR_TIMER_INTERRUPT};
        for (Cause cause : order) {
            raise(cause);
        }
        for (Cause cause : order) {
            assertEquals(cause, state.nextInterrupt());
            state.setLine(cause, false);
        }
    }

    @Test
    void interruptsForMachineModeComeBeforeDelegatedOnes() {
        state.write(Csr.MIDELEG, Cause.SUPERVISOR_EXTERNAL_INTERRUPT.bit());
        state.write(Csr.MIE, ALL);
        raise(Cause.SUPERVISOR_EXTERNAL_INTERRUPT);
        raise(Cause.MACHINE_TIMER_INTERRUPT);
        in(Privilege.U);
        assertEquals(Cause.MACHINE_TIMER_INTERRUPT, state.nextInterrupt());
    }

    @Test
    void waitingEndsOnPendingInterruptsWhateverTheModeEnables() {
        raise(Cause.MACHINE_TIMER_INTERRUPT);
        assertFalse(state.wakes());
        state.write(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit());
        assertTrue(state.wakes());
    }

    @Test
    void softwareCannotWriteTheLinesOfDevices() {
        long machineBits = Cause.MACHINE_TIMER_INTERRUPT.bit() | Cause.MACHINE_SOFTWARE_INTERRUPT.bit() | Cause.MACHINE_EXTERNAL_INTERRUPT.bit();
        state.write(Csr.MIP, ALL);
        assertEquals(0, state.read(Csr.MIP) & machineBits);
        raise(Cause.MACHINE_TIMER_INTERRUPT);
        state.write(Csr.MIP, 0);
        assertEquals(Cause.MACHINE_TIMER_INTERRUPT.bit(), state.read(Csr.MIP));
    }

    @Test
    void settingAnotherBitDoesNotLatchTheExternalInterruptLine() {
        raise(Cause.SUPERVISOR_EXTERNAL_INTERRUPT);
        long old = Zicsr.csrrs(state, Csr.MIP.number(), Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit(), true);
        assertEquals(Cause.SUPERVISOR_EXTERNAL_INTERRUPT.bit(), old, "the read sees the line");
        state.setLine(Cause.SUPERVISOR_EXTERNAL_INTERRUPT, false);
        assertEquals(Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit(), state.read(Csr.MIP), "but did not write it back");
    }

    @Test
    void supervisorSeesDelegatedInterruptsOnly() {
        state.write(Csr.MIE, ALL);
        state.setPending(Cause.SUPERVISOR_TIMER_INTERRUPT, true);
        state.setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, true);
        assertEquals(0, state.read(Csr.SIE));
        assertEquals(0, state.read(Csr.SIP));
        state.write(Csr.MIDELEG, Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit());
        assertEquals(Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit(), state.read(Csr.SIE));
        assertEquals(Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit(), state.read(Csr.SIP));
        state.write(Csr.SIE, 0);
        assertEquals(Cause.SUPERVISOR_TIMER_INTERRUPT.bit(), state.read(Csr.MIE) & Cause.SUPERVISOR_TIMER_INTERRUPT.bit());
    }

    @Test
    void supervisorMayClearOnlyItsSoftwareInterrupt() {
        state.write(Csr.MIDELEG, ALL);
        state.setPending(Cause.SUPERVISOR_TIMER_INTERRUPT, true);
        state.setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, true);
        state.write(Csr.SIP, 0);
        assertEquals(Cause.SUPERVISOR_TIMER_INTERRUPT.bit(), state.read(Csr.SIP));
    }

    // ---- CSR access and WARL ----

    @Test
    void registersOfHigherModesAreIllegal() {
        in(Privilege.S);
        illegal(() -> Zicsr.csrrs(state, Csr.MSTATUS.number(), 0, false));
        in(Privilege.U);
        illegal(() -> Zicsr.csrrs(state, Csr.SSTATUS.number(), 0, false));
    }

    @Test
    void readOnlyAndUnknownRegistersAreIllegalToWrite() {
        illegal(() -> Zicsr.csrrw(state, Csr.MHARTID.number(), 1));
        illegal(() -> Zicsr.csrrs(state, 0x123, 0, false));
        assertEquals(0, Zicsr.csrrs(state, Csr.MHARTID.number(), 0, false));
    }

    @Test
    void aRefusedWriteChangesNothing() {
        in(Privilege.S);
        long before = state.read(Csr.MSCRATCH);
        illegal(() -> Zicsr.csrrw(state, Csr.MSCRATCH.number(), 99));
        assertEquals(before, state.read(Csr.MSCRATCH));
    }

    @Test
    void mppHoldsOnlyModesThatExist() {
        state.write(Csr.MSTATUS, Mstatus.MPP);
        state.write(Csr.MSTATUS, 2L << Mstatus.MPP_SHIFT);
        assertEquals(Mstatus.MPP, state.read(Csr.MSTATUS) & Mstatus.MPP);
    }

    @Test
    void sstatusShowsAndChangesOnlyItsPartOfMstatus() {
        state.write(Csr.MSTATUS, Mstatus.MIE | Mstatus.TSR | Mstatus.SUM);
        assertEquals(Mstatus.SUM, state.read(Csr.SSTATUS) & ~(3L << 32));
        state.write(Csr.SSTATUS, Mstatus.SIE);
        assertEquals(Mstatus.MIE | Mstatus.TSR | Mstatus.SIE, state.read(Csr.MSTATUS) & 0xffff_ffffL);
    }

    @Test
    void satpIgnoresWritesOfModesThatAreNotThere() {
        state.write(Csr.SATP, 8L << 60 | 0x8_0001);
        state.write(Csr.SATP, 5L << 60 | 0x8_0002);
        assertEquals(8L << 60 | 0x8_0001, state.read(Csr.SATP));
    }

    @Test
    void epcIsAlwaysAligned() {
        state.write(Csr.MEPC, 0x8000_0007L);
        assertEquals(0x8000_0004L, state.read(Csr.MEPC));
    }

    // ---- counters ----

    @Test
    void countersBelowMachineModeNeedPermission() {
        in(Privilege.S);
        illegal(() -> Zicsr.csrrs(state, Csr.CYCLE.number(), 0, false));
        in(Privilege.M);
        state.write(Csr.MCOUNTEREN, 1);
        in(Privilege.S);
        Zicsr.csrrs(state, Csr.CYCLE.number(), 0, false);
        illegal(() -> Zicsr.csrrs(state, Csr.INSTRET.number(), 0, false));
        in(Privilege.U);
        illegal(() -> Zicsr.csrrs(state, Csr.CYCLE.number(), 0, false));
        state.write(Csr.SCOUNTEREN, 1);
        Zicsr.csrrs(state, Csr.CYCLE.number(), 0, false);
    }

    @Test
    void aWrittenCounterIsReadBackByTheNextInstruction() {
        Rig rig = Rig.of(Code.here().op(Instruction.CSRRWI, 0, Csr.MINSTRET.number(), 5).csrr(Code.A0, Csr.MINSTRET).csrr(Code.A1, Csr.MINSTRET));
        rig.step(3);
        assertEquals(5, rig.x(Code.A0));
        assertEquals(6, rig.x(Code.A1));
    }

    @Test
    void inhibitedCountersStandStill() {
        Rig rig = Rig.of(Code.here().op(Instruction.CSRRWI, 0, Csr.MINSTRET.number(), 0)
            .op(Instruction.CSRRWI, 0, Csr.MCOUNTINHIBIT.number(), 4).csrr(Code.A0, Csr.MINSTRET).csrr(Code.A1, Csr.MINSTRET)
            .op(Instruction.CSRRWI, 0, Csr.MCOUNTINHIBIT.number(), 0).csrr(Code.A2, Csr.MINSTRET).csrr(Code.A3, Csr.MINSTRET));
        rig.step(7);
        assertEquals(rig.x(Code.A0), rig.x(Code.A1));
        assertEquals(rig.x(Code.A0), rig.x(Code.A2), "the instruction that starts the counter is not counted");
        assertEquals(rig.x(Code.A2) + 1, rig.x(Code.A3));
    }

    @Test
    void trappingInstructionsDoNotRetire() {
        Code code = Code.here().csrw(Csr.MTVEC, 0x8000_0040L).csrr(Code.A0, Csr.MINSTRET).op(Instruction.ECALL);
        code.org(0x40).csrr(Code.S1, Csr.MINSTRET);
        Rig rig = Rig.of(code);
        while (rig.x(Code.S1) == 0) {
            rig.step();
        }
        assertEquals(rig.x(Code.A0) + 1, rig.x(Code.S1));
    }

    // ---- quirks ----

    @Test
    void sensitiveRegistersAreSilentOnlyWithTheQuirk() {
        PrivilegedState quirky = state(EnumSet.of(Quirk.SILENT_SENSITIVE_CSR));
        quirky.write(Csr.SSCRATCH, 11);
        quirky.setPrivilege(Privilege.U);
        assertEquals(11, Zicsr.csrrw(quirky, Csr.SSCRATCH.number(), 22));
        assertEquals(11, quirky.read(Csr.SSCRATCH), "the write is dropped");
        assertThrows(Trap.class, () -> Zicsr.csrrw(quirky, Csr.MSCRATCH.number(), 1));
    }
}
