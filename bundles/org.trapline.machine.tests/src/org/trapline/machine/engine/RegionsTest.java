// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Isa;
import org.trapline.machine.Code;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.hart.Engine;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.jit.RegionCompiler;
import org.trapline.machine.platform.Platform;

class RegionsTest {
    private Interpreter engine;

    /** Lets one region at a time wait for HotSpot. */
    private Engine patient(Hart hart) {
        RegionCompiler compiler = new RegionCompiler();
        engine = new Interpreter(hart, new JitOptions(8, 2, 3_200, 40, 1, true, Runnable::run, () -> compiler), Interpreter.PATIENCE);
        return engine;
    }

    private Machine machine(Code program) {
        Machine machine = new Machine(new MachineConfig(Isa.parse("rv64gc"), 1, 1 << 20, value -> { }, 0, true, Set.of()).withEngines(this::patient));
        machine.boot(program.base(), () -> program.load(machine.platform()));
        return machine;
    }

    private static void loop(Code code, int rounds) {
        code.li(A0, rounds);
        code.op(ADDI, A0, A0, -1).op(XOR, A1, A1, A0).op(SLLI, A2, A1, 1).op(ADD, A1, A1, A2).op(SRLI, A2, A1, 3).op(XOR, A1, A1, A2)
            .op(BNE, A0, 0, -24);
    }

    @Test
    void whatIsNoLongerExecutedDoesNotKeepOthersWaiting() {
        // HotSpot would have to count more rounds than the first loop has.
        Code code = Code.here();
        loop(code, 400);
        loop(code, 1_000_000);
        Machine machine = machine(code);
        machine.run(400 * 7);
        assertEquals(1, engine.compiledRegions());
        machine.run(400_000);
        assertEquals(2, engine.compiledRegions());
    }

    @Test
    void aRegionThatCannotBeLoadedKeepsNoOthersWaiting() {
        RegionCompiler compiler = new RegionCompiler();
        List<Throwable> failures = new ArrayList<>();
        Executor thread = task -> {
            try {
                task.run();
            } catch (LinkageError e) {
                failures.add(e);
            }
        };
        Supplier<RegionCompiler> failing = () -> {
            if (failures.isEmpty()) {
                throw new VerifyError("the first one");
            }
            return compiler;
        };
        Code code = Code.here();
        loop(code, 400);
        loop(code, 10_000);
        Machine machine = new Machine(new MachineConfig(Isa.parse("rv64gc"), 1, 1 << 20, value -> { }, 0, true, Set.of())
            .withEngines(hart -> engine = new Interpreter(hart, new JitOptions(8, 2, 3_200, 40, 1, false, thread, failing), Interpreter.PATIENCE)));
        machine.boot(code.base(), () -> code.load(machine.platform()));
        machine.run(400 * 7);
        assertEquals(1, failures.size());
        assertEquals(0, engine.compiledRegions());
        machine.run(10_000);
        assertEquals(1, engine.compiledRegions());
    }

    @Test
    void noRegionStartsInALoopForWhichOneIsAwaited() {
        // Two loops, one in the other, and room for more regions than they have blocks.
        Code code = Code.here();
        code.li(A3, 1_000_000);
        final long outer = code.pc();
        code.li(A0, 20);
        final long inner = code.pc();
        code.op(ADD, A1, A1, A0).op(SLLI, A2, A1, 1).op(XOR, A1, A1, A2).op(ADDI, A0, A0, -1).op(BNE, A0, ZERO, inner - code.pc());
        code.op(XOR, A1, A1, A3).op(ADDI, A3, A3, -1).op(BNE, A3, ZERO, outer - code.pc());
        Queue<Runnable> tasks = new ArrayDeque<>();
        RegionCompiler compiler = new RegionCompiler();
        Machine machine = new Machine(new MachineConfig(Isa.parse("rv64gc"), 1, 1 << 20, value -> { }, 0, true, Set.of())
            .withEngines(hart -> engine = new Interpreter(hart, new JitOptions(8, 100, 3_200, 40, 4, false, tasks::add, () -> compiler), Interpreter.PATIENCE)));
        machine.boot(code.base(), () -> code.load(machine.platform()));
        machine.run(1_000_000);
        assertEquals(1, tasks.size());
        tasks.remove().run();
        machine.run(1_000_000);
        assertEquals(1, engine.compiledRegions());
    }

    @Test
    void aBlockThatIsTooLongByItselfIsTriedOnce() {
        // Each looks whether its address is aligned, and for its page; so many are the longest block.
        Code code = Code.here();
        code.li(A0, 1 << 20).li(S0, Platform.RAM_BASE + 0x8000);
        final long loop = code.pc();
        for (int i = 0; i < 62; i++) {
            code.op(AMOMAXU_W, A1 + i % 4, A5, S0);
        }
        code.op(ADDI, A0, A0, -1).op(BNE, A0, ZERO, loop - code.pc());
        List<Runnable> tasks = new ArrayList<>();
        RegionCompiler compiler = new RegionCompiler();
        Executor counting = task -> {
            tasks.add(task);
            task.run();
        };
        Machine machine = new Machine(new MachineConfig(Isa.parse("rv64gc"), 1, 1 << 20, value -> { }, 0, true, Set.of())
            .withEngines(hart -> engine = new Interpreter(hart, new JitOptions(8, 2, 3_200, 40, 4, false, counting, () -> compiler), Interpreter.PATIENCE)));
        machine.boot(code.base(), () -> code.load(machine.platform()));
        machine.run(200_000);
        assertEquals(1, tasks.size());
        assertEquals(0, engine.compiledRegions());
    }

    @Test
    void whatWasInManyPlacesBeforeDoesNotMakeRegionsSmallLater() {
        Code code = Code.here();
        for (int i = 0; i < 60; i++) {
            loop(code, 100);
        }
        long many = 60 * 100 * 7;
        loop(code, 100_000_000);
        RegionCompiler compiler = new RegionCompiler();
        Machine machine = new Machine(new MachineConfig(Isa.parse("rv64gc"), 1, 1 << 20, value -> { }, 0, true, Set.of())
            .withEngines(hart -> engine = new Interpreter(hart, new JitOptions(8, 2, 3_200, 200, 1, false, Runnable::run, () -> compiler), Interpreter.PATIENCE)));
        machine.boot(code.base(), () -> code.load(machine.platform()));
        machine.run(many);
        assertTrue(engine.makesSmallRegions());
        // Long enough that it was looked twice, at the slowest.
        machine.run(120_000_000);
        machine.run(8_000_000);
        assertFalse(engine.makesSmallRegions());
    }
}
