// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.util.Arrays;
import java.util.Locale;

import org.trapline.isa.Cause;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.firmware.SupervisorTimer;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.platform.Platform;
import org.trapline.vmm.Domain;
import org.trapline.vmm.DomainConfig;
import org.trapline.vmm.Hypervisor;
import org.trapline.vmm.HypervisorConfig;
import org.trapline.vmm.life.Template;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/**
 * What virtual machines cost that are made of a template: how long until the nth is there, and how much of Java's memory it takes until it touches something
 * of its own, and then.
 */
final class Instances {
    private static final long GUEST_MEMORY = 8L << 20;
    private static final int TOUCHED_PAGES = 256;
    private static final long GUEST_OWN = 1L << 20;
    private static final int T0 = 5;
    private static final int T1 = 6;
    private static final int A0 = 10;

    private final Machine machine;
    private final Hypervisor hypervisor;
    private final int count;

    private Instances(int count, CpuTechnique technique, PagingScheme paging) {
        this.count = count;
        final Isa isa = Isa.parse("rv64gc_h");
        machine = new Machine(MachineConfig.of(isa, (count + 2) * (GUEST_MEMORY + GUEST_OWN) + (64 << 20), c -> { }));
        final SupervisorTimer timer = new SupervisorTimer(machine.platform().mtimer());
        for (final Hart hart : machine.platform().harts()) {
            hart.setResident(Privilege.M, (trapped, cause) -> {
                if (cause == Cause.MACHINE_TIMER_INTERRUPT) {
                    timer.fired(trapped);
                }
            });
        }
        hypervisor = new Hypervisor(machine.platform(), timer::arm, HypervisorConfig.standard(0).with(technique, paging));
        machine.boot(Platform.RAM_BASE, hypervisor::boot);
    }

    /** Prints a table, a line for each technique. */
    static void print(int count) {
        System.out.printf(Locale.ROOT, "%d machines of %d MiB, made of a template that has touched 1 MiB%n", count, GUEST_MEMORY >> 20);
        System.out.printf(Locale.ROOT, "%-28s%14s%14s%14s%16s%16s%n", "technique", "first, us", "median, us", "last, us", "KiB each, new", "KiB each, ran");
        new Instances(count, CpuTechnique.TRAP_AND_EMULATE, PagingScheme.SHADOW).measure("trap_and_emulate, shadow");
        new Instances(count, CpuTechnique.BINARY_TRANSLATION, PagingScheme.SHADOW).measure("binary_translation, shadow");
        new Instances(count, CpuTechnique.HARDWARE, PagingScheme.SHADOW).measure("hardware, shadow");
        new Instances(count, CpuTechnique.HARDWARE, PagingScheme.NESTED).measure("hardware, nested");
    }

    private static DomainConfig config(String name, int id) {
        return new DomainConfig(name, id, Isa.parse("rv64gc"), 1, GUEST_MEMORY, false, true, c -> { });
    }

    /** Writes to its pages once, then counts in one of them for ever. */
    private static byte[] program() {
        final int[] words = {Instruction.LUI.encode(T0, Platform.RAM_BASE + 0x10_0000 >>> 12 & 0xfffff), Instruction.SLLI.encode(T0, T0, 32),
            Instruction.SRLI.encode(T0, T0, 32), Instruction.LUI.encode(T1, 1), Instruction.ADDI.encode(A0, 0, TOUCHED_PAGES),
            Instruction.SD.encode(A0, 0, T0), Instruction.ADD.encode(T0, T0, T1), Instruction.ADDI.encode(A0, A0, -1), Instruction.BNE.encode(A0, 0, -12),
            Instruction.ADDI.encode(A0, A0, 1), Instruction.SD.encode(A0, 0, T0), Instruction.JAL.encode(0, -8)};
        final byte[] bytes = new byte[4 * words.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (words[i / 4] >>> 8 * (i % 4));
        }
        return bytes;
    }

    private static long usedBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void measure(String what) {
        final Domain origin = hypervisor.create(config("template", 0));
        origin.load(Platform.RAM_BASE, program());
        origin.start();
        machine.run(100_000);
        final Template template = Template.of("template", origin);
        origin.stop();
        // Once for what is loaded and compiled with the first.
        hypervisor.delete(stopped(template.instantiate(hypervisor, config("warm", 1))));
        final long before = usedBytes();
        final long[] micros = new long[count];
        for (int i = 0; i < count; i++) {
            final long begun = System.nanoTime();
            template.instantiate(hypervisor, config("instance" + i, 2 + i));
            micros[i] = (System.nanoTime() - begun) / 1_000;
        }
        final long made = usedBytes();
        machine.run(count * 400_000L);
        final long ran = usedBytes();
        final long[] sorted = micros.clone();
        Arrays.sort(sorted);
        System.out.printf(Locale.ROOT, "%-28s%14d%14d%14d%16d%16d%n", what, micros[0], sorted[count / 2], micros[count - 1], (made - before) / count >> 10,
            (ran - before) / count >> 10);
    }

    private static Domain stopped(Domain domain) {
        domain.stop();
        return domain;
    }
}
