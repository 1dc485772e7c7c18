// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.machine.debug.TrapCatch;
import org.trapline.machine.debug.Watchpoint;
import org.trapline.machine.lockstep.Lockstep;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.StateImage;

/** What is compiled does what the interpreter does, to the instruction. */
class CompiledCodeTest {
    static final List<String> ISAS = List.of("rv64gc_zba_zbb_zbc_zbs_zicond", "rv64ima_zicsr_zifencei", "rv32gc_zba_zbb_zbc_zbs_zicond");
    private static final List<Isa> WIDTHS = List.of(Rig.ISA, Isa.parse("rv32ima_zicsr_zifencei"));
    private static final long DATA = Platform.RAM_BASE + 0x10_000;
    private static final long HANDLER = Platform.RAM_BASE + 0x400;

    /** Programs, each started again and again in the middle of itself, so that every block of it gets hot. */
    @Test
    void randomProgramsGoTheSameWay() {
        for (String isa : ISAS) {
            for (long seed = 0; seed < 12; seed++) {
                AllEngines both = new AllEngines(Isa.parse(isa), 1, seed, RandomProgram.generate(seed, Isa.parse(isa)));
                Random random = new Random(seed);
                for (int round = 0; round < 110; round++) {
                    both.run(900);
                    long from = random.nextInt(3) == 0 ? both.machines.getFirst().current().pc() : Platform.RAM_BASE;
                    both.each(machine -> machine.current().setPc(from));
                }
                both.compareAll();
            }
        }
    }

    /** A loop that computes, loads and stores, calls, and is interrupted by a timer. */
    static Code busy() {
        return busy(Rig.ISA);
    }

    private static Code busy(Isa isa) {
        // The upper half of mtimecmp is 0 with RV32, too.
        boolean narrow = isa.xlen() == 32;
        Instruction store = narrow ? SW : SD;
        Code code = Code.here(isa).csrw(Csr.MTVEC, HANDLER).csrw(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit())
            .op(CSRRSI, 0, Csr.MSTATUS.number(), 8).li(T0, Platform.CLINT_BASE + 0x4000).li(T1, 7).op(SW, 0, 4, T0).op(store, T1, 0, T0).li(S0, DATA);
        long loop = code.pc();
        code.op(ADDI, A0, A0, 3).op(store, A0, 0, S0).op(LW, A1, 0, S0).op(ANDI, A2, A1, 31).op(BNE, A2, 0, 8).op(XORI, A3, A3, 1)
            .op(JAL, RA, 16).op(ADD, A4, A4, A6).op(JAL, 0, loop - code.pc()).op(ADDI, 0, 0, 0)
            .op(MUL, A6, A1, A0).op(JALR, 0, 0, RA);
        return code.org(0x400).op(ADDI, T1, T1, 7).op(store, T1, 0, T0).op(ADD, A7, A7, A0).op(MRET);
    }

    @Test
    void interruptsComeAtTheSameInstruction() {
        AllEngines both = new AllEngines(Rig.ISA, 1, 1, busy());
        both.runLong(200_000, 4_000);
        assertTrue(both.regions() > 0, "nothing was compiled");
    }

    @Test
    void hartsTakeTheirTurnsAtTheSameInstructions() {
        new AllEngines(Rig.ISA, 3, 2, busy()).runLong(200_000, 4_000);
    }

    @Test
    void anyNumberOfInstructionsIsExact() {
        AllEngines both = new AllEngines(Rig.ISA, 1, 3, busy());
        both.runLong(20_000, 400);
        both.runLong(2_000, 3);
    }

    /** Every 64th time the instruction after the store is replaced: the word at A6, exchanged with the one beside it. */
    private static Code[] overwriting() {
        Code code = Code.here().li(A6, DATA).li(A3, DATA + 0x100);
        long loop = code.pc();
        code.op(ADDI, A0, A0, 1).op(SD, A0, 0, A3).op(ANDI, A1, A0, 63).op(BNE, A1, 0, 28)
            .op(AUIPC, T0, 0).op(LW, T1, 0, A6).op(LW, T2, 4, A6).op(SW, T1, 4, A6).op(SW, T2, 0, A6).op(SW, T1, 24, T0)
            .op(ADDI, A2, A2, 1).op(ADD, A4, A4, A2).op(JAL, 0, loop - code.pc());
        return new Code[] {code, Code.at(DATA).op(ADDI, A2, A2, 5).op(XORI, A2, A2, 9)};
    }

    @Test
    void codeThatAHotLoopOverwritesTakesEffectAtOnce() {
        AllEngines both = new AllEngines(Rig.ISA, 1, 4, overwriting());
        both.runLong(60_000, 2_000);
    }

    /** Compiled code comes into use when HotSpot is done with it; whenever that is, nothing else comes of it. */
    @Test
    void whatIsCompiledInTheBackgroundMakesNoDifference() {
        for (Code program : List.of(busy(), locking(), switching())) {
            AllEngines both = new AllEngines(Lockstep.usual(), Isa.parse("rv64gc"), 1, 13, program);
            for (int round = 0; round < 2 || both.regions() == 0 && round < 100; round++) {
                goOnAndBack(both);
            }
            assertTrue(both.regions() > 0, "nothing was compiled");
        }
        // Whether there is a region just now depends on when it was overwritten.
        AllEngines both = new AllEngines(Lockstep.usual(), Rig.ISA, 1, 14, overwriting());
        for (int round = 0; round < 2; round++) {
            goOnAndBack(both);
        }
    }

    private static void goOnAndBack(AllEngines both) {
        both.runLong(1_500_000, 150_000);
        List<StateImage> kept = both.machines.stream().map(StateImage::of).toList();
        both.each(machine -> machine.current().debug().setWatchpoints(List.of(new Watchpoint(DATA, 1, Watchpoint.Kind.WRITE))));
        both.run(100_000);
        both.each(machine -> machine.current().debug().setWatchpoints(List.of()));
        both.runLong(500_000, 150_000);
        for (int i = 0; i < kept.size(); i++) {
            kept.get(i).goBack(both.machines.get(i));
        }
        both.compareAll();
        both.runLong(500_000, 150_000);
    }

    @Test
    void goingBackAndOnIsTheSame() {
        WIDTHS.forEach(CompiledCodeTest::goesBackAndOn);
    }

    private static void goesBackAndOn(Isa isa) {
        AllEngines both = new AllEngines(isa, 1, 5, busy(isa));
        both.runLong(30_000, 2_000);
        List<StateImage> kept = both.machines.stream().map(StateImage::of).toList();
        both.runLong(30_000, 2_000);
        String later = both.machines.getFirst().digest();
        long instret = both.machines.getFirst().instret();
        for (int i = 0; i < kept.size(); i++) {
            kept.get(i).goBack(both.machines.get(i));
        }
        both.runLong(10_000, 700);
        both.each(machine -> machine.run(instret - machine.instret()));
        both.compareAll();
        assertEquals(later, both.machines.getFirst().digest());
    }

    @Test
    void aBreakpointStopsInHotCode() {
        WIDTHS.forEach(CompiledCodeTest::stopsAtABreakpoint);
    }

    private static void stopsAtABreakpoint(Isa isa) {
        AllEngines both = new AllEngines(isa, 1, 6, busy(isa));
        both.runLong(30_000, 2_000);
        both.each(machine -> machine.current().debug().setBreakpoints(List.of(HANDLER)));
        StopReason reason = both.run(1_000_000);
        assertTrue(reason != StopReason.LIMIT, "the breakpoint was passed");
        assertEquals(HANDLER, both.machines.get(1).current().pc());
    }

    @Test
    void aWatchpointStopsInHotCode() {
        WIDTHS.forEach(CompiledCodeTest::stopsAtAWatchpoint);
    }

    private static void stopsAtAWatchpoint(Isa isa) {
        AllEngines both = new AllEngines(isa, 1, 7, busy(isa));
        both.runLong(30_000, 2_000);
        both.each(machine -> machine.current().debug().setWatchpoints(List.of(new Watchpoint(DATA, 1, Watchpoint.Kind.WRITE))));
        for (int i = 0; i < 20; i++) {
            assertEquals(StopReason.WATCHPOINT, both.run(1_000_000));
        }
        both.compareAll();
    }

    @Test
    void aCaughtTrapStopsInHotCode() {
        for (Isa isa : WIDTHS) {
            AllEngines both = new AllEngines(isa, 1, 12, busy(isa));
            both.runLong(30_000, 2_000);
            both.each(machine -> machine.current().debug().setCatches(List.of(TrapCatch.of(Cause.MACHINE_TIMER_INTERRUPT))));
            for (int i = 0; i < 20; i++) {
                assertEquals(StopReason.TRAP, both.run(1_000_000));
                assertEquals(HANDLER, both.machines.getLast().current().pc());
            }
            both.each(machine -> machine.current().debug().setCatches(List.of()));
            both.runLong(30_000, 2_000);
        }
    }

    @Test
    void floatingPointFlagsAreExactInHotCode() {
        Code code = Code.here(Isa.parse("rv64gc")).li(T0, 0x6000).op(CSRRS, 0, Csr.MSTATUS.number(), T0).li(S0, 3);
        long loop = code.pc();
        code.op(ADDI, A0, A0, 1).op(FCVT_D_L, 1, A0, 7).op(FCVT_D_L, 2, S0, 7).op(FMUL_D, 3, 1, 2, 7).op(FADD_D, 4, 4, 3, 7)
            .op(ANDI, A1, A0, 127).op(BNE, A1, 0, 16).op(FDIV_D, 5, 1, 2, 7).op(CSRRW, A2, Csr.FFLAGS.number(), 0).op(ADD, A3, A3, A2)
            .op(FSQRT_D, 6, 3, 1).op(JAL, 0, loop - code.pc());
        new AllEngines(Isa.parse("rv64gc"), 1, 8, code).runLong(100_000, 3_000);
    }

    /** Takes a lock by {@code lr} and {@code sc}, counts with interrupts off, and looks at the time; a timer interrupts what may be interrupted. */
    static Code locking() {
        Code code = Code.here().csrw(Csr.MTVEC, HANDLER).csrw(Csr.MIE, Cause.MACHINE_TIMER_INTERRUPT.bit())
            .op(CSRRSI, 0, Csr.MSTATUS.number(), 8).op(CSRRS, T0, Csr.MHARTID.number(), 0).op(SLLI, T0, T0, 3).li(S0, Platform.CLINT_BASE + 0x4000)
            .op(ADD, T0, T0, S0).li(T1, 7).op(SD, T1, 0, T0).li(S0, DATA).li(A7, 1);
        long loop = code.pc();
        code.op(LR_W, A0, S0, 0).op(BNE, A0, 0, -4).op(SC_W, A0, A7, S0, 0).op(BNE, A0, 0, -12).op(FENCE, 3, 3)
            .op(CSRRCI, A1, Csr.MSTATUS.number(), 8).op(LD, A2, 8, S0).op(ADDI, A2, A2, 1).op(SD, A2, 8, S0).op(CSRRS, A3, Csr.CYCLE.number(), 0)
            .op(ADD, A4, A4, A3).op(CSRRS, A3, Csr.TIME.number(), 0).op(XOR, A4, A4, A3).op(CSRRS, A3, Csr.INSTRET.number(), 0).op(ADD, A4, A4, A3)
            .op(CSRRS, 0, Csr.MSTATUS.number(), A1).op(ADDI, A5, S0, 16).op(AMOADD_D, A3, A4, A5, 0).op(ADD, A4, A4, A3).op(FENCE, 3, 1)
            .op(AMOSWAP_W, 0, 0, S0, 0).op(JAL, 0, loop - code.pc());
        return code.org(0x400).op(ADDI, T1, T1, 7).op(SD, T1, 0, T0).op(ADDI, A6, A6, 1).op(MRET);
    }

    @Test
    void locksAndMaskedInterruptsAreExactInHotCode() {
        for (int harts : List.of(1, 3)) {
            AllEngines all = new AllEngines(Rig.ISA, harts, 10, locking());
            all.runLong(200_000, 3_000);
            assertTrue(all.regions() > 0, "nothing was compiled");
        }
    }

    /** The rounding mode goes round, the unit is switched off every 64th time, and MPRV comes and goes around a load: the page must be found anew. */
    static Code switching() {
        Code code = Code.here(Isa.parse("rv64gc")).csrw(Csr.MTVEC, HANDLER).csrw(Csr.PMPADDR0, -1).csrw(Csr.PMPCFG0, 0x1f)
            .li(T0, 0x6000).op(CSRRS, 0, Csr.MSTATUS.number(), T0).li(S0, DATA).li(S1, 1 << 17).li(A4, DATA + 0x1000).li(A5, 3).op(FCVT_D_L, 2, A5, 7);
        long loop = code.pc();
        code.op(FADD_D, 4, 4, 2, 7).op(ADDI, A0, A0, 1).op(ANDI, A1, A0, 3).op(CSRRW, 0, Csr.FRM.number(), A1).op(FCVT_D_L, 1, A0, 7)
            .op(FDIV_D, 3, 1, 2, 7).op(FSD, 3, 0, S0).op(LD, A2, 0, S0).op(XOR, A3, A3, A2).op(CSRRS, 0, Csr.MSTATUS.number(), S1).op(LD, A2, 0, A4).op(ADD, A3, A3, A2)
            .op(CSRRC, 0, Csr.MSTATUS.number(), S1).op(ANDI, A1, A0, 63).op(BNE, A1, 0, 8).op(CSRRC, 0, Csr.MSTATUS.number(), T0)
            .op(JAL, 0, loop - code.pc());
        code.org(0x400).op(CSRRS, 0, Csr.MSTATUS.number(), T0).op(ADDI, A6, A6, 1).op(MRET);
        return code;
    }

    @Test
    void whatFollowsFromACsrIsExactInHotCode() {
        AllEngines all = new AllEngines(Isa.parse("rv64gc"), 1, 11, switching());
        all.runLong(200_000, 3_000);
        assertTrue(all.regions() > 0, "nothing was compiled");
    }

    @Test
    void indirectJumpsToManyPlacesGoTheSameWay() {
        Code code = Code.here().li(A1, 88172645463325252L);
        long loop = code.pc();
        code.op(SLLI, T0, A1, 13).op(XOR, A1, A1, T0).op(SRLI, T0, A1, 7).op(XOR, A1, A1, T0).op(ANDI, T0, A1, 15 << 3)
            .op(AUIPC, T1, 0).op(ADD, T0, T0, T1).op(JALR, RA, 12, T0);
        for (int i = 0; i < 16; i++) {
            code.op(ADDI, A2, A2, i).op(JAL, 0, loop - code.pc());
        }
        AllEngines both = new AllEngines(Rig.ISA, 1, 9, code);
        both.runLong(400_000, 20_000);
        assertTrue(both.regions() > 0, "nothing was compiled");
    }
}
