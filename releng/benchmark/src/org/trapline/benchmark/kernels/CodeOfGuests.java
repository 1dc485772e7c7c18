// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark.kernels;

import java.util.ArrayList;
import java.util.List;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.engine.Interpreter;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.jit.Binding;
import org.trapline.machine.jit.Numbers;
import org.trapline.machine.jit.RegionCompiler;
import org.trapline.machine.jit.RegionHost;
import org.trapline.machine.jit.RegionPlan;
import org.trapline.machine.jit.Step;
import org.trapline.machine.platform.Platform;

/** From a guest's instructions to what executes them: a block is decoded, a region is compiled. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class CodeOfGuests {
    private static final int INSTRUCTIONS = 32;
    private static final int BLOCKS = 4;

    private final Machine machine = new Machine(MachineConfig.of(Isa.parse("rv64gc"), 8 << 20, c -> { }).withEngines(Interpreter::new));
    private final Hart hart = machine.platform().harts().getFirst();
    private final RegionCompiler compiler = new RegionCompiler();
    private final Binding binding;
    private final RegionPlan plan = plan();

    /** Puts a block at the start of memory that jumps to itself. */
    public CodeOfGuests() {
        machine.boot(Platform.RAM_BASE, () -> {
            for (int i = 0; i < INSTRUCTIONS - 1; i++) {
                machine.platform().bus().write(Platform.RAM_BASE + 4 * i, 4, Instruction.XORI.encode(10, 10, i));
            }
            machine.platform().bus().write(Platform.RAM_BASE + 4 * (INSTRUCTIONS - 1), 4, Instruction.JAL.encode(0, -4 * (INSTRUCTIONS - 1)));
        });
        binding = new Binding(hart.x(), hart.mmu().fast().pages, new Host(hart), hart.mmu(), hart.state());
    }

    /** What no region of these asks for. */
    private static final class Host extends RegionHost {
        Host(Hart hart) {
            super(hart.state().floats());
        }

        @Override
        public boolean reachesCsr(int site) {
            throw new IllegalStateException("there is no access to a CSR");
        }

        @Override
        public int endWithCsr(int part, long left, long source) {
            throw new IllegalStateException("there is no access to a CSR");
        }

        @Override
        public long csr(int site, long source) {
            throw new IllegalStateException("there is no access to a CSR");
        }
    }

    /** Blocks in a loop, each of which computes, loads and stores. */
    private static RegionPlan plan() {
        List<RegionPlan.Part> parts = new ArrayList<>();
        for (int block = 0; block < BLOCKS; block++) {
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i < INSTRUCTIONS; i += 4) {
                steps.add(new Step(Instruction.ADD, false, 10, 11, 12, 0, 0, 0, Numbers.ANY));
                steps.add(new Step(Instruction.LD, false, 13, 14, 0, 0, 8 * i, 0, Numbers.ANY));
                steps.add(new Step(Instruction.XORI, false, 11, 13, 0, 0, i, 0, Numbers.ANY));
                steps.add(new Step(Instruction.SD, false, 0, 14, 11, 0, 8 * i, 0, Numbers.ANY));
            }
            long pc = Platform.RAM_BASE + 4L * INSTRUCTIONS * block;
            parts.add(new RegionPlan.Part(pc, pc + 4 * INSTRUCTIONS, INSTRUCTIONS, steps, RegionPlan.End.FALL, null, RegionPlan.Edge.toPart((block + 1) % BLOCKS),
                List.of(), new RegionPlan.Seen(0, 0)));
        }
        return new RegionPlan(parts, true);
    }

    /** A block of 32 instructions is overwritten, decoded anew and executed by steps. */
    @Benchmark
    public long decodeBlock() {
        machine.platform().bus().write(Platform.RAM_BASE, 4, Instruction.XORI.encode(10, 10, 1));
        return machine.run(INSTRUCTIONS).ordinal();
    }

    /** The same block is executed once more. */
    @Benchmark
    public long executeBlock() {
        return machine.run(INSTRUCTIONS).ordinal();
    }

    /** A region of 128 instructions is made runnable; HotSpot's own work on it comes later. */
    @Benchmark
    public Object compileRegion() {
        return compiler.compile(plan, binding);
    }
}
