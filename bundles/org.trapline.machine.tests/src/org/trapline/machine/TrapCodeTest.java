// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Csr;
import org.trapline.isa.Isa;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Hstatus;
import org.trapline.machine.privileged.Mstatus;

/** Traps in hot code, and handlers that are hot: the engines are compared with one that does one instruction after the other. */
class TrapCodeTest {
    private static final long LOWER = Platform.RAM_BASE + 0x1000;
    private static final long SHARED = Platform.RAM_BASE + 0x2000;
    private static final long HANDLER = Platform.RAM_BASE + 0x3000;
    private static final Isa ISA = Isa.parse("rv64gch");

    private static Code machine() {
        return Code.here().csrw(Csr.PMPADDR0, -1).csrw(Csr.PMPCFG0, 0x1f).csrw(Csr.MTVEC, HANDLER).csrw(Csr.MSCRATCH, 77);
    }

    /** Goes to {@link #LOWER} in S and in U mode by turns, after a call of what is at {@link #SHARED}. */
    private static Code byTurns() {
        Code code = machine().li(S1, Mstatus.MPP).li(A6, SHARED);
        long loop = code.pc();
        code.op(JALR, RA, 0, A6).op(XORI, S0, S0, 1).op(SLLI, T1, S0, Mstatus.MPP_SHIFT).op(CSRRC, 0, Csr.MSTATUS.number(), S1)
            .op(CSRRS, 0, Csr.MSTATUS.number(), T1).csrw(Csr.MEPC, LOWER).op(MRET);
        code.org(0x1000).op(ADDI, A4, A4, 1).op(JALR, RA, 0, A6).op(ECALL).op(JAL, 0, 0);
        code.org(0x2000).op(ADDI, A0, A0, 3).op(CSRRS, A1, Csr.MSCRATCH.number(), 0).op(ADD, A2, A2, A1).op(CSRRW, A1, Csr.MSCRATCH.number(), A2)
            .op(CSRRSI, A3, Csr.MSCRATCH.number(), 5).op(CSRRS, T1, Csr.SSTATUS.number(), 0).op(XOR, A2, A2, A3).op(CSRRW, 0, Csr.SEPC.number(), A2)
            .op(CSRRC, T2, Csr.SSCRATCH.number(), A1).op(ADD, A2, A2, T2).op(JALR, 0, 0, RA);
        code.org(0x3000).csrr(T0, Csr.MCAUSE).op(ADDI, T0, T0, -2).op(BNE, T0, 0, 8 + 16)
            .csrr(T0, Csr.MEPC).op(ADDI, T0, T0, 4).op(CSRRW, 0, Csr.MEPC.number(), T0).csrr(T0, Csr.MTVAL).op(MRET);
        code.op(ADD, A3, A3, T0);
        return code.op(JAL, 0, loop - code.pc());
    }

    @Test
    void whatOneModeMayDoTrapsInAnotherInTheSameCode() {
        new AllEngines(ISA, 1, 1, byTurns()).runLong(100_000, 3_000);
        new AllEngines(ISA, 1, 2, byTurns()).runLong(3_000, 7);
    }

    @Test
    void hartsThatTakeTurnsTakeTheirOwnTraps() {
        new AllEngines(ISA, 2, 3, byTurns()).runLong(60_000, 2_000);
    }

    @Test
    void aTimerInterruptsTrapsAndHandlersWhereverTheyAre() {
        long mtimecmp = Platform.CLINT_BASE + 0x4000;
        Code code = machine().csrw(Csr.MIE, 1 << 7).csrw(Csr.MEPC, LOWER).li(S0, mtimecmp).li(S1, Platform.CLINT_BASE + 0xbff8).op(MRET);
        code.org(0x1000).op(ECALL).op(ADDI, A0, A0, 1).op(JAL, 0, -8);
        code.org(0x3000).csrr(T0, Csr.MCAUSE).op(BLT, T0, 0, 20).csrr(T1, Csr.MEPC).op(ADDI, T1, T1, 4).op(CSRRW, 0, Csr.MEPC.number(), T1).op(MRET)
            .op(LD, T1, 0, S1).op(ADDI, T1, T1, 9).op(SD, T1, 0, S0).op(ADDI, A1, A1, 1).op(MRET);
        new AllEngines(ISA, 1, 4, code).runLong(100_000, 3_000);
        new AllEngines(ISA, 1, 5, code).runLong(3_000, 5);
    }

    @Test
    void aGuestsTrapsReachItsKernelOrItsHypervisor() {
        Code code = machine().csrw(Csr.MEDELEG, -1).csrw(Csr.HEDELEG, 1 << 8 | 1 << 2).csrw(Csr.STVEC, HANDLER).csrw(Csr.VSTVEC, LOWER + 0x100)
            .csrw(Csr.HSTATUS, Hstatus.SPV | Hstatus.SPVP).csrw(Csr.SEPC, LOWER).csrw(Csr.SSTATUS, Mstatus.SPP).op(SRET);
        // VS mode: a call of the hypervisor, an access that is its business, and down to VU mode; from there up by a call and an illegal access.
        code.org(0x1000).op(ECALL).csrr(A0, Csr.HSTATUS).csrr(A2, Csr.SCAUSE).csrw(Csr.SEPC, LOWER + 0x80).li(T0, Mstatus.SPP)
            .op(CSRRC, 0, Csr.SSTATUS.number(), T0).op(SRET);
        code.org(0x1080).op(ADDI, A0, A0, 1).op(ECALL).csrr(A1, Csr.SSCRATCH).op(CSRRW, A1, Csr.MSCRATCH.number(), A0).op(ECALL).li(A7, 1).op(ECALL)
            .op(JAL, 0, 0);
        code.org(0x1100).op(BNE, A7, 0, 28).csrr(T0, Csr.SEPC).op(ADDI, T0, T0, 4).op(CSRRW, 0, Csr.SEPC.number(), T0).csrr(A4, Csr.SCAUSE)
            .op(ADD, A3, A3, A4).op(SRET).li(A7, 0).op(JAL, 0, LOWER - (LOWER + 0x120));
        code.org(0x3000).csrr(T1, Csr.SEPC).op(ADDI, T1, T1, 4).op(CSRRW, 0, Csr.SEPC.number(), T1).csrr(T2, Csr.HTVAL).csrr(T2, Csr.SCAUSE)
            .op(ADD, A6, A6, T2).op(SRET);
        new AllEngines(ISA, 1, 6, code).runLong(100_000, 3_000);
        new AllEngines(ISA, 1, 7, code).runLong(4_000, 7);
    }
}
