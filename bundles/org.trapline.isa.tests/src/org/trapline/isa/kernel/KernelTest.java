// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

import static org.junit.jupiter.api.Assertions.*;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
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
    private static final List<Class<?>> KERNELS = List.of(Alu.class, MulDiv.class, Branch.class, Amo.class);
    private static final long[] EDGES = {0, 1, -1, 2, -2, 31, 32, 63, 64, 0x7fff_ffffL, 0x8000_0000L, 0xffff_ffffL, -0x8000_0000L,
        0x1_0000_0000L, Long.MAX_VALUE, Long.MIN_VALUE, Long.MIN_VALUE + 1, 0x5555_5555_5555_5555L, 0xaaaa_aaaa_aaaa_aaaaL};

    private static boolean isPure(Instruction row) {
        Set<Format> pure = Set.of(Format.R, Format.I, Format.SHIFT32, Format.SHIFT64, Format.U, Format.B);
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
            assertEquals(b, kernel.invoke(null, b), row.toString());
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

    /** The manual's definitions on unbounded integers. */
    private static final class Reference {
        private static final BigInteger WORD = BigInteger.ONE.shiftLeft(32);
        private static final BigInteger DOUBLE = BigInteger.ONE.shiftLeft(64);

        static BigInteger s(long value) {
            return BigInteger.valueOf(value);
        }

        static BigInteger u(long value) {
            return s(value).mod(DOUBLE);
        }

        static BigInteger sw(long value) {
            BigInteger low = s(value).mod(WORD);
            return low.testBit(31) ? low.subtract(WORD) : low;
        }

        static BigInteger uw(long value) {
            return s(value).mod(WORD);
        }

        static boolean condition(String name, long a, long b) {
            return switch (name) {
                case "beq" -> s(a).equals(s(b));
                case "bne" -> !s(a).equals(s(b));
                case "blt" -> s(a).compareTo(s(b)) < 0;
                case "bge" -> s(a).compareTo(s(b)) >= 0;
                case "bltu" -> u(a).compareTo(u(b)) < 0;
                case "bgeu" -> u(a).compareTo(u(b)) >= 0;
                default -> throw new AssertionError("no reference for " + name);
            };
        }

        /** Returns the low 64 bits; results of word operations are sign-extended first. */
        static long compute(String name, long a, long b) {
            int shift = (int) (b & 63);
            int shiftWord = (int) (b & 31);
            return switch (name) {
                case "lui" -> b;
                case "auipc", "add", "addi", "amoadd_d", "amoadd_w" -> s(a).add(s(b)).longValue();
                case "sub" -> s(a).subtract(s(b)).longValue();
                case "slt", "slti" -> s(a).compareTo(s(b)) < 0 ? 1 : 0;
                case "sltu", "sltiu" -> u(a).compareTo(u(b)) < 0 ? 1 : 0;
                case "xor", "xori", "amoxor_d", "amoxor_w" -> s(a).xor(s(b)).longValue();
                case "or", "ori", "amoor_d", "amoor_w" -> s(a).or(s(b)).longValue();
                case "and", "andi", "amoand_d", "amoand_w" -> s(a).and(s(b)).longValue();
                case "sll", "slli" -> s(a).shiftLeft(shift).longValue();
                case "srl", "srli" -> u(a).shiftRight(shift).longValue();
                case "sra", "srai" -> s(a).shiftRight(shift).longValue();
                case "addw", "addiw" -> sw(s(a).add(s(b)).longValue()).longValue();
                case "subw" -> sw(s(a).subtract(s(b)).longValue()).longValue();
                case "sllw", "slliw" -> sw(s(a).shiftLeft(shiftWord).longValue()).longValue();
                case "srlw", "srliw" -> sw(uw(a).shiftRight(shiftWord).longValue()).longValue();
                case "sraw", "sraiw" -> sw(a).shiftRight(shiftWord).longValue();
                case "mul" -> s(a).multiply(s(b)).longValue();
                case "mulh" -> s(a).multiply(s(b)).shiftRight(64).longValue();
                case "mulhsu" -> s(a).multiply(u(b)).shiftRight(64).longValue();
                case "mulhu" -> u(a).multiply(u(b)).shiftRight(64).longValue();
                case "mulw" -> sw(s(a).multiply(s(b)).longValue()).longValue();
                case "div" -> quotient(s(a), s(b)).longValue();
                case "divu" -> quotient(u(a), u(b)).longValue();
                case "rem" -> remainder(s(a), s(b)).longValue();
                case "remu" -> remainder(u(a), u(b)).longValue();
                case "divw" -> sw(quotient(sw(a), sw(b)).longValue()).longValue();
                case "divuw" -> sw(quotient(uw(a), uw(b)).longValue()).longValue();
                case "remw" -> sw(remainder(sw(a), sw(b)).longValue()).longValue();
                case "remuw" -> sw(remainder(uw(a), uw(b)).longValue()).longValue();
                case "amoswap_w", "amoswap_d" -> b;
                case "amomin_d" -> s(a).min(s(b)).longValue();
                case "amomax_d" -> s(a).max(s(b)).longValue();
                case "amominu_d" -> u(a).min(u(b)).longValue();
                case "amomaxu_d" -> u(a).max(u(b)).longValue();
                case "amomin_w" -> sw(a).min(sw(b)).longValue();
                case "amomax_w" -> sw(a).max(sw(b)).longValue();
                case "amominu_w" -> uw(a).min(uw(b)).longValue();
                case "amomaxu_w" -> uw(a).max(uw(b)).longValue();
                default -> throw new AssertionError("no reference for " + name);
            };
        }

        private static BigInteger quotient(BigInteger a, BigInteger b) {
            return b.signum() == 0 ? BigInteger.ONE.negate() : a.divide(b);
        }

        private static BigInteger remainder(BigInteger a, BigInteger b) {
            return b.signum() == 0 ? a : a.remainder(b);
        }
    }
}
