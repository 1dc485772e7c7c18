// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.trapline.asm.elf.ElfException;
import org.trapline.asm.elf.ElfReader;
import org.trapline.asm.object.Image;
import org.trapline.asm.object.Symbol;
import org.trapline.isa.Isa;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.StopReason;
import org.trapline.machine.engine.Engines;
import org.trapline.machine.lockstep.Divergence;
import org.trapline.machine.lockstep.Lockstep;

/** A test program on several machines at once, each with another engine, which are compared at the end of blocks and after stretches of code. */
final class LockstepRun {
    /** Instructions from one stop to the next, at most: enough for compiled code to be used. */
    private static final int MOST = 600;
    /** After so many it is looked whether the program has come to its end. */
    private static final int LOOK = 2_000;
    private static final long SEED = 0x10c5;

    private final Map<String, Engines> engines;

    /**
     * Names the engines.
     * @param engines by name; all are compared with the first
     */
    LockstepRun(Map<String, Engines> engines) {
        this.engines = engines;
    }

    /** Runs an ELF file until it writes to {@code tohost}, ends, or has executed so many instructions; fails where two machines differ. */
    Verdict run(Path file, Isa isa, long memory, long limit) throws IOException {
        long start = System.nanoTime();
        Image image;
        try {
            image = ElfReader.image(Files.readAllBytes(file));
        } catch (ElfException e) {
            return new Verdict(Verdict.Outcome.ERROR, e.getMessage(), 0, 0);
        }
        Lockstep lockstep = Lockstep.of(engines, each -> boot(image, isa, memory, each), SEED);
        Machine first = lockstep.first();
        String difference = null;
        try {
            StopReason reason = StopReason.LIMIT;
            while (reason == StopReason.LIMIT && first.instret() < limit && !isOver(first, image.symbol("tohost"))) {
                reason = lockstep.runLong(Math.min(LOOK, limit - first.instret()), MOST);
            }
        } catch (Divergence e) {
            difference = e.getMessage();
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        return new Verdict(difference == null ? Verdict.Outcome.PASS : Verdict.Outcome.FAIL, difference == null ? "" : difference, first.instret(), millis);
    }

    private static Machine boot(Image image, Isa isa, long memory, Engines engines) {
        Machine machine = new Machine(MachineConfig.of(isa, memory, value -> { }).withEngines(engines));
        machine.boot(image.entry(), () -> image.segments().forEach(segment -> machine.platform().bus().load(segment.address(), segment.bytes())));
        return machine;
    }

    private static boolean isOver(Machine machine, Symbol tohost) {
        return tohost != null && machine.platform().bus().read(tohost.value(), Integer.BYTES) != 0;
    }
}
