// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.trapline.isa.Format;
import org.trapline.isa.Operand;
import org.trapline.machine.mmu.FastState;

/**
 * Which registers a region uses, and which of them are worth a local variable of its method: those that its loops use most. HotSpot has few registers
 * to give, and each local variable must be brought to every place where the region can be left; the other registers stay in memory.
 */
final class RegionRegisters {
    /** More would not get host registers anyway. */
    private static final int MAX_INTEGERS = 12;
    private static final int MAX_FLOATS = 20;

    private final long[] weights = new long[FastState.FLOATS + 32];
    /** As far as they hold single-precision numbers, and more if not. */
    private final long[] singles = new long[FastState.FLOATS + 32];
    private final BitSet written = new BitSet();
    private final BitSet locals = new BitSet();

    RegionRegisters(RegionPlan plan, RegionLoops loops) {
        for (int part = 0; part < plan.parts().size(); part++) {
            long weight = loops.weight(part);
            for (Step step : plan.parts().get(part).steps()) {
                note(step, weight);
            }
        }
        choose(0, FastState.FLOATS, MAX_INTEGERS);
        choose(FastState.FLOATS, weights.length, MAX_FLOATS);
    }

    private void choose(int from, int to, int max) {
        IntStream.range(from, to).filter(register -> weights[register] != 0).boxed()
            .sorted(Comparator.comparingLong((Integer register) -> -weights[register])).limit(max).forEach(locals::set);
    }

    private void note(Step step, long weight) {
        Format format = step.row().format();
        if ((format.has(Operand.RD) || format.has(Operand.FRD)) && step.rd() != FastState.SINK) {
            use(step.rd(), step.makesSingle(), weight);
            written.set(step.rd());
        }
        if (format.has(Operand.RS1) || format.has(Operand.FRS1)) {
            use(step.rs1(), step.takesSingle(), weight);
        }
        if (format.has(Operand.RS2) || format.has(Operand.FRS2)) {
            use(step.rs2(), step.takesSingle(), weight);
        }
        if (format.has(Operand.FRS3)) {
            use(step.rs3(), step.takesSingle(), weight);
        }
    }

    private void use(int register, boolean single, long weight) {
        if (register != 0) {
            weights[register] += weight;
            singles[register] += single ? weight : -weight;
        }
    }

    /** Tells whether a floating-point register holds single-precision numbers more than others. */
    boolean isSingle(int register) {
        return singles[register] > 0;
    }

    /** Returns the registers that have local variables. */
    BitSet locals() {
        return locals;
    }

    boolean isWritten(int register) {
        return written.get(register);
    }
}
