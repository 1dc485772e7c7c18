// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compares every kernel of RV32 with the same computation on unbounded integers. */
final class Rv32KernelTest {
    private static final int[] EDGES = {0, 1, -1, 2, 31, 32, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, 0x5555_5555, 0xaaaa_aaaa, 0x0100_0000};
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(32);

    private static BigInteger s(int value) {
        return BigInteger.valueOf(value);
    }

    private static BigInteger u(int value) {
        return s(value).mod(MODULUS);
    }

    private static BigInteger carryLess(int a, int b) {
        BigInteger product = BigInteger.ZERO;
        for (int bit = 0; bit < 32; bit++) {
            product = u(b).testBit(bit) ? product.xor(u(a).shiftLeft(bit)) : product;
        }
        return product;
    }

    private static BigInteger bytes(int a, boolean reverse) {
        BigInteger result = BigInteger.ZERO;
        for (int at = 0; at < 4; at++) {
            BigInteger part = u(a).shiftRight(8 * at).and(BigInteger.valueOf(0xff));
            BigInteger made = reverse ? part : part.signum() == 0 ? part : BigInteger.valueOf(0xff);
            result = result.or(made.shiftLeft(8 * (reverse ? 3 - at : at)));
        }
        return result;
    }

    private static BigInteger expected(String name, int a, int b) {
        int bit = b & 31;
        return switch (name) {
            case "mulh" -> s(a).multiply(s(b)).shiftRight(32);
            case "mulhsu" -> s(a).multiply(u(b)).shiftRight(32);
            case "mulhu" -> u(a).multiply(u(b)).shiftRight(32);
            case "sh1add" -> u(a).shiftLeft(1).add(u(b));
            case "sh2add" -> u(a).shiftLeft(2).add(u(b));
            case "sh3add" -> u(a).shiftLeft(3).add(u(b));
            case "orc_b" -> bytes(a, false);
            case "rev8" -> bytes(a, true);
            case "clmul" -> carryLess(a, b);
            case "clmulh" -> carryLess(a, b).shiftRight(32);
            case "clmulr" -> carryLess(a, b).shiftRight(31);
            case "bclr" -> u(a).clearBit(bit);
            case "bext" -> u(a).testBit(bit) ? BigInteger.ONE : BigInteger.ZERO;
            case "binv" -> u(a).flipBit(bit);
            case "bset" -> u(a).setBit(bit);
            default -> throw new AssertionError("no reference for " + name);
        };
    }

    private static void check(Method kernel, int a, int b) throws ReflectiveOperationException {
        Object actual = kernel.getParameterCount() == 1 ? kernel.invoke(null, (long) a) : kernel.invoke(null, (long) a, (long) b);
        assertEquals((long) expected(kernel.getName(), a, b).intValue(), actual,
            kernel.getName() + ' ' + Integer.toHexString(a) + ' ' + Integer.toHexString(b));
    }

    @Test
    void everyKernelAgreesWithUnboundedIntegersAndExtendsTheSign() throws ReflectiveOperationException {
        Random random = new Random(7);
        for (Method kernel : Rv32.class.getDeclaredMethods()) {
            if (!Modifier.isPublic(kernel.getModifiers())) {
                continue;
            }
            for (int a : EDGES) {
                for (int b : EDGES) {
                    check(kernel, a, b);
                }
            }
            for (int i = 0; i < 1000; i++) {
                check(kernel, random.nextInt() >> random.nextInt(32), random.nextInt() >> random.nextInt(32));
            }
        }
    }
}
