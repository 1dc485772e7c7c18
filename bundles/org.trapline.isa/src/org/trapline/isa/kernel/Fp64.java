// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

import static org.trapline.isa.kernel.FloatState.NV;

/**
 * Double-precision computation: the extension D, but for its conversions. Registers come and go as their bits.
 *
 * <p>Results come from the host's arithmetic where {@link HostFloat} finds them right. Everything else is left to {@link ExactFloat}.
 */
public final class Fp64 {
    private static final FloatFormat FORMAT = FloatFormat.DOUBLE;
    private static final long SIGN = 1L << 63;
    private static final long INFINITE_EXPONENT = 0x7ffL << 52;

    private Fp64() {
    }

    // ---- arithmetic ----

    public static long fadd_d(long a, long b, int mode, FloatState state) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        double sum = x + y;
        return HostFloat.isSum(x, y, sum, state.limit(mode)) ? Double.doubleToRawLongBits(sum) : ExactFloat.add(FORMAT, a, b, mode, state);
    }

    public static long fsub_d(long a, long b, int mode, FloatState state) {
        return fadd_d(a, isNan(b) ? b : b ^ SIGN, mode, state);
    }

    public static long fmul_d(long a, long b, int mode, FloatState state) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        double product = x * y;
        if (HostFloat.isProduct(x, y, product, state.limit(mode), state)) {
            return Double.doubleToRawLongBits(product);
        }
        return ExactFloat.multiply(FORMAT, a, b, mode, state);
    }

    public static long fdiv_d(long a, long b, int mode, FloatState state) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        double quotient = x / y;
        if (HostFloat.isQuotient(x, y, quotient, state.limit(mode), state)) {
            return Double.doubleToRawLongBits(quotient);
        }
        return ExactFloat.divide(FORMAT, a, b, mode, state);
    }

    public static long fsqrt_d(long a, int mode, FloatState state) {
        double x = Double.longBitsToDouble(a);
        double root = Math.sqrt(x);
        return HostFloat.isRoot(x, root, state.limit(mode)) ? Double.doubleToRawLongBits(root) : ExactFloat.squareRoot(FORMAT, a, mode, state);
    }

    public static long fmadd_d(long a, long b, long c, int mode, FloatState state) {
        double x = Double.longBitsToDouble(a);
        double y = Double.longBitsToDouble(b);
        double z = Double.longBitsToDouble(c);
        double result = Math.fma(x, y, z);
        if (HostFloat.isFused(x, y, z, result, state.limit(mode), state)) {
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
