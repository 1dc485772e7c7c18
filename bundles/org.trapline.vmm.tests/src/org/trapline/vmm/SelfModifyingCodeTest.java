// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.vmm.Program.A0;
import static org.trapline.vmm.Program.A1;
import static org.trapline.vmm.Program.T0;
import static org.trapline.vmm.Program.T6;

import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.trapline.isa.Csr;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.StopReason;
import org.trapline.machine.platform.Platform;

/**
 * Guests that write over the block they are in, over the very next instruction, over code in other pages and data beside code, and jump into the middle of
 * instructions: they end as on a machine of their own.
 */
class SelfModifyingCodeTest {
    private static final Isa ISA = Isa.parse("rv64gc");
    private static final int PROGRAMS = 60;
    private static final int STEPS = 80;
    private static final long LIMIT = 60_000;
    private static final Instruction[] PLAIN = Arrays.stream(Instruction.values()).filter(ISA::has)
        .filter(each -> each.bytes() == 4 && (each.format() == Format.R || each.format() == Format.I)).toArray(Instruction[]::new);

    static Program program(final Random random) {
        final Program program = new Program();
        final long jump = program.here();
        program.word(0);
        final long handler = program.here();
        // Behind what trapped: two bytes are enough to get on, and lead into the middle of instructions. So often, and then it ends.
        program.add(Instruction.ADDI, 9, 9, 1).add(Instruction.BLT, 9, 18, 8);
        final long end = program.here();
        program.word(0);
        program.csrr(T6, Csr.MEPC).add(Instruction.ADDI, T6, T6, 2).csrw(Csr.MEPC, T6).add(Instruction.MRET);
        program.patch(jump, Instruction.JAL, 0, program.here() - jump);
        program.csrw(Csr.MTVEC, handler, T0).openMemory().li(18, 120).li(9, 0);
        for (int i = 0; i < STEPS; i++) {
            step(program, random);
        }
        program.patch(end, Instruction.JAL, 0, program.here() - end);
        return program.powerOff();
    }

    private static void step(final Program program, final Random random) {
        final long here = program.here() + 4 * 23;
        final long target = switch (random.nextInt(5)) {
            case 0 -> here + 4L * random.nextInt(3);
            case 1 -> here - 4L * random.nextInt(40);
            case 2 -> here + 4L * random.nextInt(400);
            case 3 -> here + 2L * random.nextInt(40);
            default -> Platform.RAM_BASE + 0x1_0000 + 4L * random.nextInt(2000);
        };
        program.li(A0, Math.max(target, Platform.RAM_BASE + 0x200)).li(A1, word(random));
        program.add(random.nextInt(4) == 0 ? Instruction.SH : Instruction.SW, A1, 0, A0);
        program.add(Instruction.ADDI, 20, 20, 1);
        switch (random.nextInt(8)) {
            case 0 -> program.add(Instruction.FENCE_I);
            case 1 -> program.add(Instruction.AUIPC, A0, 0).add(Instruction.JALR, 0, 8 + 2L * random.nextInt(6), A0);
            case 2 -> program.add(Instruction.ADD, 21, 21, 20);
            case 3 -> program.enter(random.nextInt(2));
            default -> { }
        }
    }

    private static long word(final Random random) {
        if (random.nextInt(3) == 0) {
            return random.nextInt();
        }
        final Instruction each = PLAIN[random.nextInt(PLAIN.length)];
        return each.format() == Format.R ? each.encode(20 + random.nextInt(8), random.nextInt(30), random.nextInt(30))
            : each.encode(20 + random.nextInt(8), random.nextInt(30), random.nextInt(4096) - 2048);
    }

    @ParameterizedTest
    @EnumSource
    void theyEndAsOnAMachineOfTheirOwn(final Way way) {
        int compared = 0;
        for (int seed = 0; seed < PROGRAMS; seed++) {
            final Program program = program(new Random(seed));
            final Machine bare = new Machine(MachineConfig.of(ISA, Lab.GUEST_MEMORY, c -> { }));
            bare.boot(Platform.RAM_BASE, () -> bare.platform().bus().load(Platform.RAM_BASE, program.bytes()));
            // Some never end, since what they have written is a loop.
            if (bare.run(LIMIT) == StopReason.POWERED_OFF) {
                compare(way, program, bare, way + " seed " + seed);
                compared++;
            }
        }
        assertTrue(compared > PROGRAMS / 2, "programs that end: " + compared);
    }

    private static void compare(final Way way, final Program program, final Machine bare, final String what) {
        final Lab lab = Lab.of(way, ISA, 1, HypervisorConfig.DEFAULT_QUANTUM, false, program);
        assertEquals(StopReason.POWERED_OFF, lab.run(20 * LIMIT), what);
        for (int i = 0; i < 32; i++) {
            assertEquals(bare.platform().hart(0).x()[i], lab.x(0, i), what + ": x" + i);
        }
        assertEquals(bare.platform().hart(0).pc(), lab.guestHart(0).pc(), what + ": pc");
        assertEquals(bare.platform().hart(0).state().read(Csr.MINSTRET), lab.csr(0, Csr.MINSTRET), what + ": instructions");
        assertArrayEquals(bare.platform().bus().dump(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY),
            lab.guests.getFirst().platform().bus().dump(Platform.RAM_BASE, (int) Lab.GUEST_MEMORY), what + ": memory");
    }
}
