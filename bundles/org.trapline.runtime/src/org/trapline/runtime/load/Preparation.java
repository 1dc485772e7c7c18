// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import org.trapline.asm.Assembler;
import org.trapline.asm.SourceFile;
import org.trapline.asm.object.Image;
import org.trapline.isa.Disassembler;
import org.trapline.isa.Isa;
import org.trapline.lang.topology.TopologyLoader;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.engine.EngineKind;

/**
 * What a run needs and takes long to set up, begun in other threads while somebody still finds out what is to be run.
 *
 * <p>Nothing depends on it but how long the start of a process takes: the language of configurations is set up once, and a machine of a few
 * instructions has all tables of assembler and machine made, which the first of the real ones would have waited for.
 */
public final class Preparation {
    private static final long REHEARSED_MEMORY = 1 << 20;
    private static final int REHEARSED_INSTRUCTIONS = 16;
    private static final int NOP = 0x13;
    private static final String REHEARSED = """
        _start: csrr a0, mhartid
                la sp, stack
                call print
        stop:   j stop
        print:  li t0, 0x10000000
                sb zero, 0(t0)
                ret
                .data
                .dword 0
        stack:
        """;

    private final FutureTask<TopologyLoader> loader = new FutureTask<>(Preparation::warmLoader);

    private Preparation() {
    }

    /**
     * Begins to prepare for a run.
     * @param words what may turn out to name what is to be run
     */
    public static Preparation begin(List<String> words) {
        Preparation preparation = new Preparation();
        if (words.stream().anyMatch(word -> word.endsWith(PlanLoader.CONFIGURATION))) {
            start("Trapline language", preparation.loader);
        }
        start("Trapline rehearsal", Preparation::rehearse);
        return preparation;
    }

    /** Returns nothing that was prepared: what is asked for is set up then. */
    public static Preparation none() {
        return new Preparation();
    }

    /** Returns the loader for configurations, once it is set up. */
    TopologyLoader loader() throws InterruptedException {
        // Does nothing where that has been begun.
        loader.run();
        try {
            return loader.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the language of configurations cannot be set up", e.getCause());
        }
    }

    private static void start(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name).start(work);
    }

    private static TopologyLoader warmLoader() {
        TopologyLoader loader = new TopologyLoader();
        // Grammar and checks are set up with the first file that is read.
        loader.load(Path.of("empty.tln"), "");
        return loader;
    }

    private static void rehearse() {
        Isa isa = ProgramHost.bare().isa();
        Image image = Assembler.build(new SourceFile("rehearsal.s", REHEARSED)).image();
        Machine machine = new Machine(MachineConfig.of(isa, REHEARSED_MEMORY, ConsoleOutput.NONE).withEngines(EngineKind.INTERPRETER.engines()));
        machine.boot(image.entry(), () -> image.segments().forEach(s -> machine.platform().bus().load(s.address(), s.bytes())));
        machine.run(REHEARSED_INSTRUCTIONS);
        new Disassembler(isa, Disassembler.Style.ALIASES, Disassembler.Symbols.NONE).disassemble(NOP, image.entry());
    }
}
