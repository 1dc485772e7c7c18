// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

import static org.trapline.isa.kernel.FloatState.NV;

/**
 * Single-precision computation: the extension F, but for its conversions. Registers come and go as their 64 bits, in which a
 * single-precision value has ones above it; what has not is taken for the canonical NaN.
 *
 * <p>Results come from the host's arithmetic where {@link HostFloat} finds them right. Everything else is left to {@link ExactFloat}.
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

    // ---- arithmetic ----

    public static long fadd_s(long a, long b, int mode, FloatState state) {
        float x = HostFloat.single(a);
        float y = HostFloat.single(b);
        float sum = x + y;
        return HostFloat.isSum(x, y, sum, state.limit(mode)) ? HostFloat.register(sum) : box(ExactFloat.add(FORMAT, unbox(a), unbox(b), mode, state));
    }

    public static long fsub_s(long a, long b, int mode, FloatState state) {
        return fadd_s(a, negated(b), mode, state);
    }

    public static long fmul_s(long a, long b, int mode, FloatState state) {
        float x = HostFloat.single(a);
        float y = HostFloat.single(b);
        float product = x * y;
        if (HostFloat.isProduct(x, y, product, state.limit(mode), state)) {
            return HostFloat.register(product);
        }
        return box(ExactFloat.multiply(FORMAT, unbox(a), unbox(b), mode, state));
    }

    public static long fdiv_s(long a, long b, int mode, FloatState state) {
        float x = HostFloat.single(a);
        float y = HostFloat.single(b);
        float quotient = x / y;
        if (HostFloat.isQuotient(x, y, quotient, state.limit(mode), state)) {
            return HostFloat.register(quotient);
        }
        return box(ExactFloat.divide(FORMAT, unbox(a), unbox(b), mode, state));
    }

    public static long fsqrt_s(long a, int mode, FloatState state) {
        float x = HostFloat.single(a);
        // A double has more than twice the bits, so rounding twice is as good as once.
        float root = (float) Math.sqrt(x);
        return HostFloat.isRoot(x, root, state.limit(mode)) ? HostFloat.register(root) : box(ExactFloat.squareRoot(FORMAT, unbox(a), mode, state));
    }

    public static long fmadd_s(long a, long b, long c, int mode, FloatState state) {
        float x = HostFloat.single(a);
        float y = HostFloat.single(b);
        float z = HostFloat.single(c);
        float result = Math.fma(x, y, z);
        if (HostFloat.isFused(x, y, z, result, state.limit(mode), state)) {
            return HostFloat.register(result);
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
        float value = HostFloat.single(register);
        return value == value ? register ^ SIGN : register;
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
        return HostFloat.single(a) == HostFloat.single(b) ? 1 : 0;
    }

    public static long flt_s(long a, long b, FloatState state) {
        float x = HostFloat.single(a);
        float y = HostFloat.single(b);
        if (!(x < y) && !(x >= y)) {
            state.flags |= NV;
        }
        return x < y ? 1 : 0;
    }

    public static long fle_s(long a, long b, FloatState state) {
        float x = HostFloat.single(a);
        float y = HostFloat.single(b);
        if (!(x <= y) && !(x > y)) {
            state.flags |= NV;
        }
        return x <= y ? 1 : 0;
    }

    public static long fclass_s(long a) {
        return FORMAT.classBit(unbox(a));
    }
}
