// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

import static org.trapline.isa.kernel.FloatFormat.DOUBLE;
import static org.trapline.isa.kernel.FloatFormat.SINGLE;
import static org.trapline.isa.kernel.FloatState.NX;
import static org.trapline.isa.kernel.FloatState.RDN;
import static org.trapline.isa.kernel.FloatState.RNE;
import static org.trapline.isa.kernel.FloatState.RTZ;
import static org.trapline.isa.kernel.FloatState.RUP;

/** Conversions and moves of the extensions F and D, between the formats and from and to integer registers. */
public final class FpConvert {
    private static final double WORD_LIMIT = 0x1p31;
    private static final double LONG_LIMIT = 0x1p63;

    private FpConvert() {
    }

    // ---- to integers ----

    public static long fcvt_w_d(long a, int mode, FloatState state) {
        double integer = rounded(Double.longBitsToDouble(a), mode);
        if (integer < WORD_LIMIT && integer >= -WORD_LIMIT) {
            return checked(a, integer, state);
        }
        return ExactFloat.toInteger(DOUBLE, a, 32, true, mode, state);
    }

    public static long fcvt_wu_d(long a, int mode, FloatState state) {
        double integer = rounded(Double.longBitsToDouble(a), mode);
        if (integer < WORD_LIMIT && integer >= 0) {
            return checked(a, integer, state);
        }
        return ExactFloat.toInteger(DOUBLE, a, 32, false, mode, state);
    }

    public static long fcvt_l_d(long a, int mode, FloatState state) {
        double integer = rounded(Double.longBitsToDouble(a), mode);
        if (integer < LONG_LIMIT && integer >= -LONG_LIMIT) {
            return checked(a, integer, state);
        }
        return ExactFloat.toInteger(DOUBLE, a, 64, true, mode, state);
    }

    public static long fcvt_lu_d(long a, int mode, FloatState state) {
        double integer = rounded(Double.longBitsToDouble(a), mode);
        if (integer < LONG_LIMIT && integer >= 0) {
            return checked(a, integer, state);
        }
        return ExactFloat.toInteger(DOUBLE, a, 64, false, mode, state);
    }

    // Every single-precision number is a double-precision one; a NaN stays a NaN.

    public static long fcvt_w_s(long a, int mode, FloatState state) {
        return fcvt_w_d(widened(a), mode, state);
    }

    public static long fcvt_wu_s(long a, int mode, FloatState state) {
        return fcvt_wu_d(widened(a), mode, state);
    }

    public static long fcvt_l_s(long a, int mode, FloatState state) {
        return fcvt_l_d(widened(a), mode, state);
    }

    public static long fcvt_lu_s(long a, int mode, FloatState state) {
        return fcvt_lu_d(widened(a), mode, state);
    }

    private static long widened(long register) {
        return Double.doubleToRawLongBits(Float.intBitsToFloat((int) Fp32.unbox(register)));
    }

    /** Returns a value rounded to an integer, or a NaN where the host has no such rounding. */
    private static double rounded(double value, int mode) {
        return switch (mode) {
            case RNE -> Math.rint(value);
            case RTZ -> value < 0 ? Math.ceil(value) : Math.floor(value);
            case RDN -> Math.floor(value);
            case RUP -> Math.ceil(value);
            default -> Double.NaN;
        };
    }

    private static long checked(long a, double integer, FloatState state) {
        if (integer != Double.longBitsToDouble(a)) {
            state.flags |= NX;
        }
        return (long) integer;
    }

    // ---- from integers ----

    public static long fcvt_d_w(long a) {
        return Double.doubleToRawLongBits((int) a);
    }

    public static long fcvt_d_wu(long a) {
        return Double.doubleToRawLongBits(a & 0xffff_ffffL);
    }

    public static long fcvt_d_l(long a, int mode, FloatState state) {
        if (HostFloat.isOfInteger(a, 53, state.limit(mode))) {
            return Double.doubleToRawLongBits((double) a);
        }
        return ExactFloat.fromInteger(DOUBLE, a < 0, Math.abs(a), mode, state);
    }

    public static long fcvt_d_lu(long a, int mode, FloatState state) {
        if (a >= 0 && HostFloat.isOfInteger(a, 53, state.limit(mode))) {
            return Double.doubleToRawLongBits((double) a);
        }
        return ExactFloat.fromInteger(DOUBLE, false, a, mode, state);
    }

    public static long fcvt_s_w(long a, int mode, FloatState state) {
        return fcvt_s_l((int) a, mode, state);
    }

    public static long fcvt_s_wu(long a, int mode, FloatState state) {
        return fcvt_s_l(a & 0xffff_ffffL, mode, state);
    }

    public static long fcvt_s_l(long a, int mode, FloatState state) {
        if (HostFloat.isOfInteger(a, 24, state.limit(mode))) {
            return HostFloat.register((float) a);
        }
        return Fp32.box(ExactFloat.fromInteger(SINGLE, a < 0, Math.abs(a), mode, state));
    }

    public static long fcvt_s_lu(long a, int mode, FloatState state) {
        if (a >= 0 && HostFloat.isOfInteger(a, 24, state.limit(mode))) {
            return HostFloat.register((float) a);
        }
        return Fp32.box(ExactFloat.fromInteger(SINGLE, false, a, mode, state));
    }

    // ---- between the formats ----

    public static long fcvt_s_d(long a, int mode, FloatState state) {
        double value = Double.longBitsToDouble(a);
        float narrow = (float) value;
        if (HostFloat.isNarrowed(value, narrow, state.limit(mode))) {
            return HostFloat.register(narrow);
        }
        return Fp32.box(ExactFloat.convert(DOUBLE, SINGLE, a, mode, state));
    }

    public static long fcvt_d_s(long a, FloatState state) {
        double value = Float.intBitsToFloat((int) Fp32.unbox(a));
        return value == value ? Double.doubleToRawLongBits(value) : ExactFloat.convert(SINGLE, DOUBLE, Fp32.unbox(a), RNE, state);
    }

    // ---- bits ----

    public static long fmv_x_w(long a) {
        return (int) a;
    }

    public static long fmv_w_x(long a) {
        return Fp32.box(a);
    }

    public static long fmv_x_d(long a) {
        return a;
    }

    public static long fmv_d_x(long a) {
        return a;
    }
}
