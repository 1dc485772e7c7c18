// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.trapline.isa.Isa;
import org.trapline.machine.engine.Engines;
import org.trapline.machine.engine.Interpreter;
import org.trapline.machine.hart.Engine;
import org.trapline.machine.lockstep.Lockstep;

/** Machines with the same program on all engines, in lockstep: they must be in the same state wherever they stop. */
final class AllEngines {
    final List<Machine> machines;
    private final Lockstep lockstep;
    private final List<Interpreter> interpreters = new ArrayList<>();

    AllEngines(Isa isa, int harts, long seed, Code... programs) {
        this(Lockstep.engines(), isa, harts, seed, programs);
    }

    /** Only some engines. */
    AllEngines(Map<String, Engines> engines, Isa isa, int harts, long seed, Code... programs) {
        lockstep = Lockstep.of(engines, each -> machine(each, isa, harts, programs), seed);
        machines = lockstep.machines();
    }

    private Machine machine(Engines engines, Isa isa, int harts, Code... programs) {
        Machine machine = new Machine(new MachineConfig(isa, harts, Rig.RAM, value -> { }, 0, true, Set.of()).withEngines(hart -> {
            Engine engine = engines.create(hart);
            interpreters.add((Interpreter) engine);
            return engine;
        }));
        machine.boot(programs[0].base(), () -> {
            for (Code program : programs) {
                program.load(machine.platform());
            }
        });
        return machine;
    }

    /** Returns how many compiled regions there are. */
    int regions() {
        return interpreters.stream().mapToInt(Interpreter::compiledRegions).sum();
    }

    /** Does the same to all machines. */
    void each(Consumer<Machine> action) {
        lockstep.each(action);
    }

    /** Runs all for some instructions, at most so many, and compares them. */
    StopReason run(int max) {
        return lockstep.runSome(max);
    }

    /** Runs all for about so many instructions altogether, with a look at them after at most {@code max}. */
    void runLong(long instructions, int max) {
        lockstep.runLong(instructions, max);
    }

    /** Compares everything. */
    void compareAll() {
        lockstep.compareAll();
    }
}
