// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.RoundingMode;
import org.trapline.machine.Machine;
import org.trapline.machine.StopReason;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.platform.Platform;

/** A guest ends in the same state as the same program on a machine of its own. */
class FidelityTest {
    /** What a program must not lose, or what is different because time passes differently. */
    private static final Set<Csr> NOT_WRITTEN = EnumSet.of(Csr.MTVEC, Csr.STVEC, Csr.MSCRATCH, Csr.MEDELEG, Csr.MIDELEG, Csr.SATP,
        Csr.PMPCFG0, Csr.PMPADDR0);
    private static final Set<Csr> TIMES = EnumSet.of(Csr.TIME);
    private static final Csr[] CSRS = Csr.values();
    private static final Instruction[] INSTRUCTIONS = Arrays.stream(Instruction.values()).filter(Lab.ISA::has).toArray(Instruction[]::new);
    private static final int PROGRAMS = 150;
    private static final int INTERRUPTED = 40;

    @Test
    void aRoundingModeThatThereIsNotIsIllegalForGuestsToo() {
        // Of random programs the first that has told a difference.
        compare(randomProgram(new Random(364)), "rounding mode");
    }

    @ParameterizedTest
    @EnumSource
    void randomProgramsEndAlikeBareAndAsGuests(Way way) {
        int ended = 0;
        for (int seed = 0; seed < PROGRAMS; seed++) {
            final Program program = randomProgram(new Random(seed));
            // Some write over themselves and never end.
            if (Lab.bare(program).run(20_000) == StopReason.POWERED_OFF) {
                compare(way, program, "seed " + seed);
                ended++;
            }
        }
        assertTrue(ended > PROGRAMS * 9 / 10, ended + " programs ended");
    }

    /** Whatever the VMM makes a guest run as, it can be taken off its hart after any instruction. */
    @ParameterizedTest
    @EnumSource
    void randomProgramsEndAlikeHoweverOftenTheyAreInterrupted(Way way) {
        for (int seed = 0; seed < INTERRUPTED; seed++) {
            final Random random = new Random(seed);
            final Program program = randomProgram(random);
            final Machine bare = Lab.bare(program);
            if (bare.run(20_000) == StopReason.POWERED_OFF) {
                final Lab lab = Lab.of(way, program);
                for (int i = 0; i < 20_000 && lab.run(1 + random.nextInt(30)) == StopReason.LIMIT; i++) {
                    lab.guests.getFirst().wake();
                }
                compare(bare, lab, way + " seed " + seed);
            }
        }
    }

    static void compare(Program program, String what) {
        for (final Way way : Way.values()) {
            compare(way, program, way + " " + what);
        }
    }

    private static void compare(Way way, Program program, String what) {
        final Machine bare = Lab.bare(program);
        assertEquals(StopReason.POWERED_OFF, bare.run(1_000_000), what + " bare");
        final Lab lab = Lab.of(way, program);
        assertEquals(StopReason.POWERED_OFF, lab.run(1_000_000), what + " as a guest");
        compare(bare, lab, what);
    }

    /** Compares what a machine of its own and a guest have come to. */
    private static void compare(Machine bare, Lab lab, String what) {
        final Hart own = bare.platform().hart(0);
        final Hart virtual = lab.guestHart(0);
        for (int i = 0; i < 32; i++) {
            assertEquals(own.x()[i], virtual.x()[i], what + ": x" + i);
        }
        for (int i = 0; i < Hart.FLOATS; i++) {
            assertEquals(own.f(i), virtual.f(i), what + ": f" + i);
        }
        assertEquals(own.pc(), virtual.pc(), what + ": pc");
        assertEquals(own.state().mode(), virtual.state().mode(), what + ": mode");
        for (final Csr csr : CSRS) {
            if (csr.isIn(Lab.ISA) && !TIMES.contains(csr)) {
                assertEquals(own.state().read(csr), virtual.state().read(csr), what + ": " + csr);
            }
        }
        assertArrayEquals(bare.platform().bus().dump(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY),
            lab.guests.getFirst().platform().bus().dump(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY), what + ": memory");
    }

    /** Instructions of all kinds in all modes, over a trap handler that goes on behind whatever traps. */
    static Program randomProgram(Random random) {
        final Program program = new Program();
        final long jump = program.here();
        program.word(0);
        final long handler = program.here();
        // Interrupts: switch them off and go back. ecall: go on in machine mode. Everything else: skip it.
        program.csrw(Csr.MSCRATCH, Program.T6).csrr(Program.T6, Csr.MCAUSE);
        program.add(Instruction.BGE, Program.T6, 0, 12);
        program.add(Instruction.CSRRW, 0, Csr.MIE.number(), 0).add(Instruction.JAL, 0, 16);
        program.csrr(Program.T6, Csr.MEPC).add(Instruction.ADDI, Program.T6, Program.T6, 4).csrw(Csr.MEPC, Program.T6);
        program.csrr(Program.T6, Csr.MSCRATCH).add(Instruction.MRET);
        program.patch(jump, Instruction.JAL, 0, program.here() - jump);
        program.csrw(Csr.MTVEC, handler, Program.T0).csrw(Csr.MSCRATCH, 0, Program.T0).openMemory();
        for (int i = 1; i < 30; i++) {
            program.li(i, value(random));
        }
        if (random.nextBoolean()) {
            program.csrw(Csr.MSTATUS, (1L + random.nextInt(3)) << 13, Program.T0);
        }
        for (int i = 0; i < 200; i++) {
            step(program, random);
        }
        // Back to machine mode by whatever way is left: the handler's mret stays in the mode of the trap, so make that machine mode.
        program.add(Instruction.ECALL);
        return program.powerOff();
    }

    private static long value(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> Platform.RAM_BASE + 0x8000 + random.nextInt(0x4000);
            case 1 -> random.nextInt(4096) - 2048;
            case 2 -> Platform.RAM_BASE + Lab.GUEST_MEMORY - 64 + random.nextInt(128);
            default -> random.nextLong();
        };
    }

    private static void step(Program program, Random random) {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> csrStep(program, random);
            case 3 -> program.li(1 + random.nextInt(29), value(random));
            case 4 -> program.enter(random.nextBoolean() ? 0 : 1);
            case 5 -> program.add(Instruction.SFENCE_VMA, 0, 0);
            case 6 -> program.add(random.nextBoolean() ? Instruction.ECALL : Instruction.EBREAK);
            default -> plainStep(program, random);
        }
    }

    private static void csrStep(Program program, Random random) {
        final Csr csr = CSRS[random.nextInt(CSRS.length)];
        final boolean reads = NOT_WRITTEN.contains(csr) || TIMES.contains(csr) || csr.name().startsWith("MCYCLE");
        final int rd = csr == Csr.TIME ? 0 : random.nextInt(30);
        switch (reads ? 3 : random.nextInt(3)) {
            case 0 -> program.add(Instruction.CSRRW, rd, csr.number(), random.nextInt(30));
            case 1 -> program.add(Instruction.CSRRSI, rd, csr.number(), random.nextInt(32));
            case 2 -> program.add(Instruction.CSRRC, rd, csr.number(), random.nextInt(30));
            default -> program.add(Instruction.CSRRS, rd, csr.number(), 0);
        }
    }

    /** Returns a rounding mode that an instruction may name. */
    private static int mode(Random random) {
        return random.nextBoolean() ? RoundingMode.DYN.code() : random.nextInt(5);
    }

    private static void plainStep(Program program, Random random) {
        final Instruction instruction = INSTRUCTIONS[random.nextInt(INSTRUCTIONS.length)];
        switch (instruction.format()) {
            case R -> program.add(instruction, 1 + random.nextInt(29), random.nextInt(30), random.nextInt(30));
            case I -> program.add(instruction, 1 + random.nextInt(29), random.nextInt(30), random.nextInt(4096) - 2048);
            case LOAD, STORE, FLOAD, FSTORE -> program.add(instruction, random.nextInt(30), random.nextInt(256) - 128, random.nextInt(30));
            case AMO -> program.add(instruction, random.nextInt(30), random.nextInt(30), random.nextInt(30), 0);
            case LR -> program.add(instruction, random.nextInt(30), random.nextInt(30), 0);
            case FR, FCOMPARE -> program.add(instruction, random.nextInt(30), random.nextInt(32), random.nextInt(32));
            case FR_RM -> program.add(instruction, random.nextInt(32), random.nextInt(32), random.nextInt(32), mode(random));
            case FR4 -> program.add(instruction, random.nextInt(32), random.nextInt(32), random.nextInt(32), random.nextInt(32), mode(random));
            case F_TO_X, X_TO_F, UNARY -> program.add(instruction, random.nextInt(30), random.nextInt(30));
            case FUNARY_RM, F_TO_X_RM, X_TO_F_RM -> program.add(instruction, random.nextInt(30), random.nextInt(30), mode(random));
            default -> program.add(Instruction.ADDI, 0, 0, 0);
        }
    }
}
