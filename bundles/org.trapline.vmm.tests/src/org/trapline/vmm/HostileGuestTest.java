// SPDX-License-Identifier: EPL-2.0
package org.trapline.vmm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.trapline.isa.Cause;
import org.trapline.isa.Csr;
import org.trapline.isa.Instruction;
import org.trapline.isa.Privilege;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.Partition;
import org.trapline.machine.PartitionConfig;
import org.trapline.machine.StopReason;
import org.trapline.machine.device.virtio.VirtioDevice;
import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.device.virtio.console.VirtioConsole;
import org.trapline.machine.device.virtio.entropy.VirtioEntropy;
import org.trapline.machine.firmware.SupervisorTimer;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.platform.Platform;
import org.trapline.machine.storage.DiskImage;
import org.trapline.vmm.os.Standing;

/**
 * A guest that means harm beside one that does not, by every technique and in every place: to the other it is as if it were alone with a quiet one, the VMM's
 * memory stays as it is, and what the guest had is there again when it is gone.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileGuestTest {
    private static final int SEEDS = 2;
    private static final long SLICE = 20_000;
    private static final int MOST_SLICES = 2_000;
    private static final long QUANTUM = 5_000;
    private static final long MEMORY = 24 << 20;
    private static final Program QUIET = new Program().add(Instruction.JAL, 0, 0);
    private static final int A7 = 17;
    private static final int EXIT = 93;

    /** Where the VMM stands, and the innocent one. */
    enum Place {
        /** Guests of the VMM both. */
        BESIDE,
        /** Guests of a VMM that is a process. */
        UNDER_A_PROCESS,
        /** A guest beside a process. */
        BESIDE_A_PROCESS,
        /** A guest in one partition of a machine, and a program that has another. */
        IN_ANOTHER_PARTITION
    }

    /** How long the innocent one takes beside a quiet one, and what is to be seen of it then. */
    private record Usual(long cycles, String digest) {
    }

    private final Map<List<Enum<?>>, Usual> usually = new HashMap<>();

    Stream<Arguments> all() {
        final List<Arguments> all = new ArrayList<>();
        for (final Way way : Way.values()) {
            for (final Place place : Place.values()) {
                if (place != Place.UNDER_A_PROCESS || way.extensions.isEmpty()) {
                    for (final Hostile kind : Hostile.values()) {
                        all.add(Arguments.of(way, place, kind));
                    }
                }
            }
        }
        return all.stream();
    }

    /** A kernel with tables of its own that computes, asks itself by ecall, keeps what it has and switches off. */
    private static Program innocent() {
        final Program program = new Program();
        final long jump = program.here();
        program.word(0);
        final long handler = program.here();
        program.add(Instruction.ADDI, 9, 9, 1).csrr(Program.T6, Csr.SEPC).add(Instruction.ADDI, Program.T6, Program.T6, 4).csrw(Csr.SEPC, Program.T6)
            .add(Instruction.SRET);
        program.patch(jump, Instruction.JAL, 0, program.here() - jump);
        final long root = Platform.RAM_BASE + 0x1_0000;
        program.openMemory().csrw(Csr.MEDELEG, 0xb1ff, Program.T0).csrw(Csr.STVEC, handler, Program.T0);
        program.li(Program.T5, root).li(Program.T1, Platform.RAM_BASE >> 2 | 0xcf).add(Instruction.SD, Program.T1, 16, Program.T5);
        program.li(Program.T1, 0xcf).add(Instruction.SD, Program.T1, 0, Program.T5);
        program.csrw(Csr.SATP, 8L << 60 | root >>> 12, Program.T0).enter(1);
        computing(program, true);
        return program.powerOff();
    }

    /** The same as a process, which has no tables to make and ends by a system call. */
    private static Program process() {
        return computing(new Program(), false).li(A7, EXIT).li(Program.A0, 0).add(Instruction.ECALL).add(Instruction.JAL, 0, -4);
    }

    private static Program computing(final Program program, final boolean asks) {
        program.li(Program.A0, 0).li(Program.A1, Platform.RAM_BASE + 0x2_0000).li(12, 800).li(13, 0x9e37_79b9_7f4a_7c15L);
        final long loop = program.here();
        program.add(Instruction.ADD, Program.A0, Program.A0, 13).add(Instruction.XOR, 14, Program.A0, 12).add(Instruction.SD, 14, 0, Program.A1);
        program.add(Instruction.LD, 15, 0, Program.A1).add(Instruction.ADD, 16, 16, 15).add(Instruction.ADDI, Program.A1, Program.A1, 8);
        if (asks) {
            program.csrw(Csr.SSCRATCH, 16).add(Instruction.EBREAK);
        }
        return program.add(Instruction.ADDI, 12, 12, -1).add(Instruction.BNE, 12, 0, loop - program.here());
    }

    private static List<Supplier<VirtioDevice>> devices() {
        return List.of(() -> new VirtioBlock(DiskImage.blank(1 << 20), false, "disk"), () -> new VirtioConsole(c -> { }), () -> new VirtioEntropy(7));
    }

    /** A host with both on it. */
    private static final class Scene {
        private final Machine machine;
        private final Hypervisor hypervisor;
        private final Domain victim;
        private final Partition other;
        private final Domain hostile;
        private final Map<Long, Long> free;
        private final Custody before;

        Scene(final Way way, final Place place, final Program program) {
            final boolean isCut = place == Place.IN_ANOTHER_PARTITION;
            MachineConfig config = new MachineConfig(Hostile.ISA, isCut ? 2 : 1, isCut ? MEMORY + (1 << 20) : MEMORY, c -> { }, 0, true, Set.of());
            if (isCut) {
                config = config.withPartitions(List.of(new PartitionConfig("one", List.of(0), 0, MEMORY, c -> { }, List.of()),
                    new PartitionConfig("two", List.of(1), MEMORY, 1 << 20, c -> { }, List.of())));
            }
            machine = new Machine(config);
            final Partition own = machine.partitions().getFirst();
            other = isCut ? machine.partitions().get(1) : null;
            final SupervisorTimer timer = new SupervisorTimer(own.platform().mtimer());
            hypervisor = new Hypervisor(own.platform(), timer::arm, HypervisorConfig.standard(0).withQuantum(QUANTUM).with(way.technique, way.paging));
            for (final Hart hart : own.platform().harts()) {
                hart.setResident(Privilege.M, (h, cause) -> {
                    assertEquals(Cause.MACHINE_TIMER_INTERRUPT, cause, "the guest brought the host to its machine mode");
                    timer.fired(h);
                });
            }
            final Standing standing = place == Place.UNDER_A_PROCESS ? Standing.HOSTED : Standing.GUEST;
            victim = isCut ? null : domain(1, 1, place == Place.BESIDE_A_PROCESS ? Standing.process(List.of("innocent")) : standing, List.of(),
                place == Place.BESIDE_A_PROCESS ? process() : innocent());
            free = new HashMap<>(hypervisor.memory().free());
            hostile = domain(0, 2, standing, devices(), program);
            own.boot(Platform.RAM_BASE, hypervisor::boot);
            if (isCut) {
                other.boot(Platform.RAM_BASE, () -> other.platform().bus().load(Platform.RAM_BASE, innocent().bytes()));
            }
            before = Custody.of(hypervisor);
        }

        private Domain domain(final int id, final int vcpus, final Standing standing, final List<Supplier<VirtioDevice>> parts, final Program program) {
            final Domain made = hypervisor.create(new DomainConfig("guest" + id, id, Hostile.ISA, vcpus, Lab.GUEST_MEMORY, false, true, c -> { })
                .withVirtio(parts).with(standing));
            made.load(Platform.RAM_BASE, program.bytes());
            return made;
        }

        private boolean isDone() {
            return victim == null ? other.isOff() : !victim.lifeCycle().isAlive();
        }

        /** Runs until the innocent one has ended; returns how long that took, in cycles. */
        long run() {
            for (int i = 0; i < MOST_SLICES && !isDone(); i++) {
                final StopReason reason = machine.run(SLICE, machine.now() + SLICE);
                assertTrue(reason == StopReason.LIMIT || reason == StopReason.TIME || isDone(), "the host goes on: " + reason);
            }
            assertTrue(isDone(), "the innocent one gets to its end");
            return machine.now();
        }

        /** Returns all of the innocent one that it can see, without time. */
        String digest() {
            if (victim != null) {
                assertEquals(LifeCycle.OFF, victim.lifeCycle());
                assertEquals(0, victim.exitCode());
                return victim.digest();
            }
            assertEquals(0, other.exitCode());
            return Arrays.toString(other.platform().hart(0).x()) + Arrays.hashCode(other.platform().bus().dump(Platform.RAM_BASE, 1 << 20));
        }

        /** Nothing of the VMM has changed; and when the guest is gone, all that it had is free and clean. */
        void checkVmm(final boolean andBoot) {
            final Custody after = Custody.of(hypervisor);
            assertEquals(before.own(), after.own(), "the VMM's own memory");
            assertTrue(after.freeClean(), "memory that belongs to nobody");
            if (hostile.lifeCycle().isAlive()) {
                hostile.stop();
            }
            hypervisor.delete(hostile);
            assertEquals(free, hypervisor.memory().free(), "what it had is free");
            assertTrue(Custody.of(hypervisor).freeClean(), "and nothing is left there");
            if (!andBoot) {
                return;
            }
            final Domain next = domain(3, 1, Standing.GUEST, List.of(), innocent());
            next.start();
            for (int i = 0; i < MOST_SLICES && next.lifeCycle().isAlive(); i++) {
                machine.run(SLICE, machine.now() + SLICE);
            }
            assertEquals(LifeCycle.OFF, next.lifeCycle(), "another has it now");
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void itHarmsNobody(final Way way, final Place place, final Hostile kind) {
        final Usual usual = usually.computeIfAbsent(List.of(way, place), each -> {
            final Scene quiet = new Scene(way, place, QUIET);
            return new Usual(quiet.run(), quiet.digest());
        });
        for (long seed = 0; seed < SEEDS; seed++) {
            final Scene scene = new Scene(way, place, kind.program(seed));
            final long taken = scene.run();
            assertEquals(usual.digest, scene.digest(), "seed " + seed + ": the innocent one, as it is beside a quiet one");
            assertTrue(taken <= 2 * usual.cycles + 40 * QUANTUM, "seed " + seed + ": it took " + taken + " cycles, beside a quiet one " + usual.cycles);
            scene.checkVmm(seed == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void onAMachineOfItsOwnNeitherIsAPartitionHarmed(final Hostile kind) {
        byte[] expected = null;
        for (long seed = -1; seed < SEEDS; seed++) {
            final Program program = seed < 0 ? QUIET : kind.program(seed);
            final Machine machine = new Machine(new MachineConfig(Hostile.ISA, 3, 3 << 20, c -> { }, 0, true, Set.of()).withPartitions(List.of(
                new PartitionConfig("hostile", List.of(0, 1), 0, 1 << 20, c -> { }, devices()),
                new PartitionConfig("innocent", List.of(2), 1 << 20, 2 << 20, c -> { }, List.of()))));
            final Partition hostile = machine.partitions().get(0);
            final Partition innocent = machine.partitions().get(1);
            hostile.boot(Platform.RAM_BASE, () -> hostile.platform().bus().load(Platform.RAM_BASE, program.bytes()));
            innocent.boot(Platform.RAM_BASE, () -> innocent.platform().bus().load(Platform.RAM_BASE, innocent().bytes()));
            for (int i = 0; i < MOST_SLICES && !innocent.isOff(); i++) {
                machine.run(SLICE, machine.now() + SLICE);
            }
            assertTrue(innocent.isOff(), "seed " + seed + ": it gets to its end");
            assertEquals(0, innocent.exitCode());
            final byte[] memory = innocent.platform().bus().dump(Platform.RAM_BASE, 2 << 20);
            expected = expected == null ? memory : expected;
            assertArrayEquals(expected, memory, "seed " + seed);
        }
    }
}
