// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.Code;
import org.trapline.machine.Rig;
import org.trapline.machine.StopReason;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.platform.Platform;

/** A hart with registers of 32 bits: what wraps, what is divided into halves, what is elsewhere than in RV64. */
class Rv32Test {
    private static final String ISA = "rv32gch_zba_zbb_zbs_sstc";
    private static final long BASE = Platform.RAM_BASE;
    private static final long HANDLER = BASE + 0x1000;

    private static Code code() {
        return Code.here(Isa.parse(ISA));
    }

    private static Rig rig(Code... programs) {
        return Rig.withIsa(ISA, programs);
    }

    private static long extended(long value) {
        return (int) value;
    }

    /** Runs up to the first trap, whose handler is a place to stand still. */
    private static Rig trapped(Code code) {
        Rig rig = rig(code, Code.at(HANDLER).op(JAL, 0, 0));
        rig.hart().state().write(Csr.MTVEC, HANDLER);
        for (int i = 0; i < 1000 && rig.hart().pc() != HANDLER; i++) {
            rig.step();
        }
        assertEquals(HANDLER, rig.hart().pc(), "it trapped");
        return rig;
    }

    @Test
    void registersHoldSignExtendedValues() {
        Rig rig = rig(code().op(LUI, A0, 0x80000).op(ADDI, A1, A0, -1).op(ADD, A2, A0, A0)).step(3);
        assertEquals(extended(0x8000_0000L), rig.x(A0));
        assertEquals(0x7fff_ffffL, rig.x(A1));
        assertEquals(0, rig.x(A2));
    }

    @Test
    void aLoadsAddressWraps() {
        Code code = code().li(A0, 0x7fff_ff00L).op(LW, A1, 0x100, A0).op(LW, A2, 0x100, A0);
        Rig rig = rig(code).step(4);
        assertEquals((int) rig.platform().bus().read(BASE, 4), rig.x(A1), "through the walk");
        assertEquals(rig.x(A1), rig.x(A2), "through the TLB");
    }

    @Test
    void aFaultTells32BitsOfTheAddress() {
        Rig rig = trapped(code().li(A0, BASE).op(LW, A1, -4, A0));
        assertEquals(Cause.LOAD_ACCESS_FAULT.value(), rig.csr(Csr.MCAUSE));
        assertEquals(0x7fff_fffcL, rig.csr(Csr.MTVAL));
        rig = trapped(code().li(A0, 0xffff_f000L).op(SW, A1, 0, A0));
        assertEquals(0xffff_f000L, rig.csr(Csr.MTVAL));
    }

    @Test
    void jumpsByARegisterWrapAndLinksAreExtended() {
        Code code = code().li(A0, 0x7fff_fc00L).op(JALR, A1, 0x400 + 16, A0).op(ADDI, 0, 0, 0).op(ADDI, A2, 0, 7);
        Rig rig = rig(code).step(4);
        assertEquals(extended(BASE + 12), rig.x(A1));
        assertEquals(7, rig.x(A2));
        assertEquals(BASE + 20, rig.hart().pc(), "outside of the engine a pc has 32 bits");
    }

    @Test
    void auipcWraps() {
        Rig rig = rig(code().op(ADDI, 0, 0, 0).op(AUIPC, A0, 0x80000).op(AUIPC, A1, 0)).step(3);
        assertEquals(4, rig.x(A0));
        assertEquals(extended(BASE + 8), rig.x(A1));
    }

    @Test
    void breakpointsAreFoundBy32Bits() {
        Rig rig = rig(code().op(ADDI, A0, 0, 1).op(ADDI, A0, 0, 2));
        rig.hart().debug().setBreakpoints(List.of(BASE + 4));
        assertEquals(StopReason.BREAKPOINT, rig.run());
        assertEquals(BASE + 4, rig.hart().pc());
        assertEquals(1, rig.x(A0));
    }

    @Test
    void instructionsOfRv64AloneAreIllegal() {
        for (Instruction row : List.of(ADDIW, ADDW, SLLW, MULW, DIVUW, LD, SD, LWU, LR_D, AMOADD_D, FCVT_L_S, FMV_X_D, ADD_UW, CLZW, HLV_D)) {
            Rig rig = trapped(code().word(row.match() | 5 << 7));
            assertEquals(Cause.ILLEGAL_INSTRUCTION.value(), rig.csr(Csr.MCAUSE), row.mnemonic());
        }
        assertEquals(Cause.ILLEGAL_INSTRUCTION.value(), trapped(code().word(SLLI.encode(5, 5, 32))).csr(Csr.MCAUSE), "a shift by 32");
    }

    @Test
    void whereRv64HasAnotherCompressedInstructionThereIsAJump() {
        Rig rig = rig(code().op(C_JAL, 4)).step();
        assertEquals(BASE + 4, rig.hart().pc());
        assertEquals(extended(BASE + 2), rig.x(RA));
    }

    @Test
    void misaTellsTheWidth() {
        assertEquals(1, rig(code()).csr(Csr.MISA) >>> 30);
    }

    @Test
    void countersAreReadAndWrittenInHalves() {
        Code code = code().li(A0, -2).csrw(Csr.MCYCLEH, 5).op(CSRRW, 0, Csr.MCYCLE.number(), A0)
            .csrr(A1, Csr.MCYCLE).op(ADDI, 0, 0, 0).csrr(A2, Csr.MCYCLE).csrr(A3, Csr.CYCLEH);
        Rig rig = rig(code).step(8);
        assertEquals(-2, rig.x(A1));
        assertEquals(0, rig.x(A2));
        assertEquals(6, rig.x(A3), "the carry reaches the upper half");
    }

    @Test
    void upperHalvesAreViewsOfTheRegisters() {
        Rig rig = rig(code().csrw(Csr.MENVCFGH, 1L << 31).csrw(Csr.STIMECMPH, 3).csrw(Csr.STIMECMP, -1).csrr(A0, Csr.MENVCFGH)
            .csrr(A1, Csr.STIMECMPH).csrw(Csr.MSTATUSH, 1 << 7).csrr(A2, Csr.MSTATUS).csrr(A3, Csr.MSTATUSH)).step(13);
        assertEquals(extended(1L << 31), rig.x(A0), "STCE");
        assertEquals(3, rig.x(A1));
        assertEquals(0xffff_ffffL, rig.csr(Csr.STIMECMP), "the other half");
        assertEquals(0, rig.x(A2) & 1L << 39);
        assertEquals(1 << 7, rig.x(A3), "MPV");
        assertTrue(rig.hart().state().hasTimer());
    }

    @Test
    void dirtyFloatsShowInBit31() {
        Rig rig = rig(code().li(A0, 3 << 13).op(CSRRS, 0, Csr.MSTATUS.number(), A0).csrr(A1, Csr.MSTATUS).csrr(A2, Csr.SSTATUS)).step(5);
        assertTrue(rig.x(A1) < 0);
        assertTrue(rig.x(A2) < 0);
    }

    @Test
    void anInterruptsCauseHasBit31() {
        Rig rig = trapped(code().csrw(Csr.MIE, Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit()).csrw(Csr.MIP, Cause.SUPERVISOR_SOFTWARE_INTERRUPT.bit())
            .op(CSRRSI, 0, Csr.MSTATUS.number(), 8).op(JAL, 0, 0));
        assertEquals(0x8000_0001L, rig.csr(Csr.MCAUSE));
    }

    @Test
    void fourPmpEntriesHaveARegister() {
        Rig rig = rig(code().csrw(Csr.PMPCFG1, 0x1f0f_1b19).csrr(A0, Csr.PMPCFG1).csrr(A1, Csr.PMPCFG0).csrw(Csr.PMPADDR4, -1).csrr(A2, Csr.PMPADDR4)).step(9);
        assertEquals(0x1f0f_1b19, rig.x(A0));
        assertEquals(0, rig.x(A1));
        assertEquals(-1, rig.x(A2));
    }

    @Test
    void theDeviceTreeTellsTheWidth() {
        String tree = new String(rig(code()).platform().deviceTree(), StandardCharsets.ISO_8859_1);
        assertTrue(tree.contains("riscv,sv32") && tree.contains("rv32i") && !tree.contains("sv39"));
    }

    /** Puts a table at 0x80010000 whose entries for va's 4 MiB is given, and goes on in S mode. */
    private static Rig paged(long va, long entry, Code code) {
        Rig rig = rig(code);
        long table = BASE + 0x1_0000;
        rig.platform().bus().write(table + 4 * (BASE >>> 22), 4, Pte.of(BASE, Pte.V | Pte.R | Pte.W | Pte.X | Pte.A | Pte.D));
        rig.platform().bus().write(table + 4 * (va >>> 22), 4, entry);
        rig.hart().state().write(Csr.PMPADDR0, -1);
        rig.hart().state().write(Csr.PMPCFG0, 0x1f);
        rig.hart().state().write(Csr.SATP, 1L << 31 | table >>> 12);
        rig.hart().state().write(Csr.STVEC, HANDLER);
        rig.hart().state().write(Csr.MEDELEG, -1);
        rig.hart().state().setPrivilege(Privilege.S);
        return rig;
    }

    @Test
    void sv32MapsPagesOf4KiB() {
        long va = 0xffc0_5678L;
        long last = BASE + 0x1_1000;
        Rig rig = paged(va, Pte.of(last, Pte.V), code().li(A0, va).op(LW, A1, 0, A0));
        rig.platform().bus().write(last + 4 * (va >>> 12 & 0x3ff), 4, Pte.of(BASE + 0x2000, Pte.V | Pte.R | Pte.A));
        rig.platform().bus().write(BASE + 0x2678, 4, 0x9234_5678L);
        assertEquals(extended(0x9234_5678L), rig.step(3).x(A1));
    }

    @Test
    void sv32ReachesAddressesOf34BitsAndRefusesMisalignedSuperpages() {
        long flags = Pte.V | Pte.R | Pte.W | Pte.A | Pte.D;
        Rig rig = paged(0x4000_0000L, Pte.of(3L << 32, flags), code().li(A0, 0x4000_0000L).op(LW, A1, 0, A0)).step(3);
        assertEquals(Cause.LOAD_ACCESS_FAULT.value(), rig.csr(Csr.SCAUSE), "there is nothing so far up");
        assertEquals(3L << 32, rig.hart().mmu().peek(0x4000_0000L, Privilege.S.code(), false));
        rig = paged(0x4000_0000L, Pte.of(BASE + 0x1000, flags), code().li(A0, 0x4000_0000L).op(LW, A1, 0, A0)).step(3);
        assertEquals(Cause.LOAD_PAGE_FAULT.value(), rig.csr(Csr.SCAUSE));
        assertEquals(0x4000_0000L, rig.csr(Csr.STVAL));
    }

    @Test
    void anAccessAcrossTheEndOfTheAddressSpaceGoesOnAtItsStart() {
        long top = 0xffff_f000L;
        long flags = Pte.V | Pte.R | Pte.W | Pte.A | Pte.D;
        long last = BASE + 0x1_1000;
        Rig rig = paged(top, Pte.of(last, Pte.V), code().li(A0, -2).op(LW, A1, 0, A0));
        rig.platform().bus().write(last + 4 * 0x3ff, 4, Pte.of(BASE + 0x2000, flags));
        rig.platform().bus().write(BASE + 0x1_0000, 4, Pte.of(BASE, flags));
        rig.platform().bus().write(BASE + 0x2ffe, 2, 0x5566);
        long first = rig.platform().bus().read(BASE, 2);
        assertEquals(extended(first << 16 | 0x5566), rig.step(2).x(A1));
    }
}
