// SPDX-License-Identifier: EPL-2.0
package org.trapline.benchmark.kernels;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.trapline.isa.Decoder;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.kernel.Alu;
import org.trapline.isa.kernel.Bits;
import org.trapline.isa.kernel.FloatState;
import org.trapline.isa.kernel.Fp64;
import org.trapline.isa.kernel.MulDiv;

/** What instructions compute, and finding out which they are. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
public class InstructionKernels {
    private static final int MASK = 15;

    private final FloatState floats = new FloatState();
    private final Decoder decoder = new Decoder(Isa.parse("rv64gc"));
    private final long[] integers = new long[MASK + 1];
    private final long[] doubles = new long[MASK + 1];
    private final int[] words = {Instruction.ADD.encode(1, 2, 3), Instruction.LD.encode(4, 8, 5), Instruction.SD.encode(6, 16, 7), Instruction.BEQ.encode(1, 2, 8),
        Instruction.JAL.encode(1, 64), Instruction.MUL.encode(1, 2, 3), Instruction.ADDI.encode(1, 1, 1), Instruction.LUI.encode(5, 5)};
    private int at;

    /** Chooses operands that HotSpot cannot know. */
    public InstructionKernels() {
        long random = 88_172_645_463_325_252L;
        for (int i = 0; i <= MASK; i++) {
            random ^= random << 13;
            random ^= random >>> 7;
            random ^= random << 17;
            integers[i] = random;
            doubles[i] = Double.doubleToRawLongBits(1 + (random & 0xffff) / 3.0);
        }
    }

    private int next() {
        return at++ & MASK;
    }

    @Benchmark
    public long add() {
        int i = next();
        return Alu.add(integers[i], integers[MASK - i]);
    }

    @Benchmark
    public long sraiw() {
        return Alu.sraiw(integers[next()], 7);
    }

    @Benchmark
    public long mulhsu() {
        int i = next();
        return MulDiv.mulhsu(integers[i], integers[MASK - i]);
    }

    @Benchmark
    public long div() {
        int i = next();
        return MulDiv.div(integers[i], integers[MASK - i]);
    }

    @Benchmark
    public long clmul() {
        int i = next();
        return Bits.clmul(integers[i], integers[MASK - i]);
    }

    @Benchmark
    public long faddD() {
        int i = next();
        return Fp64.fadd_d(doubles[i], doubles[MASK - i], FloatState.RNE, floats);
    }

    @Benchmark
    public long faddDWithFlagsToFindOut() {
        int i = next();
        floats.flags = 0;
        return Fp64.fadd_d(doubles[i], doubles[MASK - i], FloatState.RNE, floats);
    }

    @Benchmark
    public long fmulD() {
        int i = next();
        return Fp64.fmul_d(doubles[i], doubles[MASK - i], FloatState.RNE, floats);
    }

    @Benchmark
    public long fmulDRoundedUp() {
        int i = next();
        return Fp64.fmul_d(doubles[i], doubles[MASK - i], FloatState.RUP, floats);
    }

    @Benchmark
    public long fmaddD() {
        int i = next();
        return Fp64.fmadd_d(doubles[i], doubles[MASK - i], doubles[i >> 1], FloatState.RNE, floats);
    }

    @Benchmark
    public Instruction decode() {
        return decoder.decode(words[next() & words.length - 1]);
    }
}
