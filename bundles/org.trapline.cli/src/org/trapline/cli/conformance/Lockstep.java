// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

import org.trapline.asm.elf.ElfException;
import org.trapline.asm.elf.ElfReader;
import org.trapline.asm.object.Image;
import org.trapline.asm.object.Symbol;
import org.trapline.isa.Isa;
import org.trapline.isa.Registers;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.StopReason;
import org.trapline.machine.engine.Engines;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.mmu.FastState;

/**
 * One program on several machines at once, each with another engine. They stop together every so many instructions, at most some hundred and never the
 * same number, and must be in the same state then.
 */
final class Lockstep {
    /** Instructions from one stop to the next, at most: enough for compiled code to be used. */
    private static final int MOST = 600;
    private static final int REGISTERS = 32;
    private static final long SEED = 0x10c5;

    private final Map<String, Engines> engines;

    /**
     * Names the engines.
     * @param engines by name; all are compared with the first
     */
    Lockstep(Map<String, Engines> engines) {
        this.engines = engines;
    }

    /** Returns all engines that there are. */
    static Map<String, Engines> allEngines() {
        Map<String, Engines> all = new LinkedHashMap<>();
        all.put("the interpreter", Engines.INTERPRETER);
        all.put("superinstructions", Engines.IMPATIENT);
        all.put("compiled code", Engines.eager());
        return all;
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
        List<Machine> machines = engines.values().stream().map(each -> boot(image, isa, memory, each)).toList();
        Symbol tohost = image.symbol("tohost");
        Random random = new Random(SEED);
        Machine first = machines.getFirst();
        String difference = null;
        StopReason reason = StopReason.LIMIT;
        while (difference == null && reason == StopReason.LIMIT && first.instret() < limit && !isOver(first, tohost)) {
            int instructions = 1 + random.nextInt(MOST);
            List<StopReason> reasons = machines.stream().map(machine -> machine.run(instructions)).toList();
            reason = reasons.getFirst();
            difference = difference(machines, reasons);
        }
        if (difference == null) {
            difference = different(machines.stream().map(Machine::digest).toList(), "state");
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

    /** Returns how the machines differ; null if they do not. */
    private String difference(List<Machine> machines, List<StopReason> reasons) {
        String difference = different(reasons, "end");
        if (difference == null) {
            difference = different(machines, "pc", Hart::pc);
        }
        if (difference == null) {
            difference = different(machines, "cycle", Hart::cycle);
        }
        for (int i = 1; i < REGISTERS && difference == null; i++) {
            int register = i;
            difference = different(machines, Registers.abiName(register), hart -> hart.x()[register]);
        }
        for (int i = 0; i < REGISTERS && difference == null; i++) {
            int register = i;
            difference = different(machines, Registers.floatAbiName(register), hart -> hart.x()[FastState.FLOATS + register]);
        }
        return difference == null ? null : difference + ", after " + machines.getFirst().instret() + " instructions";
    }

    private String different(List<Machine> machines, String what, ToLongFunction<Hart> value) {
        return different(machines.stream().map(machine -> "0x" + Long.toHexString(value.applyAsLong(machine.platform().harts().getFirst()))).toList(), what);
    }

    private String different(List<?> values, String what) {
        List<String> names = new ArrayList<>(engines.keySet());
        int other = IntStream.range(1, values.size()).filter(i -> !values.get(i).equals(values.getFirst())).findFirst().orElse(0);
        return other == 0 ? null : "%s is %s with %s, %s with %s".formatted(what, values.getFirst(), names.getFirst(), values.get(other), names.get(other));
    }
}
