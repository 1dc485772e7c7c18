// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

import static org.trapline.isa.kernel.FloatState.NV;
import static org.trapline.isa.kernel.FloatState.NX;
import static org.trapline.isa.kernel.FloatState.RNE;

/**
 * Single-precision computation: the extension F, but for its conversions. Registers come and go as their 64 bits, in which a
 * single-precision value has ones above it; what has not is taken for the canonical NaN.
 *
 * <p>Results come from the host's arithmetic where they are rounded to nearest and plainly normal numbers; then inexact is the only flag there
 * can be, and it is only looked for while it is not set. Everything else is left to {@link ExactFloat}.
 */
public final class Fp32 {
    private static final FloatFormat FORMAT = FloatFormat.SINGLE;
    private static final long BOX = -1L << 32;
    private static final long SIGN = 1L << 31;
    private static final long NAN = 0x7fc0_0000L;

    private Fp32() {
    }

    /** Returns a register that holds a single-precision value. */
    static long box(long bits) {
        return bits | BOX;
    }

    /** Returns the bits of the single-precision value in a register. */
    static long unbox(long register) {
        return register >> 32 == -1 ? register & ~BOX : NAN;
    }

    private static float value(long register) {
        return Float.intBitsToFloat((int) unbox(register));
    }

    private static long boxed(float value) {
        return Float.floatToRawIntBits(value) | BOX;
    }

    // ---- arithmetic ----

    public static long fadd_s(long a, long b, int mode, FloatState state) {
        float x = value(a);
        float y = value(b);
        float sum = x + y;
        if (mode == RNE && Math.abs(sum) < Float.POSITIVE_INFINITY && ((state.flags & NX) != 0 || isExactSum(x, y, sum))) {
            // A subnormal sum is exact.
            return boxed(sum);
        }
        return box(ExactFloat.add(FORMAT, unbox(a), unbox(b), mode, state));
    }

    public static long fsub_s(long a, long b, int mode, FloatState state) {
        return fadd_s(a, negated(b), mode, state);
    }

    public static long fmul_s(long a, long b, int mode, FloatState state) {
        float x = value(a);
        float y = value(b);
        // Two significands of 24 bits have a product of 48, which a double holds.
        double exact = (double) x * y;
        float product = (float) exact;
        if (mode == RNE && ((state.flags & NX) != 0 && isNormal(product) || product == exact && Math.abs(product) < Float.POSITIVE_INFINITY)) {
            return boxed(product);
        }
        return box(ExactFloat.multiply(FORMAT, unbox(a), unbox(b), mode, state));
    }

    public static long fdiv_s(long a, long b, int mode, FloatState state) {
        float x = value(a);
        float y = value(b);
        float quotient = x / y;
        if (mode == RNE && isNormal(quotient) && ((state.flags & NX) != 0 || (double) quotient * y == x)) {
            return boxed(quotient);
        }
        return box(ExactFloat.divide(FORMAT, unbox(a), unbox(b), mode, state));
    }

    public static long fsqrt_s(long a, int mode, FloatState state) {
        float x = value(a);
        // A double has more than twice the bits, so rounding twice is as good as once.
        float root = (float) Math.sqrt(x);
        if (mode == RNE && isNormal(root) && ((state.flags & NX) != 0 || (double) root * root == x)) {
            return boxed(root);
        }
        return box(ExactFloat.squareRoot(FORMAT, unbox(a), mode, state));
    }

    public static long fmadd_s(long a, long b, long c, int mode, FloatState state) {
        float x = value(a);
        float y = value(b);
        float z = value(c);
        float result = Math.fma(x, y, z);
        if (mode == RNE && isNormal(result) && ((state.flags & NX) != 0 || isExactSum((double) x * y, z, result))) {
            return boxed(result);
        }
        return box(ExactFloat.multiplyAdd(FORMAT, unbox(a), unbox(b), unbox(c), mode, state));
    }

    public static long fmsub_s(long a, long b, long c, int mode, FloatState state) {
        return fmadd_s(a, b, negated(c), mode, state);
    }

    public static long fnmsub_s(long a, long b, long c, int mode, FloatState state) {
        return fmadd_s(negated(a), b, c, mode, state);
    }

    public static long fnmadd_s(long a, long b, long c, int mode, FloatState state) {
        return fmadd_s(negated(a), b, negated(c), mode, state);
    }

    /** Returns a register with the opposite sign; a NaN, also one by its upper half, stays what it is. */
    private static long negated(long register) {
        float value = value(register);
        return value == value ? register ^ SIGN : register;
    }

    /** Tells whether rounding cannot have made a number from one that is too small or too large to be normal. */
    private static boolean isNormal(float value) {
        float magnitude = Math.abs(value);
        return magnitude > Float.MIN_NORMAL && magnitude < Float.POSITIVE_INFINITY;
    }

    /** Tells whether the sum of two numbers of at most 48 bits is exactly a single-precision number. */
    private static boolean isExactSum(double x, double y, float rounded) {
        // Knuth's TwoSum: what rounding took away.
        double sum = x + y;
        double part = sum - x;
        return sum == rounded && (x - (sum - part)) + (y - part) == 0;
    }

    // ---- signs, comparisons, classes ----

    public static long fsgnj_s(long a, long b) {
        return box(unbox(a) & ~SIGN | unbox(b) & SIGN);
    }

    public static long fsgnjn_s(long a, long b) {
        return box(unbox(a) & ~SIGN | ~unbox(b) & SIGN);
    }

    public static long fsgnjx_s(long a, long b) {
        return box(unbox(a) ^ unbox(b) & SIGN);
    }

    public static long fmin_s(long a, long b, FloatState state) {
        return box(ExactFloat.choose(FORMAT, unbox(a), unbox(b), false, state));
    }

    public static long fmax_s(long a, long b, FloatState state) {
        return box(ExactFloat.choose(FORMAT, unbox(a), unbox(b), true, state));
    }

    public static long feq_s(long a, long b, FloatState state) {
        if (FORMAT.isSignaling(unbox(a)) || FORMAT.isSignaling(unbox(b))) {
            state.flags |= NV;
        }
        return value(a) == value(b) ? 1 : 0;
    }

    public static long flt_s(long a, long b, FloatState state) {
        float x = value(a);
        float y = value(b);
        if (!(x < y) && !(x >= y)) {
            state.flags |= NV;
        }
        return x < y ? 1 : 0;
    }

    public static long fle_s(long a, long b, FloatState state) {
        float x = value(a);
        float y = value(b);
        if (!(x <= y) && !(x > y)) {
            state.flags |= NV;
        }
        return x <= y ? 1 : 0;
    }

    public static long fclass_s(long a) {
        return FORMAT.classBit(unbox(a));
    }
}
