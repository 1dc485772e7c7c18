// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Privilege;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.privileged.Hstatus;
import org.trapline.machine.privileged.Mstatus;
import org.trapline.trace.EventKind;
import org.trapline.trace.Mode;
import org.trapline.trace.NameTable;
import org.trapline.trace.TraceBuffer;
import org.trapline.trace.TraceEvent;
import org.trapline.trace.code.WalkStage;

/** Programs that run in VS mode, over a second stage that maps the first gigabyte of RAM one to one. */
class GuestModeTest {
    private static final String ISA = "rv64imac_h_zicsr_zifencei";
    private static final long GUEST = Platform.RAM_BASE + 0x1000;
    private static final long HANDLER = Platform.RAM_BASE + 0x2000;
    private static final long SECOND_ROOT = Platform.RAM_BASE + 0x4000;
    private static final long UNMAPPED = 0x1000;

    /** A machine whose hart is about to execute a guest's program; traps that are its hypervisor's switch it off. */
    private static Rig guest(Code program) {
        Rig rig = Rig.withIsa(ISA, program, Code.at(HANDLER).pass());
        rig.platform().bus().write(SECOND_ROOT + 8 * (Platform.RAM_BASE >>> 30), 8,
            Pte.of(Platform.RAM_BASE, Pte.V | Pte.R | Pte.W | Pte.X | Pte.U | Pte.A | Pte.D));
        var state = rig.hart().state();
        state.write(Csr.PMPADDR0, -1);
        state.write(Csr.PMPCFG0, 0x1f);
        state.write(Csr.MEDELEG, -1);
        state.write(Csr.STVEC, HANDLER);
        state.write(Csr.HGATP, 8L << 60 | SECOND_ROOT >>> 12);
        state.setPrivilege(Privilege.S, true);
        rig.hart().setPc(GUEST);
        return rig;
    }

    private static Code program() {
        return Code.at(GUEST);
    }

    @Test
    void aLoadThatTheSecondStageRefusesIsToldWithItsInstruction() {
        Rig rig = guest(program().li(Code.A0, UNMAPPED).op(Instruction.LW, Code.A1, 8, Code.A0));
        rig.run();
        assertEquals(Cause.LOAD_GUEST_PAGE_FAULT.value(), rig.csr(Csr.SCAUSE));
        assertEquals(UNMAPPED + 8, rig.csr(Csr.STVAL));
        assertEquals(UNMAPPED + 8 >>> 2, rig.csr(Csr.HTVAL));
        assertEquals(Instruction.LW.encode(Code.A1, 0, 0), rig.csr(Csr.HTINST));
        assertEquals(Hstatus.GVA | Hstatus.SPV | Hstatus.SPVP, rig.csr(Csr.HSTATUS) & (Hstatus.GVA | Hstatus.SPV | Hstatus.SPVP));
    }

    @Test
    void codeThatTheSecondStageRefusesIsToldWithoutAnInstruction() {
        Rig rig = guest(program().li(Code.A0, UNMAPPED).op(Instruction.JALR, Code.RA, 0, Code.A0));
        rig.run();
        assertEquals(Cause.INSTRUCTION_GUEST_PAGE_FAULT.value(), rig.csr(Csr.SCAUSE));
        assertEquals(UNMAPPED, rig.csr(Csr.SEPC));
        assertEquals(0, rig.csr(Csr.HTINST));
    }

    @Test
    void aVirtualInstructionTellsItsWord() {
        int word = Instruction.CSRRS.encode(Code.A0, Csr.HSTATUS.number(), 0);
        Rig rig = guest(program().word(word));
        rig.run();
        assertEquals(Cause.VIRTUAL_INSTRUCTION.value(), rig.csr(Csr.SCAUSE));
        assertEquals(word & 0xffff_ffffL, rig.csr(Csr.STVAL));
        assertEquals(0, rig.csr(Csr.HSTATUS) & Hstatus.GVA);
    }

    @Test
    void whatTheHypervisorPassesOnTheGuestHandlesItself() {
        Code program = program();
        Rig rig = guest(program.csrw(Csr.STVEC, GUEST + 0x80).op(Instruction.EBREAK).org(0x80).csrr(Code.S0, Csr.SCAUSE)
            .csrr(Code.S1, Csr.SEPC).op(Instruction.ECALL));
        rig.hart().state().write(Csr.HEDELEG, -1);
        rig.run();
        assertEquals(Cause.BREAKPOINT.value(), rig.x(Code.S0));
        assertTrue(rig.x(Code.S1) >= GUEST && rig.x(Code.S1) < GUEST + 0x80);
        assertEquals(Cause.ECALL_FROM_VS.value(), rig.csr(Csr.SCAUSE));
    }

    @Test
    void theHypervisorReadsTheGuestsInstruction() {
        Rig rig = guest(program().li(Code.A0, UNMAPPED).op(Instruction.LD, Code.A1, 0, Code.A0));
        Code.at(HANDLER).csrr(Code.A2, Csr.SEPC).op(Instruction.HLVX_WU, Code.A3, Code.A2).pass().load(rig.platform());
        rig.run();
        assertEquals(Instruction.LD.encode(Code.A1, 0, Code.A0) & 0xffff_ffffL, rig.x(Code.A3));
    }

    @Test
    void aGuestResumesWhereItsHypervisorSends() {
        Rig rig = guest(program().op(Instruction.ECALL).li(Code.S1, 7).op(Instruction.CSRRS, Code.A0, Csr.HGATP.number(), 0));
        Code handler = Code.at(HANDLER);
        // The second trap, after which s1 is set, ends the run.
        handler.op(Instruction.BNE, Code.S1, Code.ZERO, 4 * 5).csrr(Code.T0, Csr.SEPC).op(Instruction.ADDI, Code.T0, Code.T0, 4)
            .op(Instruction.CSRRW, 0, Csr.SEPC.number(), Code.T0).op(Instruction.SRET).pass().load(rig.platform());
        rig.run();
        assertEquals(7, rig.x(Code.S1));
        assertEquals(Cause.VIRTUAL_INSTRUCTION.value(), rig.csr(Csr.SCAUSE));
    }

    @Test
    void traceTellsTheGuestsModesAndTheStageOfAWalk() {
        Rig rig = guest(program().op(Instruction.ECALL));
        TraceBuffer trace = new TraceBuffer(1 << 10, new NameTable(word -> null));
        trace.enable(EnumSet.of(EventKind.TRAP, EventKind.WALK));
        rig.machine.setTrace(trace, 0);
        rig.run();
        boolean left = false;
        boolean walked = false;
        TraceEvent event = new TraceEvent();
        for (long seq = trace.firstSeq(); seq < trace.nextSeq(); seq++) {
            trace.read(seq, event);
            left |= event.kind() == EventKind.TRAP && event.arg(2) == Mode.VS && event.arg(3) == Mode.S;
            walked |= event.kind() == EventKind.WALK && event.arg(0) == WalkStage.SECOND.ordinal();
        }
        assertTrue(left, "the trap leads from VS to S mode");
        assertTrue(walked, "the second stage was walked");
    }

    @Test
    void withoutTheExtensionItsRegistersAndInstructionsAreIllegal() {
        Rig rig = Rig.withIsa("rv64imac_zicsr", Code.here().word(Instruction.HFENCE_GVMA.encode(0, 0)), Code.at(HANDLER).pass());
        rig.hart().state().write(Csr.MTVEC, HANDLER);
        rig.run();
        assertEquals(Cause.ILLEGAL_INSTRUCTION.value(), rig.csr(Csr.MCAUSE));
        assertFalse((rig.csr(Csr.MISA) >>> 'H' - 'A' & 1) != 0);
        rig.hart().state().write(Csr.MSTATUS, -1);
        assertEquals(0, rig.csr(Csr.MSTATUS) & (Mstatus.MPV | Mstatus.GVA));
    }
}
