// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.vmm.Program.A0;
import static org.trapline.vmm.Program.A1;
import static org.trapline.vmm.Program.T0;
import static org.trapline.vmm.Program.T5;
import static org.trapline.vmm.Program.T6;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.machine.Machine;
import org.trapline.machine.StopReason;
import org.trapline.machine.debug.TrapCatch;
import org.trapline.machine.debug.Watchpoint;
import org.trapline.machine.engine.Engines;
import org.trapline.machine.engine.Interpreter;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.lockstep.Lockstep;
import org.trapline.machine.mmu.Pte;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.state.StateImage;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.paravirt.Hypercall;
import org.trapline.vmm.paravirt.SharedPage;

/** Hosts with guests, each with another engine: whatever the VMM runs a guest as, and whatever executes that, it is the same run. */
class LockstepTest {
    private static final int SEEDS = 3;
    private static final int STRETCH = 700;
    private static final long QUANTUM = 9_000;
    private static final long DATA = Platform.RAM_BASE + 0x8000;
    private static final long TABLE = Platform.RAM_BASE + 0x1_0000;
    private static final long MTIMECMP = Platform.CLINT_BASE + 0x4000;
    private static final int A2 = 12;
    private static final int S0 = 8;
    private static final int S1 = 9;
    private static final int S2 = 18;
    private static final int SUPERVISOR = 1;

    /** The hosts, and the engines that were made for them. */
    private static final class Hosts {
        final List<Lab> labs = new ArrayList<>();
        final List<Interpreter> interpreters = new ArrayList<>();
        final Lockstep lockstep;

        Hosts(final long seed, final Function<Engines, Lab> maker) {
            lockstep = Lockstep.of(engines -> machine(engines, maker), seed);
        }

        private Machine machine(final Engines engines, final Function<Engines, Lab> maker) {
            labs.add(maker.apply(hart -> {
                final Interpreter made = (Interpreter) engines.create(hart);
                interpreters.add(made);
                return made;
            }));
            return labs.getLast().machine;
        }

        void assertCompiled() {
            assertTrue(interpreters.stream().mapToInt(Interpreter::compiledRegions).sum() > 0, "nothing was compiled");
        }
    }

    private static Hosts hosts(final Way way, final Isa isa, final long seed, final Program... programs) {
        return new Hosts(seed, engines -> Lab.of(engines, way, isa, 1, QUANTUM, programs));
    }

    /**
     * A kernel in supervisor mode behind a table of its own, in a hot loop that computes, stores and loads, has a CSR, and now and then calls the machine mode,
     * flushes, or writes over an instruction of the loop. A timer interrupts it.
     */
    private static Program hot() {
        final Program program = new Program();
        final long jump = program.here();
        program.word(0);
        final long handler = program.here();
        program.csrr(T6, Csr.MCAUSE).add(Instruction.BGE, T6, 0, 20);
        program.csrr(T6, Csr.TIME).add(Instruction.ADDI, T6, T6, 90).add(Instruction.SD, T6, 0, S2).add(Instruction.MRET);
        program.csrr(T6, Csr.MEPC).add(Instruction.ADDI, T6, T6, 4).csrw(Csr.MEPC, T6).add(Instruction.MRET);
        program.patch(jump, Instruction.JAL, 0, program.here() - jump);
        program.csrw(Csr.MTVEC, handler, T0).openMemory().li(S2, MTIMECMP).li(T5, 100).add(Instruction.SD, T5, 0, S2);
        program.li(T0, Cause.MACHINE_TIMER_INTERRUPT.bit()).csrw(Csr.MIE, T0);
        program.li(T5, TABLE + 8 * (Platform.RAM_BASE >>> 30)).li(T6, Pte.of(Platform.RAM_BASE, 0xcf)).add(Instruction.SD, T6, 0, T5);
        program.csrw(Csr.SATP, 8L << 60 | TABLE >>> 12, T0).li(S0, DATA).li(S1, 0).li(A2, Instruction.XORI.encode(A1, A1, 0x55)).enter(SUPERVISOR);
        final long loop = program.here();
        final long changed = loop + 4;
        program.add(Instruction.ADDI, A0, A0, 3).add(Instruction.XORI, A1, A1, 0x2a);
        program.add(Instruction.SD, A0, 0, S0).add(Instruction.LD, T5, 0, S0).add(Instruction.MUL, T5, T5, A0).add(Instruction.ADD, A1, A1, T5);
        program.csrw(Csr.SSCRATCH, A1).csrr(T5, Csr.SSCRATCH).add(Instruction.ADD, A1, A1, T5).add(Instruction.ADDI, S1, S1, 1);
        program.add(Instruction.ANDI, T5, S1, 7).add(Instruction.BNE, T5, 0, loop - program.here());
        program.add(Instruction.ECALL).add(Instruction.ANDI, T5, S1, 31).add(Instruction.BNE, T5, 0, loop - program.here());
        program.add(Instruction.SFENCE_VMA, 0, 0).li(T5, changed).add(Instruction.LW, T6, 0, T5).add(Instruction.SW, A2, 0, T5).add(Instruction.FENCE_I)
            .add(Instruction.ADDI, A2, T6, 0);
        return program.add(Instruction.JAL, 0, loop - program.here());
    }

    @ParameterizedTest
    @EnumSource
    void aHotGuestGoesTheSameWay(final Way way) {
        final Hosts hosts = hosts(way, Lab.ISA, 1, hot(), hot());
        assertEquals(StopReason.LIMIT, hosts.lockstep.runLong(40_000, 2_000));
        hosts.assertCompiled();
        assertTrue(hosts.labs.getFirst().x(0, S1) > 100, "rounds: " + hosts.labs.getFirst().x(0, S1));
    }

    @ParameterizedTest
    @EnumSource
    void randomGuestsGoTheSameWay(final Way way) {
        for (int seed = 0; seed < SEEDS; seed++) {
            hosts(way, Lab.ISA, seed, FidelityTest.randomProgram(new Random(seed))).lockstep.runLong(10_000, STRETCH);
            hosts(way, Isa.parse("rv64gc"), seed, SelfModifyingCodeTest.program(new Random(seed))).lockstep.runLong(10_000, STRETCH);
        }
    }

    @ParameterizedTest
    @EnumSource
    void guestsThatMeanHarmGoTheSameWay(final Way way) {
        for (final Hostile kind : Hostile.values()) {
            hosts(way, Hostile.ISA, 3, kind.program(3), hot()).lockstep.runLong(10_000, STRETCH);
        }
    }

    @ParameterizedTest
    @EnumSource
    void goingBackInAHotGuestAndOnIsTheSame(final Way way) {
        final Hosts hosts = hosts(way, Lab.ISA, 5, hot());
        final Lockstep lockstep = hosts.lockstep;
        lockstep.runLong(20_000, 2_000);
        final List<StateImage> kept = lockstep.machines().stream().map(StateImage::of).toList();
        final long from = lockstep.first().instret();
        lockstep.runLong(10_000, 2_000);
        final long to = lockstep.first().instret();
        final String later = lockstep.first().digest();
        for (int i = 0; i < kept.size(); i++) {
            kept.get(i).goBack(lockstep.machines().get(i));
        }
        lockstep.compareAll();
        assertEquals(from, lockstep.first().instret());
        lockstep.runLong(5_000, 300);
        lockstep.run(to - lockstep.first().instret());
        lockstep.compareAll();
        assertEquals(later, lockstep.first().digest());
        hosts.assertCompiled();
    }

    @ParameterizedTest
    @EnumSource
    void pointsStopAHotGuestAtTheSameInstruction(final Way way) {
        final Hosts hosts = hosts(way, Lab.ISA, 6, hot());
        hosts.lockstep.runLong(20_000, 2_000);
        hosts.assertCompiled();
        // Where the loop ends, and one of its stores; whatever the technique makes of the guest's traps, the one it has caught is the guest's.
        stops(hosts, StopReason.BREAKPOINT, hart -> hart.debug().setBreakpoints(List.of(hot().here() - 4)));
        stops(hosts, StopReason.WATCHPOINT, hart -> hart.debug().setWatchpoints(List.of(new Watchpoint(DATA, 8, Watchpoint.Kind.WRITE))));
        stops(hosts, StopReason.TRAP, hart -> hart.debug().setCatches(List.of(TrapCatch.of(Cause.ECALL_FROM_S))));
    }

    private static void stops(final Hosts hosts, final StopReason reason, final Consumer<Hart> set) {
        hosts.labs.forEach(lab -> set.accept(lab.guestHart(0)));
        for (int i = 0; i < 8; i++) {
            assertEquals(reason, hosts.lockstep.run(200_000));
        }
        hosts.labs.forEach(lab -> {
            lab.guestHart(0).debug().setBreakpoints(List.of());
            lab.guestHart(0).debug().setWatchpoints(List.of());
            lab.guestHart(0).debug().setCatches(List.of());
        });
        hosts.lockstep.runLong(3_000, 500);
    }

    /** A kernel that knows its VMM, in a hot loop, changes its table and writes to the console now and then; a timer comes by upcalls. */
    private static ParavirtGuest paravirt() {
        final ParavirtGuest guest = new ParavirtGuest().register();
        guest.text(ParavirtGuest.SPARE, "x").call(Hypercall.TIMER, 100, 0);
        final Program program = guest.program.li(S0, ParavirtGuest.SPARE + 0x800).li(S1, 0);
        final long loop = program.here();
        program.add(Instruction.ADDI, S1, S1, 1).add(Instruction.SD, S1, 0, S0).add(Instruction.LD, T5, 0, S0).add(Instruction.MUL, T5, T5, S1)
            .add(Instruction.XOR, S2, S2, T5).add(Instruction.SLLI, T5, S2, 3).add(Instruction.ADD, S2, S2, T5)
            .add(Instruction.ANDI, T5, S1, 31).add(Instruction.BNE, T5, 0, loop - program.here());
        guest.call(Hypercall.WRITE, ParavirtGuest.SPARE, 1);
        guest.call(Hypercall.UPDATE, ParavirtGuest.slot(ParavirtGuest.SPARE), Pte.of(ParavirtGuest.SPARE, ParavirtGuest.ALL));
        program.add(Instruction.JAL, 0, loop - program.here());
        guest.atEntry().store(SharedPage.PENDING, 0).program.li(T5, ParavirtGuest.SHARED).add(Instruction.LD, A0, SharedPage.TIME.offset(), T5)
            .add(Instruction.ADDI, A0, A0, 80).add(Instruction.ADDI, 17, 0, Hypercall.TIMER.number()).add(Instruction.ECALL);
        return guest.call(Hypercall.RETURN, 0, 0);
    }

    @ParameterizedTest
    @EnumSource(value = PagingScheme.class, names = {"DIRECT", "NESTED"})
    void aHotGuestThatKnowsItsVmmGoesTheSameWay(final PagingScheme paging) {
        final Hosts hosts = new Hosts(7, engines -> paravirt().lab(engines, paging, 1, 1, lab -> List.of()));
        assertEquals(StopReason.LIMIT, hosts.lockstep.runLong(40_000, 2_000));
        hosts.assertCompiled();
        assertTrue(hosts.labs.getFirst().x(0, S1) > 100, "rounds: " + hosts.labs.getFirst().x(0, S1));
        assertTrue(hosts.labs.getFirst().console.length() > 3, "written: " + hosts.labs.getFirst().console);
    }
}
