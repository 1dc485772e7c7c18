// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

import static org.trapline.isa.kernel.FloatState.*;

/**
 * Floating-point arithmetic on integers: right for every format, operand and rounding mode. The kernels come here where the host's own
 * arithmetic does not tell what they need to know.
 *
 * <p>Every operation finds a significand of up to 64 bits whose lowest bit is also set if anything nonzero was cut off below it, and ends in
 * {@link #round}. At least two bits more than the format keeps are there, so that this bit never decides alone.
 *
 * @implSpec unpriv "F Extension for Single-Precision Floating-Point"; tininess is detected after rounding, and NaNs are canonical
 */
final class ExactFloat {
    private ExactFloat() {
    }

    // ---- arithmetic ----

    static long add(FloatFormat format, long a, long b, int mode, FloatState state) {
        if (format.isNan(a) || format.isNan(b)) {
            return nan(format, a, b, state);
        }
        boolean negativeA = format.isNegative(a);
        boolean negativeB = format.isNegative(b);
        if (format.isInfinite(a)) {
            return format.isInfinite(b) && negativeA != negativeB ? invalid(format, state) : a;
        }
        if (format.isInfinite(b)) {
            return b;
        }
        if (format.isZero(a)) {
            return format.isZero(b) && negativeA != negativeB ? format.zero(mode == RDN) : b;
        }
        if (format.isZero(b)) {
            return a;
        }
        return sum(format, a, b, mode, state);
    }

    private static long sum(FloatFormat format, long a, long b, int mode, FloatState state) {
        // Both highest bits at 62, which leaves room for a carry.
        int room = 62 - format.fractionBits;
        int exponent = format.exponent(a);
        int distance = exponent - format.exponent(b);
        if (distance < 0) {
            return sum(format, b, a, mode, state);
        }
        boolean negative = format.isNegative(a);
        long larger = format.significand(a) << room;
        long smaller = shiftRight(format.significand(b) << room, distance);
        if (negative == format.isNegative(b)) {
            return round(format, negative, larger + smaller, exponent - room, mode, state);
        }
        long difference = larger - smaller;
        if (difference == 0) {
            return format.zero(mode == RDN);
        }
        return round(format, negative ^ difference < 0, Math.abs(difference), exponent - room, mode, state);
    }

    static long multiply(FloatFormat format, long a, long b, int mode, FloatState state) {
        if (format.isNan(a) || format.isNan(b)) {
            return nan(format, a, b, state);
        }
        boolean negative = format.isNegative(a) != format.isNegative(b);
        if (format.isInfinite(a) || format.isInfinite(b)) {
            return format.isZero(a) || format.isZero(b) ? invalid(format, state) : format.infinity(negative);
        }
        if (format.isZero(a) || format.isZero(b)) {
            return format.zero(negative);
        }
        int shift = 63 - format.fractionBits;
        long left = format.significand(a) << shift;
        long right = format.significand(b) << shift;
        long product = Math.unsignedMultiplyHigh(left, right) | (left * right != 0 ? 1 : 0);
        return round(format, negative, product, format.exponent(a) + format.exponent(b) - 2 * shift + 64, mode, state);
    }

    static long divide(FloatFormat format, long a, long b, int mode, FloatState state) {
        if (format.isNan(a) || format.isNan(b)) {
            return nan(format, a, b, state);
        }
        boolean negative = format.isNegative(a) != format.isNegative(b);
        if (format.isInfinite(a)) {
            return format.isInfinite(b) ? invalid(format, state) : format.infinity(negative);
        }
        if (format.isInfinite(b)) {
            return format.zero(negative);
        }
        if (format.isZero(b)) {
            if (format.isZero(a)) {
                return invalid(format, state);
            }
            state.flags |= DZ;
            return format.infinity(negative);
        }
        if (format.isZero(a)) {
            return format.zero(negative);
        }
        // Ten quotient bits at a time: a remainder has at most 53 bits.
        long divisor = format.significand(b);
        long rest = format.significand(a);
        long quotient = rest / divisor;
        rest %= divisor;
        for (int step = 0; step < 6; step++) {
            rest <<= 10;
            quotient = quotient << 10 | rest / divisor;
            rest %= divisor;
        }
        return round(format, negative, quotient << 1 | (rest != 0 ? 1 : 0), format.exponent(a) - format.exponent(b) - 61, mode, state);
    }

    static long squareRoot(FloatFormat format, long a, int mode, FloatState state) {
        if (format.isNan(a)) {
            return nan(format, a, a, state);
        }
        if (format.isZero(a)) {
            return a;
        }
        if (format.isNegative(a)) {
            return invalid(format, state);
        }
        if (format.isInfinite(a)) {
            return a;
        }
        int exponent = format.exponent(a);
        // The exponent is made even. Two bits of the radicand give one of the root; it is followed by 50 zeros.
        long radicand = format.significand(a) << 10 << (exponent & 1);
        long root = 0;
        long rest = 0;
        for (int step = 0; step < 57; step++) {
            rest = rest << 2 | radicand >>> 62;
            radicand <<= 2;
            long trial = root << 2 | 1;
            root <<= 1;
            if (rest >= trial) {
                rest -= trial;
                root |= 1;
            }
        }
        return round(format, false, root << 1 | (rest != 0 ? 1 : 0), (exponent - (exponent & 1) - 60 >> 1) - 1, mode, state);
    }

    /** Returns a * b + c, rounded once. */
    static long multiplyAdd(FloatFormat format, long a, long b, long c, int mode, FloatState state) {
        boolean invalidProduct = format.isInfinite(a) && format.isZero(b) || format.isZero(a) && format.isInfinite(b);
        if (invalidProduct) {
            return invalid(format, state);
        }
        if (format.isNan(a) || format.isNan(b) || format.isNan(c)) {
            if (format.isSignaling(c)) {
                state.flags |= NV;
            }
            return nan(format, a, b, state);
        }
        boolean negative = format.isNegative(a) != format.isNegative(b);
        if (format.isInfinite(a) || format.isInfinite(b)) {
            return format.isInfinite(c) && format.isNegative(c) != negative ? invalid(format, state) : format.infinity(negative);
        }
        if (format.isInfinite(c)) {
            return c;
        }
        if (format.isZero(a) || format.isZero(b)) {
            return format.isZero(c) && format.isNegative(c) != negative ? format.zero(mode == RDN) : c;
        }
        return format.isZero(c) ? multiply(format, a, b, mode, state) : productSum(format, a, b, c, mode, state);
    }

    private static long productSum(FloatFormat format, long a, long b, long c, int mode, FloatState state) {
        // 128 bits each, the highest bit at 126, or 125 for some products; the exponents are those of bit 0.
        int shift = 63 - format.fractionBits;
        long left = format.significand(a) << shift;
        long right = format.significand(b) << shift - 1;
        boolean negative = format.isNegative(a) != format.isNegative(b);
        long high = Math.unsignedMultiplyHigh(left, right);
        long low = left * right;
        int exponent = format.exponent(a) + format.exponent(b) - 2 * shift + 1;
        long addendHigh = format.significand(c) << shift - 1;
        long addendLow = 0;
        int addendExponent = format.exponent(c) - shift + 1 - 64;
        int distance = exponent - addendExponent;
        if (distance > 0) {
            addendLow = shiftRightLow(addendHigh, 0, distance);
            addendHigh = distance < 64 ? addendHigh >>> distance : 0;
        } else if (distance < 0) {
            low = shiftRightLow(high, low, -distance);
            high = -distance < 64 ? high >>> -distance : 0;
            exponent = addendExponent;
        }
        if (negative == format.isNegative(c)) {
            long sum = low + addendLow;
            high += addendHigh + (Long.compareUnsigned(sum, low) < 0 ? 1 : 0);
            low = sum;
        } else {
            long borrow = Long.compareUnsigned(low, addendLow) < 0 ? 1 : 0;
            low -= addendLow;
            high -= addendHigh + borrow;
            if (high < 0) {
                negative = !negative;
                low = -low;
                high = ~high + (low == 0 ? 1 : 0);
            }
            if ((high | low) == 0) {
                return format.zero(mode == RDN);
            }
        }
        return roundLong(format, negative, high, low, exponent, mode, state);
    }

    /** Returns the low half of a 128-bit value shifted right; its lowest bit is also set if a one was shifted out. */
    private static long shiftRightLow(long high, long low, int distance) {
        if (distance >= 128) {
            return (high | low) != 0 ? 1 : 0;
        }
        if (distance >= 64) {
            return shiftRight(high, distance - 64) | (low != 0 ? 1 : 0);
        }
        return low >>> distance | high << 64 - distance | (low << 64 - distance != 0 ? 1 : 0);
    }

    private static long roundLong(FloatFormat format, boolean negative, long high, long low, int exponent, int mode, FloatState state) {
        if (high == 0) {
            return round(format, negative, low, exponent, mode, state);
        }
        int up = Long.numberOfLeadingZeros(high);
        long top = up == 0 ? high : high << up | low >>> 64 - up;
        return round(format, negative, top | (low << up != 0 ? 1 : 0), exponent + 64 - up, mode, state);
    }

    // ---- conversions ----

    /** Returns a value in another format. */
    static long convert(FloatFormat from, FloatFormat to, long a, int mode, FloatState state) {
        if (from.isNan(a)) {
            if (from.isSignaling(a)) {
                state.flags |= NV;
            }
            return to.canonicalNan;
        }
        boolean negative = from.isNegative(a);
        if (from.isInfinite(a)) {
            return to.infinity(negative);
        }
        return from.isZero(a) ? to.zero(negative) : round(to, negative, from.significand(a), from.exponent(a), mode, state);
    }

    /** Returns an integer as a floating-point number; {@code magnitude} is unsigned. */
    static long fromInteger(FloatFormat format, boolean negative, long magnitude, int mode, FloatState state) {
        return magnitude == 0 ? 0 : round(format, negative, magnitude, 0, mode, state);
    }

    /**
     * Returns the integer of a value, or the nearest one that there is, which is an invalid operation.
     * @param width 32 or 64; 32 bits come sign-extended, also where they are unsigned
     */
    static long toInteger(FloatFormat format, long a, int width, boolean signed, int mode, FloatState state) {
        boolean negative = format.isNegative(a) && !format.isNan(a);
        // No integer has 2 to the 64th.
        if (format.isNan(a) || format.isInfinite(a) || format.exponent(a) + format.fractionBits > 63 && !format.isZero(a)) {
            return outOfRange(width, signed, negative, state);
        }
        if (format.isZero(a)) {
            return 0;
        }
        int exponent = format.exponent(a);
        long significand = format.significand(a);
        long magnitude;
        boolean inexact = false;
        if (exponent >= 0) {
            magnitude = significand << exponent;
        } else {
            // Three bits below the point are enough: those below the second are joined.
            long scaled = exponent <= -62 ? 1 : shiftRight(significand << 2, -exponent);
            inexact = (scaled & 3) != 0;
            magnitude = (scaled >>> 2) + (increments(scaled & 3, 2, (scaled >>> 2 & 1) != 0, negative, mode) ? 1 : 0);
        }
        long limit = signed ? (1L << width - 1) - (negative ? 0 : 1) : negative ? 0 : -1L >>> 64 - width;
        if (Long.compareUnsigned(magnitude, limit) > 0) {
            return outOfRange(width, signed, negative, state);
        }
        if (inexact) {
            state.flags |= NX;
        }
        long value = negative ? -magnitude : magnitude;
        return width == 32 ? (int) value : value;
    }

    private static long outOfRange(int width, boolean signed, boolean negative, FloatState state) {
        state.flags |= NV;
        if (!signed) {
            return negative ? 0 : -1;
        }
        long smallest = -1L << width - 1;
        return negative ? smallest : ~smallest;
    }

    // ---- rounding ----

    /** Returns significand * 2^exponent in a format; the significand is unsigned and not 0. */
    static long round(FloatFormat format, boolean negative, long significand, int exponent, int mode, FloatState state) {
        int up = Long.numberOfLeadingZeros(significand);
        long bits = significand << up;
        // The exponent field of a normal number: bit 63 is the one before the binary point.
        int field = exponent - up + 63 + format.bias;
        int dropped = 63 - format.fractionBits;
        long mask = (1L << dropped) - 1;
        long half = 1L << dropped - 1;
        boolean tiny = false;
        if (field < 1) {
            // After rounding as if the exponent had no limit, a number just below the smallest normal one may have become it.
            boolean grows = increments(bits & mask, half, (bits & mask + 1) != 0, negative, mode);
            tiny = field < 0 || !grows || bits >>> dropped != (format.fractionMask << 1 | 1);
            bits = shiftRight(bits, 1 - field);
            field = 1;
        }
        long rest = bits & mask;
        long kept = bits >>> dropped;
        if (increments(rest, half, (kept & 1) != 0, negative, mode)) {
            kept++;
        }
        // The highest bit kept, and a carry, add to the exponent field.
        long packed = ((long) (field - 1) << format.fractionBits) + kept;
        if (field >= format.maxExponent || packed >= format.infinity) {
            state.flags |= OF | NX;
            packed = mode == RTZ || mode == (negative ? RUP : RDN) ? format.infinity - 1 : format.infinity;
        } else if (rest != 0) {
            state.flags |= tiny ? UF | NX : NX;
        }
        return negative ? packed | format.signBit : packed;
    }

    /** Tells whether what is cut off makes the rest one larger. */
    private static boolean increments(long rest, long half, boolean odd, boolean negative, int mode) {
        return switch (mode) {
            case RNE -> rest > half || rest == half && odd;
            case RMM -> rest >= half;
            case RDN -> negative && rest != 0;
            case RUP -> !negative && rest != 0;
            default -> false;
        };
    }

    /** Shifts right; the lowest bit is also set if a one was shifted out. */
    private static long shiftRight(long bits, int distance) {
        if (distance == 0) {
            return bits;
        }
        return distance >= 64 ? 1 : bits >>> distance | (bits << 64 - distance != 0 ? 1 : 0);
    }

    // ---- NaNs ----

    static long invalid(FloatFormat format, FloatState state) {
        state.flags |= NV;
        return format.canonicalNan;
    }

    private static long nan(FloatFormat format, long a, long b, FloatState state) {
        return format.isSignaling(a) || format.isSignaling(b) ? invalid(format, state) : format.canonicalNan;
    }

    // ---- choices ----

    /** Returns the smaller or larger of two: of a number and a NaN the number, and -0 is less than +0. */
    static long choose(FloatFormat format, long a, long b, boolean larger, FloatState state) {
        if (format.isSignaling(a) || format.isSignaling(b)) {
            state.flags |= NV;
        }
        if (format.isNan(a)) {
            return format.isNan(b) ? format.canonicalNan : b;
        }
        if (format.isNan(b)) {
            return a;
        }
        return order(format, a) < order(format, b) != larger ? a : b;
    }

    /** Returns a number that orders values, -0 before +0. */
    private static long order(FloatFormat format, long bits) {
        return format.isNegative(bits) ? ~format.magnitude(bits) : bits;
    }
}
