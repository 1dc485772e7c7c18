// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Extension;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;

/** Compares the floating-point kernels with the same computation on unbounded integers: results and flags. */
final class FloatKernelTest {
    private static final List<Class<?>> KERNELS = List.of(Fp32.class, Fp64.class, FpConvert.class);
    private static final int[] MODES = {FloatState.RNE, FloatState.RTZ, FloatState.RDN, FloatState.RUP, FloatState.RMM};
    /** What has been noted before: it decides what is looked for. */
    private static final int[] NOTED = {0, FloatState.NX, FloatState.UF | FloatState.NX};
    private static final long BOX = -1L << 32;
    private static final long[] DOUBLES = {0, 1, 2, 0x000f_ffff_ffff_ffffL, 0x0010_0000_0000_0000L, 0x0010_0000_0000_0001L,
        0x001f_ffff_ffff_ffffL, 0x3cb0_0000_0000_0000L, 0x3fe0_0000_0000_0000L, 0x3fef_ffff_ffff_ffffL, 0x3ff0_0000_0000_0000L,
        0x3ff0_0000_0000_0001L, 0x3ff8_0000_0000_0000L, 0x4004_0000_0000_0000L, 0x41df_ffff_ffc0_0000L, 0x41e0_0000_0000_0000L,
        0x41ef_ffff_fff0_0000L, 0x43e0_0000_0000_0000L, 0x43ef_ffff_ffff_ffffL, 0x43f0_0000_0000_0000L, 0x7fe0_0000_0000_0000L,
        0x7fef_ffff_ffff_ffffL, 0x7ff0_0000_0000_0000L, 0x7ff0_0000_0000_0001L, 0x7ff8_0000_0000_0000L, 0x36a0_0000_0000_0001L,
        0x380f_ffff_e000_0000L, 0x380f_ffff_f000_0000L, 0x47ef_ffff_efff_ffffL, 0x47ef_ffff_f000_0000L};
    private static final int[] SINGLES = {0, 1, 2, 0x007f_ffff, 0x0080_0000, 0x0080_0001, 0x00ff_ffff, 0x3300_0000, 0x3f00_0000,
        0x3f7f_ffff, 0x3f80_0000, 0x3f80_0001, 0x3fc0_0000, 0x406_0000, 0x4eff_ffff, 0x4f00_0000, 0x4f7f_ffff, 0x5f00_0000, 0x5f7f_ffff,
        0x5f80_0000, 0x7f00_0000, 0x7f7f_ffff, 0x7f80_0000, 0x7f80_0001, 0x7fc0_0000};

    private final Random random = new Random(11);

    private static boolean isFloat(Instruction row) {
        return (row.extension() == Extension.F || row.extension() == Extension.D) && !row.format().has(Operand.LOAD_OFFSET)
            && !row.format().has(Operand.STORE_OFFSET);
    }

    private static Method kernelOf(Instruction row) {
        List<Method> found = KERNELS.stream().flatMap(c -> Arrays.stream(c.getDeclaredMethods()))
            .filter(m -> Modifier.isPublic(m.getModifiers()) && m.getName().equals(row.kernel())).toList();
        assertEquals(1, found.size(), row + " has " + found.size() + " kernels");
        return found.getFirst();
    }

    @Test
    void everyRowHasOneKernelOfItsNameAndEveryKernelARow() {
        Set<String> names = new HashSet<>();
        for (Instruction row : Instruction.rows()) {
            if (isFloat(row)) {
                names.add(kernelOf(row).getName());
            }
        }
        for (Class<?> kernels : KERNELS) {
            for (Method method : kernels.getDeclaredMethods()) {
                assertTrue(!Modifier.isPublic(method.getModifiers()) || names.contains(method.getName()), method.toString());
            }
        }
    }

    // ---- operands ----

    /** Returns values of both signs at which something changes, as a register holds them. */
    private static long[] edges(boolean single) {
        LongStream positive = single ? Arrays.stream(SINGLES).mapToLong(bits -> bits | BOX) : Arrays.stream(DOUBLES);
        long sign = single ? 1L << 31 : 1L << 63;
        return positive.flatMap(bits -> LongStream.of(bits, bits ^ sign)).toArray();
    }

    /** Returns a number of which many bits may be zero, and whose exponent is near others'. */
    private long operand(boolean single) {
        if (random.nextInt(8) == 0) {
            long[] edges = edges(single);
            return edges[random.nextInt(edges.length)];
        }
        int fractionBits = single ? 23 : 52;
        int exponents = single ? 256 : 2048;
        long fraction = random.nextLong() & (1L << fractionBits) - 1;
        if (random.nextBoolean()) {
            fraction &= -1L << random.nextInt(fractionBits + 1);
        }
        int bias = exponents / 2 - 1;
        int exponent = switch (random.nextInt(6)) {
            case 0 -> random.nextInt(exponents);
            case 1 -> random.nextInt(4);
            case 2 -> exponents - 1 - random.nextInt(4);
            // Around the square root of the smallest number, so that products are subnormal.
            case 3 -> Math.max(0, bias / 2 - random.nextInt(2 * fractionBits));
            default -> bias + random.nextInt(130) - 65;
        };
        long bits = (long) random.nextInt(2) << (single ? 31 : 63) | (long) Math.floorMod(exponent, exponents) << fractionBits | fraction;
        if (single && random.nextInt(50) == 0) {
            return bits;
        }
        return single ? bits | BOX : bits;
    }

    private static boolean isSingle(Instruction row) {
        return row.name().endsWith("_S");
    }

    private long integer() {
        return random.nextLong() >> random.nextInt(64) ^ (random.nextInt(4) == 0 ? 1L << random.nextInt(64) : 0);
    }

    // ---- comparison ----

    private static void check(Instruction row, Method kernel, int mode, int flagsBefore, long a, long b, long c)
            throws ReflectiveOperationException {
        FloatState state = new FloatState();
        state.flags = flagsBefore;
        FloatReference reference = new FloatReference(mode);
        Object[] arguments = new Object[kernel.getParameterCount()];
        long[] operands = {a, b, c};
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = kernel.getParameterTypes()[i];
            arguments[i] = type == long.class ? (Object) operands[i] : type == int.class ? (Object) mode : state;
        }
        long expected = reference.compute(row.kernel(), a, b, c);
        long actual = (long) kernel.invoke(null, arguments);
        int flags = reference.flags | flagsBefore;
        if (actual != expected || state.flags != flags) {
            fail("%s in mode %d with flags %d of %x, %x, %x: %x, flags %d, instead of %x, flags %d"
                .formatted(row, mode, flagsBefore, a, b, c, actual, state.flags, expected, flags));
        }
    }

    private static boolean hasReference(Instruction row) {
        String name = row.name();
        return isFloat(row) && !name.startsWith("FSGNJ") && !name.startsWith("FCLASS") && !name.startsWith("FMV");
    }

    private static long operands(Instruction row) {
        return row.format().operands().stream().filter(o -> o == Operand.FRS1 || o == Operand.FRS2 || o == Operand.FRS3).count();
    }

    @Test
    void atTheEdgesResultsAndFlagsAreRightInEveryMode() throws ReflectiveOperationException {
        for (Instruction row : Instruction.rows()) {
            if (!hasReference(row) || operands(row) == 3 || operands(row) == 0) {
                continue;
            }
            Method kernel = kernelOf(row);
            long[] edges = edges(isSingle(row));
            for (int mode : MODES) {
                for (long a : edges) {
                    for (long b : operands(row) == 1 ? new long[] {0} : edges) {
                        for (int flags : NOTED) {
                            check(row, kernel, mode, flags, a, b, 0);
                        }
                    }
                }
            }
        }
    }

    @Test
    void randomOperandsGiveTheRightResultsAndFlagsInEveryMode() throws ReflectiveOperationException {
        for (Instruction row : Instruction.rows()) {
            if (!hasReference(row)) {
                continue;
            }
            Method kernel = kernelOf(row);
            boolean fromInteger = operands(row) == 0;
            boolean single = isSingle(row);
            for (int i = 0; i < 6_000; i++) {
                // Nearest is what the host's arithmetic is used for.
                int mode = i % 2 == 0 ? FloatState.RNE : MODES[random.nextInt(MODES.length)];
                int flags = NOTED[random.nextInt(NOTED.length)];
                check(row, kernel, mode, flags, fromInteger ? integer() : operand(single), operand(single), operand(single));
            }
        }
    }

    /** Sums that cancel, and operands whose exact result lies on or beside the middle between two numbers. */
    @Test
    void multiplyAddRoundsOnceWhereTheProductNearlyCancels() throws ReflectiveOperationException {
        for (Instruction row : List.of(Instruction.FMADD_D, Instruction.FMADD_S)) {
            boolean single = isSingle(row);
            Method kernel = kernelOf(row);
            for (int i = 0; i < 6_000; i++) {
                long a = operand(single);
                long b = operand(single);
                FloatState ignored = new FloatState();
                long c = single ? Fp32.fmul_s(a, b, FloatState.RNE, ignored) : Fp64.fmul_d(a, b, FloatState.RNE, ignored);
                c ^= single ? 1L << 31 : 1L << 63;
                check(row, kernel, MODES[i % 5], NOTED[i % 3], a, b, c + random.nextInt(3) - 1 | (single ? BOX : 0));
            }
        }
    }

    // ---- bits ----

    @Test
    void signsAreInjectedAlsoIntoNans() {
        long nan = 0x7ff8_0000_0000_0001L;
        assertEquals(nan | 1L << 63, Fp64.fsgnj_d(nan, -1));
        assertEquals(nan, Fp64.fsgnjn_d(nan, -1));
        assertEquals(0x8000_0000_0000_0000L, Fp64.fsgnjx_d(1L << 63, 0));
        assertEquals(BOX | 0xbf80_0000L, Fp32.fsgnj_s(BOX | 0x3f80_0000L, BOX | 0x8000_0000L));
        assertEquals(BOX | 0x7fc0_0000L, Fp32.fsgnj_s(0x3f80_0000L, BOX), "what is not boxed is the canonical NaN");
        assertEquals(BOX | 0x3f80_0000L, Fp32.fsgnj_s(BOX | 0xbf80_0000L, 0x8000_0000L));
    }

    @Test
    void everyClassHasItsBit() {
        long[] doubles = {0xfff0_0000_0000_0000L, 0xbff0_0000_0000_0000L, 0x8000_0000_0000_0001L, 0x8000_0000_0000_0000L, 0, 1,
            0x3ff0_0000_0000_0000L, 0x7ff0_0000_0000_0000L, 0x7ff0_0000_0000_0001L, 0x7ff8_0000_0000_0000L};
        long[] singles = {0xff80_0000L, 0xbf80_0000L, 0x8000_0001L, 0x8000_0000L, 0, 1, 0x3f80_0000L, 0x7f80_0000L, 0x7f80_0001L, 0x7fc0_0000L};
        for (int bit = 0; bit < doubles.length; bit++) {
            assertEquals(1L << bit, Fp64.fclass_d(doubles[bit]));
            assertEquals(1L << bit, Fp32.fclass_s(singles[bit] | BOX));
        }
        assertEquals(1L << 9, Fp32.fclass_s(0));
    }

    @Test
    void movesKeepBits() {
        assertEquals(-1, FpConvert.fmv_x_w(0x1234_5678_ffff_ffffL));
        assertEquals(BOX | 0x1234L, FpConvert.fmv_w_x(0xffff_0000_0000_1234L));
        assertEquals(0x7ff0_0000_0000_0001L, FpConvert.fmv_d_x(0x7ff0_0000_0000_0001L));
        assertEquals(0x7ff0_0000_0000_0001L, FpConvert.fmv_x_d(0x7ff0_0000_0000_0001L));
    }
}
