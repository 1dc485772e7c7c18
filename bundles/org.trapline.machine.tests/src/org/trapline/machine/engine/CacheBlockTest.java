// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Privilege;
import org.trapline.machine.Code;
import org.trapline.machine.Rig;
import org.trapline.machine.StopReason;
import org.trapline.machine.platform.Platform;

/** Cache-block instructions: what they do, and who may execute them. */
class CacheBlockTest {
    private static final String ISA = "rv64gc_h_zicbom_zicboz";
    private static final long DATA = Platform.RAM_BASE + 0x1000;
    private static final long ALL = 0xd0;
    private static final Instruction[] ROWS = {CBO_INVAL, CBO_CLEAN, CBO_FLUSH, CBO_ZERO};

    /** Executes one instruction on a block in a mode; returns the cause of its trap, or null. */
    private static Cause execute(Instruction row, Privilege mode, boolean virtual, long menvcfg, long henvcfg, long senvcfg) {
        Rig rig = Rig.withIsa(ISA, Code.here().op(row, A0));
        var state = rig.hart().state();
        state.write(Csr.PMPADDR0, -1);
        state.write(Csr.PMPCFG0, 0x1f);
        state.write(Csr.MENVCFG, menvcfg);
        state.write(Csr.HENVCFG, henvcfg);
        state.write(Csr.SENVCFG, senvcfg);
        state.setPrivilege(mode, virtual);
        rig.hart().x()[A0] = DATA;
        rig.step();
        return state.mode() == mode.code() && state.isVirtual() == virtual && rig.csr(Csr.MEPC) == 0 ? null : Cause.of(rig.csr(Csr.MCAUSE));
    }

    @Test
    void zeroingClearsTheBlockAroundTheAddressAndNothingElse() {
        Code code = Code.here().li(T0, DATA).li(T1, -1);
        for (int offset = -8; offset <= 64; offset += 8) {
            code.op(SD, T1, offset, T0);
        }
        Rig rig = Rig.withIsa(ISA, code.op(ADDI, T0, T0, 0x25).op(CBO_ZERO, T0).pass());
        assertEquals(StopReason.POWERED_OFF, rig.run());
        for (int offset = 0; offset < 64; offset += 8) {
            assertEquals(0, rig.platform().bus().read(DATA + offset, 8));
        }
        assertEquals(-1, rig.platform().bus().read(DATA - 8, 8));
        assertEquals(-1, rig.platform().bus().read(DATA + 64, 8));
    }

    @Test
    void zeroedCodeIsSeen() {
        Code code = Code.here().li(T0, Platform.RAM_BASE + 0x100).op(JALR, RA, 0, T0).op(CBO_ZERO, T0).op(JALR, RA, 0, T0);
        Rig rig = Rig.withIsa(ISA, code.org(0x100).op(JALR, 0, 0, RA), Code.at(DATA).pass());
        rig.hart().state().write(Csr.MTVEC, DATA);
        assertEquals(StopReason.POWERED_OFF, rig.run());
        assertEquals(Cause.ILLEGAL_INSTRUCTION, Cause.of(rig.csr(Csr.MCAUSE)));
        assertEquals(Platform.RAM_BASE + 0x100, rig.csr(Csr.MEPC));
    }

    @Test
    void everyModeAboveMustHaveEnabledThem() {
        for (Instruction row : ROWS) {
            assertEquals(null, execute(row, Privilege.M, false, 0, 0, 0), row.mnemonic());
            assertEquals(Cause.ILLEGAL_INSTRUCTION, execute(row, Privilege.S, false, 0, 0, ALL), row.mnemonic());
            assertEquals(null, execute(row, Privilege.S, false, ALL, 0, 0), row.mnemonic());
            assertEquals(Cause.ILLEGAL_INSTRUCTION, execute(row, Privilege.U, false, ALL, 0, 0), row.mnemonic());
            assertEquals(Cause.ILLEGAL_INSTRUCTION, execute(row, Privilege.U, false, 0, 0, ALL), row.mnemonic());
            assertEquals(null, execute(row, Privilege.U, false, ALL, 0, ALL), row.mnemonic());
        }
    }

    @Test
    void whatOnlyTheHypervisorForbidsIsAVirtualInstruction() {
        for (Instruction row : ROWS) {
            assertEquals(Cause.ILLEGAL_INSTRUCTION, execute(row, Privilege.S, true, 0, ALL, ALL), row.mnemonic());
            assertEquals(Cause.VIRTUAL_INSTRUCTION, execute(row, Privilege.S, true, ALL, 0, ALL), row.mnemonic());
            assertEquals(null, execute(row, Privilege.S, true, ALL, ALL, 0), row.mnemonic());
            assertEquals(Cause.VIRTUAL_INSTRUCTION, execute(row, Privilege.U, true, ALL, ALL, 0), row.mnemonic());
            assertEquals(Cause.VIRTUAL_INSTRUCTION, execute(row, Privilege.U, true, ALL, 0, ALL), row.mnemonic());
            assertEquals(null, execute(row, Privilege.U, true, ALL, ALL, ALL), row.mnemonic());
        }
    }

    @Test
    void aBlockThatMayNotBeAccessedGivesAStoreFault() {
        for (Instruction row : ROWS) {
            Rig rig = Rig.withIsa(ISA, Code.here().op(row, A0));
            rig.hart().x()[A0] = 0x1234;
            rig.step();
            assertEquals(Cause.STORE_ACCESS_FAULT, Cause.of(rig.csr(Csr.MCAUSE)), row.mnemonic());
            assertEquals(0x1200, rig.csr(Csr.MTVAL), row.mnemonic());
        }
    }

    @Test
    void managingABlockNeedsOnlyToReadIt() {
        for (Instruction row : ROWS) {
            Rig rig = Rig.withIsa(ISA, Code.here().op(row, A0));
            var state = rig.hart().state();
            // Everything may be read and executed, and not written.
            state.write(Csr.PMPADDR0, -1);
            state.write(Csr.PMPCFG0, 0x1d);
            state.write(Csr.MENVCFG, ALL);
            state.setPrivilege(Privilege.S);
            rig.hart().x()[A0] = DATA;
            rig.step();
            assertEquals(row == CBO_ZERO ? Cause.STORE_ACCESS_FAULT.value() : 0, rig.csr(Csr.MCAUSE), row.mnemonic());
        }
    }
}
