// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.kernel.Control;
import org.trapline.machine.kernel.Zicsr;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;

/** The H extension as far as it is no matter of memory: modes, traps, interrupts, and what a guest may do. */
class HypervisorTest {
    private static final long ALL = -1;
    private static final long PC = 0x8000_1000L;

    private final PrivilegedState state = state();

    private static PrivilegedState state() {
        Bus bus = new Bus();
        bus.attach(0x8000_0000L, new Ram(1 << 16));
        PrivilegedState state = new Hart(Isa.parse("rv64imac_h_sstc_svinval_zicsr"), 0, bus, () -> 1000, true, Set.of()).state();
        state.write(Csr.MEDELEG, ALL);
        state.write(Csr.MIDELEG, ALL);
        return state;
    }

    private void inVs() {
        state.setPrivilege(Privilege.S, true);
    }

    private void inVu() {
        state.setPrivilege(Privilege.U, true);
    }

    private void inHs() {
        state.setPrivilege(Privilege.S);
    }

    private long read(Csr csr) {
        return Zicsr.csrrs(state, csr.number(), 0, false);
    }

    private void write(Csr csr, long value) {
        Zicsr.csrrw(state, csr.number(), value);
    }

    private void raises(Cause cause, Runnable action) {
        assertEquals(cause, assertThrows(Trap.class, action::run).cause());
    }

    private void virtual(Runnable action) {
        raises(Cause.VIRTUAL_INSTRUCTION, action);
    }

    private void illegal(Runnable action) {
        raises(Cause.ILLEGAL_INSTRUCTION, action);
    }

    // ---- traps ----

    @Test
    void guestTrapsGoToTheHypervisorUnlessItPassesThemOn() {
        inVu();
        state.write(Csr.STVEC, 0x8000_0100L);
        assertEquals(0x8000_0100L, state.enterTrap(Cause.ECALL_FROM_U, PC, 0));
        assertFalse(state.isVirtual());
        assertEquals(PC, state.read(Csr.SEPC));
    }

    @Test
    void guestTrapsPassedOnGoToTheGuestsOwnKernel() {
        state.write(Csr.HEDELEG, Cause.ECALL_FROM_U.bit());
        state.write(Csr.VSTVEC, 0x8000_0200L);
        inVu();
        assertEquals(0x8000_0200L, state.enterTrap(Cause.ECALL_FROM_U, PC, 0));
        assertTrue(state.isVirtual());
        assertEquals(Privilege.S, state.privilege());
        assertEquals(PC, state.read(Csr.VSEPC));
        assertEquals(8, state.read(Csr.VSCAUSE));
        assertEquals(0, state.read(Csr.VSSTATUS) & Mstatus.SPP, "VU mode trapped");
        assertEquals(0, state.read(Csr.SEPC), "the hypervisor sees nothing of it");
    }

    @Test
    void whatMachineModeDoesNotDelegateIsNobodyElses() {
        state.write(Csr.MEDELEG, 0);
        state.write(Csr.HEDELEG, ALL);
        inVu();
        state.enterTrap(Cause.BREAKPOINT, PC, PC);
        assertEquals(Privilege.M, state.privilege());
        long mstatus = state.read(Csr.MSTATUS);
        assertEquals(Mstatus.MPV | Mstatus.GVA, mstatus & (Mstatus.MPV | Mstatus.GVA | Mstatus.MPP));
    }

    @Test
    void trapsFromTheGuestTellItsMode() {
        inVs();
        state.enterTrap(Cause.ECALL_FROM_VS, PC, 0);
        assertEquals(Hstatus.SPV | Hstatus.SPVP, state.read(Csr.HSTATUS) & (Hstatus.SPV | Hstatus.SPVP));
        assertEquals(Mstatus.SPP, state.read(Csr.SSTATUS) & Mstatus.SPP);
        inVu();
        state.enterTrap(Cause.ECALL_FROM_U, PC, 0);
        assertEquals(Hstatus.SPV, state.read(Csr.HSTATUS) & (Hstatus.SPV | Hstatus.SPVP));
        assertEquals(0, state.read(Csr.SSTATUS) & Mstatus.SPP);
    }

    @Test
    void trapsOfTheHypervisorItselfKeepTheGuestsMode() {
        inVs();
        state.enterTrap(Cause.ECALL_FROM_VS, PC, 0);
        state.enterTrap(Cause.BREAKPOINT, PC, PC);
        assertEquals(Hstatus.SPVP, state.read(Csr.HSTATUS) & (Hstatus.SPV | Hstatus.SPVP | Hstatus.GVA));
    }

    @Test
    void gvaIsSetForAddressesOfTheGuestOnly() {
        inVs();
        state.enterTrap(Cause.LOAD_PAGE_FAULT, PC, 0x4000);
        assertEquals(Hstatus.GVA, state.read(Csr.HSTATUS) & Hstatus.GVA);
        inVs();
        state.enterTrap(Cause.ILLEGAL_INSTRUCTION, PC, 0x4000);
        assertEquals(0, state.read(Csr.HSTATUS) & Hstatus.GVA);
    }

    @Test
    void aGuestPageFaultTellsTheGuestPhysicalAddressDividedByFour() {
        inVs();
        Trap trap = state.guestPageFault(Cause.LOAD_GUEST_PAGE_FAULT, 0x5000, 0x1234_5678L, Trap.READ_FOR_TRANSLATION);
        state.enterTrap(trap.cause(), PC, trap.value());
        assertEquals(0x1234_5678L >> 2, state.read(Csr.HTVAL));
        assertEquals(0x3000, state.read(Csr.HTINST));
        inVs();
        state.enterTrap(Cause.ECALL_FROM_VS, PC, 0);
        assertEquals(0, state.read(Csr.HTVAL), "later traps tell nothing of it");
        assertEquals(0, state.read(Csr.HTINST));
    }

    @Test
    void theInstructionIsTellableForLoadsAndStoresOfTheGuestOnly() {
        state.guestPageFault(Cause.LOAD_GUEST_PAGE_FAULT, 0x5000, 0x1000, 0);
        assertTrue(state.wantsInstruction(Cause.LOAD_GUEST_PAGE_FAULT));
        state.guestPageFault(Cause.LOAD_GUEST_PAGE_FAULT, 0x5000, 0x1000, Trap.READ_FOR_TRANSLATION);
        assertFalse(state.wantsInstruction(Cause.LOAD_GUEST_PAGE_FAULT), "it is the page walk's");
        state.guestPageFault(Cause.INSTRUCTION_GUEST_PAGE_FAULT, 0x5000, 0x1000, 0);
        assertFalse(state.wantsInstruction(Cause.INSTRUCTION_GUEST_PAGE_FAULT));
        state.trap(Cause.LOAD_PAGE_FAULT, 0x5000);
        assertFalse(state.wantsInstruction(Cause.LOAD_PAGE_FAULT));
    }

    @Test
    void sretGoesWhereSpvSays() {
        inHs();
        state.write(Csr.HSTATUS, Hstatus.SPV);
        state.write(Csr.SSTATUS, Mstatus.SPP);
        state.write(Csr.SEPC, PC);
        assertEquals(PC, Control.sret(state));
        assertTrue(state.isVirtual());
        assertEquals(Privilege.S, state.privilege());
        assertEquals(0, state.read(Csr.HSTATUS) & Hstatus.SPV);
    }

    @Test
    void sretOfTheGuestStaysInTheGuest() {
        inVs();
        state.write(Csr.VSEPC, PC);
        state.write(Csr.VSSTATUS, Mstatus.SPIE);
        assertEquals(PC, Control.sret(state));
        assertTrue(state.isVirtual());
        assertEquals(Privilege.U, state.privilege());
        assertEquals(Mstatus.SIE | Mstatus.SPIE, state.read(Csr.VSSTATUS) & (Mstatus.SIE | Mstatus.SPIE));
    }

    @Test
    void mretGoesWhereMpvSaysUnlessToMachineMode() {
        state.write(Csr.MSTATUS, Mstatus.MPV | (long) Privilege.S.code() << Mstatus.MPP_SHIFT);
        Control.mret(state);
        assertTrue(state.isVirtual());
        state.setPrivilege(Privilege.M);
        state.write(Csr.MSTATUS, Mstatus.MPV | Mstatus.MPP);
        Control.mret(state);
        assertFalse(state.isVirtual());
        assertEquals(0, state.read(Csr.MSTATUS) & Mstatus.MPV);
    }

    @Test
    void ecallNamesTheGuestsModes() {
        inVs();
        assertEquals(Cause.ECALL_FROM_VS, Control.ecall(state));
        inVu();
        assertEquals(Cause.ECALL_FROM_U, Control.ecall(state));
    }

    @Test
    void aTrapHandedDownLooksLikeADelegatedOne() {
        state.write(Csr.STVEC, 0x8000_0100L);
        state.write(Csr.MEDELEG, 0);
        inVu();
        state.enterTrap(Cause.ILLEGAL_INSTRUCTION, PC, 0x73);
        state.handDown(Cause.ILLEGAL_INSTRUCTION);
        assertEquals(0x8000_0100L, Control.mret(state));
        assertFalse(state.isVirtual());
        assertEquals(Privilege.S, state.privilege());
        assertEquals(PC, state.read(Csr.SEPC));
        assertEquals(0x73, state.read(Csr.STVAL));
        assertEquals(Hstatus.SPV, state.read(Csr.HSTATUS) & Hstatus.SPV);
    }

    @Test
    void aTrapHandedDownReachesTheGuestIfTheHypervisorPassesItOn() {
        state.write(Csr.VSTVEC, 0x8000_0200L);
        state.write(Csr.MEDELEG, 0);
        state.write(Csr.HEDELEG, Cause.ILLEGAL_INSTRUCTION.bit());
        inVu();
        state.enterTrap(Cause.ILLEGAL_INSTRUCTION, PC, 0x73);
        state.handDown(Cause.ILLEGAL_INSTRUCTION);
        assertEquals(0x8000_0200L, Control.mret(state));
        assertTrue(state.isVirtual());
        assertEquals(PC, state.read(Csr.VSEPC));
    }

    // ---- registers ----

    @Test
    void supervisorRegistersNamedInTheGuestAreItsOwn() {
        inHs();
        write(Csr.SSCRATCH, 1);
        inVs();
        write(Csr.SSCRATCH, 2);
        assertEquals(2, read(Csr.SSCRATCH));
        inHs();
        assertEquals(1, read(Csr.SSCRATCH));
        assertEquals(2, read(Csr.VSSCRATCH));
    }

    @Test
    void registersThatHaveNoTwinAreSharedWithTheGuest() {
        inVs();
        write(Csr.SCOUNTEREN, 5);
        inHs();
        assertEquals(5, read(Csr.SCOUNTEREN));
    }

    @Test
    void hypervisorRegistersAreVirtualInstructionsInTheGuest() {
        inVs();
        virtual(() -> read(Csr.HSTATUS));
        virtual(() -> read(Csr.VSSTATUS));
        inVu();
        virtual(() -> read(Csr.HGATP));
    }

    @Test
    void whatTheHypervisorItselfCouldNotDoIsIllegalInTheGuest() {
        inVs();
        illegal(() -> read(Csr.MSTATUS));
        illegal(() -> write(Csr.HGEIP, 0));
        illegal(() -> Zicsr.csrrs(state, 0x5ff, 0, false));
    }

    @Test
    void supervisorRegistersAreVirtualInstructionsInTheGuestsUserMode() {
        inVu();
        virtual(() -> read(Csr.SSTATUS));
        virtual(() -> read(Csr.SATP));
    }

    @Test
    void hypervisorRegistersAreIllegalInUserMode() {
        state.setPrivilege(Privilege.U);
        illegal(() -> read(Csr.HSTATUS));
        illegal(() -> read(Csr.VSATP));
    }

    @Test
    void countersInTheGuestNeedMachineAndHypervisor() {
        inVs();
        illegal(() -> read(Csr.TIME));
        state.write(Csr.MCOUNTEREN, ALL);
        virtual(() -> read(Csr.TIME));
        state.write(Csr.HCOUNTEREN, ALL);
        read(Csr.TIME);
        inVu();
        virtual(() -> read(Csr.TIME));
        state.write(Csr.SCOUNTEREN, ALL);
        read(Csr.TIME);
    }

    @Test
    void theGuestsTimeIsShifted() {
        state.write(Csr.MCOUNTEREN, ALL);
        state.write(Csr.HCOUNTEREN, ALL);
        state.write(Csr.HTIMEDELTA, -300);
        inVs();
        assertEquals(700, read(Csr.TIME));
        inHs();
        assertEquals(1000, read(Csr.TIME));
    }

    @Test
    void vtvmTrapsTheGuestsPaging() {
        state.write(Csr.HSTATUS, Hstatus.VTVM);
        inVs();
        virtual(() -> read(Csr.SATP));
        virtual(() -> Control.sfence_vma(state, false, 0, false, 0));
        virtual(() -> Control.sinval_vma(state, false, 0, false, 0));
        Control.sfence_w_inval(state);
        inHs();
        read(Csr.SATP);
    }

    @Test
    void tvmTrapsTheHypervisorsPagingButNotItsGuests() {
        state.write(Csr.MSTATUS, Mstatus.TVM);
        inHs();
        illegal(() -> read(Csr.HGATP));
        illegal(() -> Control.hfence_gvma(state, false, 0));
        read(Csr.VSATP);
        Control.hfence_vvma(state, false, 0, false, 0);
        inVs();
        read(Csr.SATP);
    }

    @Test
    void vtsrTrapsTheGuestsSret() {
        state.write(Csr.HSTATUS, Hstatus.VTSR);
        inVs();
        virtual(() -> Control.sret(state));
        state.write(Csr.MSTATUS, Mstatus.TSR);
        state.write(Csr.HSTATUS, 0);
        Control.sret(state);
        inVu();
        virtual(() -> Control.sret(state));
        illegal(() -> Control.mret(state));
    }

    @Test
    void waitingInTheGuestIsTheHypervisorsToAllow() {
        inVs();
        Control.wfi(state);
        state.write(Csr.HSTATUS, Hstatus.VTW);
        virtual(() -> Control.wfi(state));
        inVu();
        virtual(() -> Control.wfi(state));
        state.write(Csr.MSTATUS, Mstatus.TW);
        illegal(() -> Control.wfi(state));
        inVs();
        illegal(() -> Control.wfi(state));
    }

    @Test
    void fencesOfTheHypervisorAreItsOwn() {
        inVs();
        virtual(() -> Control.hfence_vvma(state, false, 0, false, 0));
        virtual(() -> Control.hinval_gvma(state, false, 0));
        state.setPrivilege(Privilege.U);
        illegal(() -> Control.hfence_gvma(state, false, 0));
        illegal(() -> Control.hinval_vvma(state, false, 0, false, 0));
    }

    @Test
    void theGuestsUnknownPagingModeChangesNothingButTheHypervisorsIsLegalized() {
        long unknown = 5L << 60 | 0x1234;
        inVs();
        write(Csr.SATP, unknown);
        inHs();
        assertEquals(0, read(Csr.VSATP));
        write(Csr.VSATP, unknown);
        assertEquals(0x1234, read(Csr.VSATP));
    }

    @Test
    void theSecondStagesRootIsAlignedToSixteenKibibytes() {
        write(Csr.HGATP, 8L << 60 | 0x8000_7L);
        assertEquals(8L << 60 | 0x8000_4L, read(Csr.HGATP));
    }

    @Test
    void whatTheHypervisorGrantsIsLimitedByWhatItHas() {
        write(Csr.HENVCFG, ALL);
        assertEquals(0, read(Csr.HENVCFG) >>> 63, "menvcfg.STCE is clear");
        write(Csr.MENVCFG, ALL);
        assertEquals(1, read(Csr.HENVCFG) >>> 63);
    }

    @Test
    void delegationOfGuestInterruptsIsHardwired() {
        write(Csr.MIDELEG, 0);
        assertEquals(0x444, read(Csr.MIDELEG));
    }

    // ---- interrupts ----

    @Test
    void theHypervisorsInterruptsForItsGuestAreSeenInTheGuestAsItsOwn() {
        write(Csr.HIDELEG, ALL);
        write(Csr.HVIP, ALL);
        assertEquals(0x444, read(Csr.HIP));
        inVs();
        assertEquals(0x222, read(Csr.SIP));
        write(Csr.SIE, ALL);
        assertEquals(0x222, read(Csr.SIE));
        inHs();
        assertEquals(0x444, read(Csr.HIE));
        assertEquals(0, read(Csr.SIE) & 0x222);
    }

    @Test
    void interruptsNotPassedOnAreInvisibleToTheGuest() {
        write(Csr.HVIP, ALL);
        write(Csr.HIE, ALL);
        inVs();
        assertEquals(0, read(Csr.SIP));
        assertEquals(0, read(Csr.SIE));
    }

    @Test
    void theGuestMayClearOnlyItsSoftwareInterrupt() {
        write(Csr.HIDELEG, ALL);
        write(Csr.HVIP, ALL);
        inVs();
        write(Csr.SIP, 0);
        inHs();
        assertEquals(0x440, read(Csr.HVIP));
    }

    @Test
    void softwareInterruptsOfTheGuestAreOneBitUnderThreeNames() {
        write(Csr.HIP, ALL);
        assertEquals(4, read(Csr.HVIP));
        assertEquals(4, read(Csr.MIP) & 4);
        write(Csr.MIP, 0);
        assertEquals(0, read(Csr.HVIP));
    }

    @Test
    void anInterruptOfTheGuestIsTakenByItUnderItsOwnNumber() {
        write(Csr.HIDELEG, ALL);
        write(Csr.HIE, ALL);
        state.write(Csr.VSTVEC, 0x8000_0301L);
        state.write(Csr.VSSTATUS, Mstatus.SIE);
        inVs();
        state.write(Csr.HVIP, Cause.VIRTUAL_SUPERVISOR_TIMER_INTERRUPT.bit());
        assertEquals(Cause.VIRTUAL_SUPERVISOR_TIMER_INTERRUPT, state.nextInterrupt());
        assertEquals(0x8000_0300L + 4 * 5, state.enterTrap(state.nextInterrupt(), PC, 0));
        assertEquals(Cause.SUPERVISOR_TIMER_INTERRUPT.value(), state.read(Csr.VSCAUSE));
        assertTrue(state.isVirtual());
    }

    @Test
    void interruptsOfTheGuestWaitWhileItIsNotRunning() {
        write(Csr.HIDELEG, ALL);
        write(Csr.HIE, ALL);
        write(Csr.HVIP, ALL);
        state.write(Csr.SSTATUS, Mstatus.SIE);
        inHs();
        assertNull(state.nextInterrupt());
        inVs();
        assertNull(state.nextInterrupt(), "vsstatus.SIE is clear");
        inVu();
        assertEquals(Cause.VIRTUAL_SUPERVISOR_EXTERNAL_INTERRUPT, state.nextInterrupt());
    }

    @Test
    void interruptsOfTheGuestNotPassedOnAreTheHypervisors() {
        write(Csr.HIE, ALL);
        write(Csr.HVIP, Cause.VIRTUAL_SUPERVISOR_SOFTWARE_INTERRUPT.bit());
        inVs();
        assertEquals(Cause.VIRTUAL_SUPERVISOR_SOFTWARE_INTERRUPT, state.nextInterrupt());
        state.enterTrap(state.nextInterrupt(), PC, 0);
        assertFalse(state.isVirtual());
        assertEquals(Cause.VIRTUAL_SUPERVISOR_SOFTWARE_INTERRUPT.value(), state.read(Csr.SCAUSE));
    }

    @Test
    void theHypervisorsOwnInterruptsComeBeforeTheGuests() {
        write(Csr.HIDELEG, ALL);
        write(Csr.MIE, ALL);
        write(Csr.HVIP, ALL);
        state.setPending(Cause.SUPERVISOR_TIMER_INTERRUPT, true);
        inVu();
        assertEquals(Cause.SUPERVISOR_TIMER_INTERRUPT, state.nextInterrupt(), "whatever sstatus.SIE says");
    }
}
