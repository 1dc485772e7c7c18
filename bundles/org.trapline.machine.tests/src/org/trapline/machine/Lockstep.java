// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.trapline.isa.Isa;
import org.trapline.machine.engine.Engines;
import org.trapline.machine.engine.Interpreter;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.mmu.FastState;

/**
 * Machines with the same program: one interprets step by step, one makes superinstructions of whatever it executes, one compiles whatever it can. They
 * must be in the same state wherever they stop.
 */
final class Lockstep {
    private static final int DIGEST_EVERY = 32;
    private static final int REGISTERS = 32;

    final List<Machine> machines = new ArrayList<>();
    private final Random random;
    private final List<Interpreter> compiling = new ArrayList<>();
    private int stops;

    Lockstep(Isa isa, int harts, long seed, Code... programs) {
        random = new Random(seed);
        for (Engines engines : List.of(Engines.INTERPRETER, Engines.IMPATIENT, this::compiling)) {
            Machine machine = new Machine(new MachineConfig(isa, harts, Rig.RAM, value -> { }, 0, true, Set.of()).withEngines(engines));
            machine.boot(programs[0].base(), () -> {
                for (Code program : programs) {
                    program.load(machine.platform());
                }
            });
            machines.add(machine);
        }
    }

    private Interpreter compiling(Hart hart) {
        compiling.add((Interpreter) Engines.eager().create(hart));
        return compiling.getLast();
    }

    /** Returns how many compiled regions there are. */
    int regions() {
        return compiling.stream().mapToInt(Interpreter::compiledRegions).sum();
    }

    /** Does the same to all machines. */
    void each(Consumer<Machine> action) {
        machines.forEach(action);
    }

    /** Runs all for some instructions, at most so many, and compares them. */
    StopReason run(int max) {
        int instructions = 1 + random.nextInt(max);
        StopReason reason = machines.get(0).run(instructions);
        others().forEach(machine -> assertEquals(reason, machine.run(instructions)));
        compare();
        return reason;
    }

    /** Runs all for about so many instructions altogether, with a look at them after at most {@code max}. */
    void runLong(long instructions, int max) {
        long until = machines.getFirst().instret() + instructions;
        StopReason reason = StopReason.LIMIT;
        while (reason == StopReason.LIMIT && machines.getFirst().instret() < until) {
            reason = run(max);
        }
        compareAll();
    }

    private void compare() {
        others().forEach(machine -> assertEquals(shown(machines.getFirst()), shown(machine)));
        if (++stops % DIGEST_EVERY == 0) {
            compareAll();
        }
    }

    /** Compares everything. */
    void compareAll() {
        others().forEach(machine -> assertEquals(machines.getFirst().digest(), machine.digest()));
    }

    private List<Machine> others() {
        return machines.subList(1, machines.size());
    }

    private static String shown(Machine machine) {
        StringBuilder text = new StringBuilder();
        for (Hart hart : machine.platform().harts()) {
            text.append("hart ").append(hart.id()).append(" pc ").append(Long.toHexString(hart.pc())).append(" cycle ").append(hart.cycle())
                .append(" instret ").append(hart.instret());
            for (int i = 1; i < REGISTERS; i++) {
                text.append(" x").append(i).append(' ').append(Long.toHexString(hart.x()[i]));
            }
            for (int i = 0; i < REGISTERS; i++) {
                text.append(" f").append(i).append(' ').append(Long.toHexString(hart.x()[FastState.FLOATS + i]));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
