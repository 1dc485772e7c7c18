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
import org.trapline.isa.Isa;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.StopReason;
import org.trapline.machine.engine.EngineKind;

/** Runs one guest program on our machine: what it writes, then a line with how many instructions it took. */
final class RunGuest {
    private static final long RAM = 64 << 20;

    private RunGuest() {
    }

    /** Arguments: an ELF file, extensions besides {@code rv64gc} or nothing, and an {@link EngineKind}. */
    public static void main(String[] args) throws IOException, ElfException {
        Image image = ElfReader.image(Files.readAllBytes(Path.of(args[0])));
        PrintStream out = System.out;
        Machine machine = new Machine(MachineConfig.of(Isa.parse("rv64gc" + args[1]), RAM, out::write)
            .withEngines(EngineKind.valueOf(args[2].toUpperCase(Locale.ROOT)).engines()));
        machine.boot(image.entry(), () -> image.segments().forEach(s -> machine.platform().bus().load(s.address(), s.bytes())));
        StopReason reason = machine.run(Long.MAX_VALUE);
        out.println(machine.instret());
        out.flush();
        if (reason != StopReason.POWERED_OFF || machine.exitCode() != 0) {
            throw new IllegalStateException("the guest ended with " + reason + ", code " + machine.exitCode());
        }
    }
}
