// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.privileged;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.Code;
import org.trapline.machine.Rig;
import org.trapline.machine.device.TimedDevice;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.kernel.Zicsr;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.memory.Ram;
import org.trapline.machine.platform.Platform;

/** Sstc. */
class SupervisorTimersTest {
    private static final long STIP = Cause.SUPERVISOR_TIMER_INTERRUPT.bit();
    private static final long VSTIP = Cause.VIRTUAL_SUPERVISOR_TIMER_INTERRUPT.bit();
    private static final long STCE = Long.MIN_VALUE;
    private static final long TM = 2;

    private long now = 1000;
    private final PrivilegedState state = state();

    private PrivilegedState state() {
        Bus bus = new Bus();
        bus.attach(0x8000_0000L, new Ram(1 << 16));
        return new Hart(Isa.parse("rv64ima_h_sstc_zicsr"), 0, bus, () -> now, true, Set.of()).state();
    }

    private long pending(long bit) {
        return state.read(Csr.MIP) & bit;
    }

    private void raises(Cause cause, Csr csr) {
        assertEquals(cause, assertThrows(Trap.class, () -> Zicsr.csrrs(state, csr.number(), 0, false)).cause());
    }

    @Test
    void theTimerIsPendingFromItsTimeOn() {
        state.write(Csr.MENVCFG, STCE);
        state.write(Csr.STIMECMP, 1001);
        assertEquals(0, pending(STIP));
        assertEquals(1001, state.nextTimerTick());
        now = 1001;
        state.compareTimers();
        assertEquals(STIP, pending(STIP));
        assertEquals(TimedDevice.NEVER, state.nextTimerTick());
        state.write(Csr.STIMECMP, -1);
        assertEquals(0, pending(STIP));
        assertEquals(TimedDevice.NEVER, state.nextTimerTick());
    }

    @Test
    void theTimersBitIsReadOnlyWhileItIsThere() {
        state.write(Csr.STIMECMP, -1);
        state.write(Csr.MIP, STIP);
        assertEquals(STIP, pending(STIP), "without STCE software has the bit");
        state.write(Csr.MENVCFG, STCE);
        assertEquals(0, pending(STIP));
        state.write(Csr.MIP, STIP);
        assertEquals(0, pending(STIP));
    }

    @Test
    void supervisorModeNeedsToBeGrantedTheTimer() {
        state.setPrivilege(Privilege.S);
        raises(Cause.ILLEGAL_INSTRUCTION, Csr.STIMECMP);
        state.write(Csr.MENVCFG, STCE);
        raises(Cause.ILLEGAL_INSTRUCTION, Csr.STIMECMP);
        state.write(Csr.MCOUNTEREN, TM);
        Zicsr.csrrw(state, Csr.STIMECMP.number(), 5);
        assertEquals(5, state.read(Csr.STIMECMP));
    }

    @Test
    void theGuestNeedsToBeGrantedItsTimerByBoth() {
        state.setPrivilege(Privilege.S, true);
        raises(Cause.ILLEGAL_INSTRUCTION, Csr.STIMECMP);
        state.write(Csr.MENVCFG, STCE);
        state.write(Csr.MCOUNTEREN, TM);
        raises(Cause.VIRTUAL_INSTRUCTION, Csr.STIMECMP);
        state.write(Csr.HENVCFG, STCE);
        raises(Cause.VIRTUAL_INSTRUCTION, Csr.STIMECMP);
        state.write(Csr.HCOUNTEREN, TM);
        Zicsr.csrrw(state, Csr.STIMECMP.number(), 5);
        assertEquals(5, state.read(Csr.VSTIMECMP));
        assertEquals(0, state.read(Csr.STIMECMP));
    }

    @Test
    void theGuestsTimerComparesWithItsOwnTime() {
        state.write(Csr.MENVCFG, STCE);
        state.write(Csr.STIMECMP, -1);
        state.write(Csr.HENVCFG, STCE);
        state.write(Csr.HTIMEDELTA, 500);
        state.write(Csr.VSTIMECMP, 1600);
        assertEquals(0, pending(VSTIP));
        assertEquals(1100, state.nextTimerTick());
        now = 1100;
        state.compareTimers();
        assertEquals(VSTIP, pending(VSTIP));
        state.write(Csr.HENVCFG, 0);
        assertEquals(0, pending(VSTIP));
    }

    @Test
    void waitingEndsWhenTheTimerExpires() {
        Code program = Code.here();
        program.csrw(Csr.MENVCFG, STCE).csrw(Csr.STIMECMP, 500).csrw(Csr.MIE, STIP).op(Instruction.WFI)
            .csrr(Code.S0, Csr.TIME).csrr(Code.S1, Csr.MIP).pass();
        Rig rig = Rig.withIsa("rv64ima_zicsr_sstc", program);
        rig.run();
        assertEquals(500, rig.x(Code.S0));
        assertEquals(STIP, rig.x(Code.S1) & STIP);
    }

    @Test
    void timeIsWhatTheMachineTimerShows() {
        long mtime = Platform.CLINT_BASE + 0xbff8;
        Code program = Code.here().csrw(Csr.MENVCFG, STCE).csrw(Csr.STIMECMP, 1L << 40).csrw(Csr.MIE, STIP);
        program.li(Code.S0, (1L << 40) - 100).li(Code.S1, mtime).op(Instruction.SD, Code.S0, 0, Code.S1).csrr(Code.A0, Csr.TIME)
            .op(Instruction.WFI).csrr(Code.A1, Csr.TIME);
        program.op(Instruction.SD, Code.ZERO, 0, Code.S1).csrr(Code.A2, Csr.TIME).csrr(Code.A3, Csr.MIP).pass();
        Rig rig = Rig.withIsa("rv64ima_zicsr_sstc", program);
        rig.run();
        assertEquals((1L << 40) - 100, rig.x(Code.A0));
        assertEquals(1L << 40, rig.x(Code.A1));
        assertEquals(0, rig.x(Code.A2));
        assertEquals(0, rig.x(Code.A3) & STIP, "the interrupt's time has gone again");
    }
}
