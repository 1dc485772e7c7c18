// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Operand values to try a row with: the edges of every operand, then random ones. */
final class TestOperands {
    private TestOperands() {
    }

    /** Returns a hart that executes the row. */
    static Isa isaOf(Instruction row) {
        return new Isa(row.xlen() == Xlen.RV32 ? 32 : 64, row.extensions());
    }

    static List<long[]> of(Instruction row, Random random, int count) {
        List<long[]> result = new ArrayList<>();
        List<Operand> operands = row.format().operands();
        result.add(operands.stream().mapToLong(operand -> edge(operand, operand.min(), random)).toArray());
        result.add(operands.stream().mapToLong(operand -> edge(operand, operand.max(), random)).toArray());
        while (result.size() < count) {
            result.add(operands.stream().mapToLong(operand -> value(operand, random)).toArray());
        }
        return result;
    }

    private static long edge(Operand operand, long edge, Random random) {
        return operand.accepts(edge) ? edge : value(operand, random);
    }

    private static long value(Operand operand, Random random) {
        long value = operand.extract(random.nextInt());
        while (!operand.accepts(value)) {
            value = operand.extract(random.nextInt());
        }
        return value;
    }

    static long[] extract(Instruction row, int word) {
        return row.format().operands().stream().mapToLong(operand -> operand.extract(word)).toArray();
    }

    static boolean isEncodable(Instruction row, int word) {
        return row.format().operands().stream().allMatch(operand -> operand.accepts(operand.extract(word)));
    }
}
