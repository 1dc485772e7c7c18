// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

import static org.trapline.isa.kernel.FloatState.NV;
import static org.trapline.isa.kernel.FloatState.NX;
import static org.trapline.isa.kernel.FloatState.RNE;

/**
 * Double-precision computation: the extension D, but for its conversions. Registers come and go as their bits.
 *
 * <p>Results come from the host's arithmetic where they are rounded to nearest and plainly normal numbers; then inexact is the only flag there
 * can be, and it is only looked for while it is not set. Everything else is left to {@link ExactFloat}.
 */
public final class Fp64 {
    private static final FloatFormat FORMAT = FloatFormat.DOUBLE;
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    /** Sums of such numbers, and what is subtracted from them again, do not overflow. */
    private static final double SAFE = 0x1p1021;
    private static final long SIGN = 1L << 63;
    private static final long HIDDEN = 1L << 52;
    private static final long INFINITE_EXPONENT = 0x7ffL << 52;

    private Fp64() {
    }

    // ---- arithmetic ----

    public static long fadd_d(long a, long b, int mode, FloatState state) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        double sum = x + y;
        if (mode == RNE && Math.abs(sum) < INFINITY && ((state.flags & NX) != 0 || isExactSum(x, y, sum))) {
            // A subnormal sum is exact.
            return Double.doubleToRawLongBits(sum);
        }
        return ExactFloat.add(FORMAT, a, b, mode, state);
    }

    public static long fsub_d(long a, long b, int mode, FloatState state) {
        return fadd_d(a, isNan(b) ? b : b ^ SIGN, mode, state);
    }

    public static long fmul_d(long a, long b, int mode, FloatState state) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        double product = x * y;
        if (mode == RNE) {
            if (isNormal(product)) {
                if ((state.flags & NX) != 0 || isExactProduct(a, b, product)) {
                    return Double.doubleToRawLongBits(product);
                }
            } else if (product == 0 && (x == 0 || y == 0)) {
                return Double.doubleToRawLongBits(product);
            }
        }
        return ExactFloat.multiply(FORMAT, a, b, mode, state);
    }

    public static long fdiv_d(long a, long b, int mode, FloatState state) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        double quotient = x / y;
        if (mode == RNE && isNormal(quotient)) {
            long bits = Double.doubleToRawLongBits(quotient);
            if ((state.flags & NX) != 0 || quotient * y == x && isExactProduct(bits, b, x)) {
                return bits;
            }
        }
        return ExactFloat.divide(FORMAT, a, b, mode, state);
    }

    public static long fsqrt_d(long a, int mode, FloatState state) {
        double x = Double.longBitsToDouble(a);
        double root = Math.sqrt(x);
        if (mode == RNE && isNormal(root)) {
            long bits = Double.doubleToRawLongBits(root);
            if ((state.flags & NX) != 0 || root * root == x && isExactProduct(bits, bits, x)) {
                return bits;
            }
        }
        return ExactFloat.squareRoot(FORMAT, a, mode, state);
    }

    public static long fmadd_d(long a, long b, long c, int mode, FloatState state) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        double z = Double.longBitsToDouble(c);
        double result = Math.fma(x, y, z);
        if (mode == RNE && isNormal(result) && ((state.flags & NX) != 0 || isExact(a, b, z, x * y))) {
            return Double.doubleToRawLongBits(result);
        }
        return ExactFloat.multiplyAdd(FORMAT, a, b, c, mode, state);
    }

    public static long fmsub_d(long a, long b, long c, int mode, FloatState state) {
        return fmadd_d(a, b, isNan(c) ? c : c ^ SIGN, mode, state);
    }

    public static long fnmsub_d(long a, long b, long c, int mode, FloatState state) {
        return fmadd_d(isNan(a) ? a : a ^ SIGN, b, c, mode, state);
    }

    public static long fnmadd_d(long a, long b, long c, int mode, FloatState state) {
        return fmadd_d(isNan(a) ? a : a ^ SIGN, b, isNan(c) ? c : c ^ SIGN, mode, state);
    }

    /** Tells whether rounding cannot have made a number from one that is too small or too large to be normal. */
    private static boolean isNormal(double value) {
        double magnitude = Math.abs(value);
        return magnitude > Double.MIN_NORMAL && magnitude < INFINITY;
    }

    /** Tells whether a sum is exact; if in doubt, it is not. */
    private static boolean isExactSum(double x, double y, double sum) {
        // Knuth's TwoSum: what rounding took away.
        double part = sum - x;
        return (x - (sum - part)) + (y - part) == 0 && Math.abs(x) <= SAFE && Math.abs(y) <= SAFE;
    }

    /** Tells whether a normal product is exact; if in doubt, it is not. */
    private static boolean isExactProduct(long a, long b, double product) {
        int exponentA = (int) (a >>> 52) & 0x7ff;
        int exponentB = (int) (b >>> 52) & 0x7ff;
        if (exponentA == 0 || exponentB == 0) {
            return false;
        }
        // The product of the significands has 105 or 106 bits, of which the lowest are zero; 53 fit.
        int zeros = Long.numberOfTrailingZeros(a | HIDDEN) + Long.numberOfTrailingZeros(b | HIDDEN);
        return zeros > 52 || zeros == 52 && Math.getExponent(product) == exponentA + exponentB - 2 * 1023;
    }

    /** Tells whether a normal product, and its sum with another number, are both exact; if in doubt, they are not. */
    private static boolean isExact(long a, long b, double z, double product) {
        return isNormal(product) && isExactProduct(a, b, product) && isExactSum(product, z, product + z);
    }

    // ---- signs, comparisons, classes ----

    public static long fsgnj_d(long a, long b) {
        return a & ~SIGN | b & SIGN;
    }

    public static long fsgnjn_d(long a, long b) {
        return a & ~SIGN | ~b & SIGN;
    }

    public static long fsgnjx_d(long a, long b) {
        return a ^ b & SIGN;
    }

    public static long fmin_d(long a, long b, FloatState state) {
        return ExactFloat.choose(FORMAT, a, b, false, state);
    }

    public static long fmax_d(long a, long b, FloatState state) {
        return ExactFloat.choose(FORMAT, a, b, true, state);
    }

    public static long feq_d(long a, long b, FloatState state) {
        if (FORMAT.isSignaling(a) || FORMAT.isSignaling(b)) {
            state.flags |= NV;
        }
        return Double.longBitsToDouble(a) == Double.longBitsToDouble(b) ? 1 : 0;
    }

    public static long flt_d(long a, long b, FloatState state) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        if (!(x < y) && !(x >= y)) {
            state.flags |= NV;
        }
        return x < y ? 1 : 0;
    }

    public static long fle_d(long a, long b, FloatState state) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        if (!(x <= y) && !(x > y)) {
            state.flags |= NV;
        }
        return x <= y ? 1 : 0;
    }

    public static long fclass_d(long a) {
        return FORMAT.classBit(a);
    }

    private static boolean isNan(long bits) {
        return (bits & ~SIGN) > INFINITE_EXPONENT;
    }
}
