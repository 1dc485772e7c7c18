// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

import static org.junit.jupiter.api.Assertions.*;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Xlen;

/** Compares every pure kernel with the same computation on unbounded integers. */
final class KernelTest {
    private static final List<Class<?>> KERNELS = List.of(Alu.class, MulDiv.class, Branch.class, Amo.class, Bits.class);
    private static final long[] EDGES = {0, 1, -1, 2, -2, 31, 32, 63, 64, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, -0x8000_0000L,
        0x1_0000_0000L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, 0x5555_5555_5555_5555L, 0xaaaa_aaaa_aaaa_aaaaL};

    private static boolean isPure(Instruction row) {
        Set<Format> pure = Set.of(Format.R, Format.UNARY, Format.I, Format.SHIFT32, Format.SHIFT64, Format.U, Format.B);
        return pure.contains(row.format()) || row.name().startsWith("AMO");
    }

    private static Method kernelOf(Instruction row) {
        List<Method> found = KERNELS.stream().flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
            .filter(m -> Modifier.isStatic(m.getModifiers()) && Modifier.isPublic(m.getModifiers()) && m.getName().equals(row.kernel()))
            .toList();
        assertEquals(1, found.size(), row + " has " + found.size() + " kernels");
        return found.getFirst();
    }

    @Test
    void everyPureRowHasOneKernelOfItsName() {
        for (Instruction row : Instruction.rows()) {
            if (isPure(row)) {
                kernelOf(row);
            }
        }
    }

    @Test
    void everyKernelBelongsToARow() {
        Set<String> names = new HashSet<>();
        Instruction.rows().forEach(row -> names.add(row.kernel()));
        for (Class<?> kernels : KERNELS) {
            for (Method method : kernels.getDeclaredMethods()) {
                assertTrue(!Modifier.isPublic(method.getModifiers()) || names.contains(method.getName()), method.toString());
            }
        }
    }

    @Test
    void everyKernelAgreesWithUnboundedIntegers() throws ReflectiveOperationException {
        Random random = new Random(5);
        for (Instruction row : Instruction.rows()) {
            if (!isPure(row) || row.xlen() == Xlen.RV32) {
                continue;
            }
            Method kernel = kernelOf(row);
            for (long a : EDGES) {
                for (long b : EDGES) {
                    check(row, kernel, a, b);
                }
            }
            for (int i = 0; i < 2000; i++) {
                check(row, kernel, random.nextLong() >> random.nextInt(64), random.nextLong() >> random.nextInt(64));
            }
        }
    }

    private static void check(Instruction row, Method kernel, long a, long b) throws ReflectiveOperationException {
        if (kernel.getParameterCount() == 1) {
            assertEquals(Reference.compute(row.kernel(), a, a), kernel.invoke(null, a), row + " " + Long.toHexString(a));
            return;
        }
        boolean shift = row.format() == Format.SHIFT32 || row.format() == Format.SHIFT64;
        // A shift amount in the instruction is never wider than its field.
        long right = row.format() == Format.SHIFT32 ? b & 31 : shift ? b & 63 : b;
        boolean word = row.name().endsWith("_W");
        long left = word ? (int) a : a;
        Object actual = kernel.invoke(null, left, right);
        String claim = row + " " + Long.toHexString(left) + " " + Long.toHexString(right);
        if (actual instanceof Boolean taken) {
            assertEquals(Reference.condition(row.kernel(), left, right), taken, claim);
        } else if (word) {
            assertEquals((int) Reference.compute(row.kernel(), left, right), (int) (long) actual, claim);
        } else {
            assertEquals(Reference.compute(row.kernel(), left, right), actual, claim);
        }
    }
}
