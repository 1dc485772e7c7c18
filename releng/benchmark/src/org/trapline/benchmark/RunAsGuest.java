// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import org.trapline.asm.elf.ElfException;
import org.trapline.asm.elf.ElfReader;
import org.trapline.asm.object.Image;
import org.trapline.isa.Cause;
import org.trapline.isa.Isa;
import org.trapline.isa.Privilege;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.engine.EngineKind;
import org.trapline.machine.firmware.SupervisorTimer;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.platform.Platform;
import org.trapline.vmm.Domain;
import org.trapline.vmm.DomainConfig;
import org.trapline.vmm.Hypervisor;
import org.trapline.vmm.HypervisorConfig;
import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.paging.PagingScheme;
import org.trapline.vmm.technique.CpuTechnique;

/** Runs one program as the guest of a hypervisor: what it writes, then a line with how often control left it, then one with its instructions. */
final class RunAsGuest {
    private static final long GUEST_MEMORY = 64L << 20;
    private static final long RAM = 2 * GUEST_MEMORY;
    /** Cycles after which it is looked whether the guest has come to its end. */
    private static final long CYCLES = 10_000_000;

    private RunAsGuest() {
    }

    /** Arguments: an ELF file, extensions besides {@code rv64gc} or nothing, an {@link EngineKind}, a {@link CpuTechnique} and a {@link PagingScheme}. */
    public static void main(String[] args) throws IOException, ElfException {
        Image image = ElfReader.image(Files.readAllBytes(Path.of(args[0])));
        PrintStream out = System.out;
        Machine machine = new Machine(MachineConfig.of(Isa.parse("rv64gch" + args[1]), RAM, c -> { })
            .withEngines(EngineKind.valueOf(args[2].toUpperCase(Locale.ROOT)).engines()));
        SupervisorTimer timer = new SupervisorTimer(machine.platform().mtimer());
        for (Hart hart : machine.platform().harts()) {
            hart.setResident(Privilege.M, (trapped, cause) -> {
                if (cause == Cause.MACHINE_TIMER_INTERRUPT) {
                    timer.fired(trapped);
                }
            });
        }
        Hypervisor hypervisor = new Hypervisor(machine.platform(), timer::arm,
            HypervisorConfig.standard(0).with(CpuTechnique.valueOf(args[3]), PagingScheme.valueOf(args[4])));
        machine.boot(Platform.RAM_BASE, hypervisor::boot);
        Domain guest = hypervisor.create(new DomainConfig("guest", 0, Isa.parse("rv64gc" + args[1]), 1, GUEST_MEMORY, false, true, out::write));
        image.segments().forEach(segment -> guest.load(segment.address(), segment.bytes()));
        guest.setEntry(image.entry());
        guest.start();
        while (guest.lifeCycle() == LifeCycle.RUNNING) {
            machine.run(CYCLES);
        }
        out.println(guest.vcpus().getFirst().exits());
        out.println(guest.vcpus().getFirst().nativeInstructions() + guest.vcpus().getFirst().emulatedInstructions());
        out.flush();
        if (guest.lifeCycle() != LifeCycle.OFF || guest.exitCode() != 0) {
            throw new IllegalStateException("the guest is " + guest.lifeCycle() + ", code " + guest.exitCode());
        }
    }
}
