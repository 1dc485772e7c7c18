// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

/**
 * An IEEE 754 binary format, and what the bits of its values say.
 *
 * <pre>
 *  sign | exponent, biased | fraction
 * </pre>
 */
final class FloatFormat {
    static final FloatFormat SINGLE = new FloatFormat(8, 23);
    static final FloatFormat DOUBLE = new FloatFormat(11, 52);

    final int fractionBits;
    final int bias;
    /** The exponent field of infinities and NaNs. */
    final int maxExponent;
    final long signBit;
    final long fractionMask;
    final long infinity;
    /** The NaN that every operation gives. */
    final long canonicalNan;
    /** Tells a quiet NaN from a signaling one. */
    final long quietBit;

    private FloatFormat(int exponentBits, int fractionBits) {
        this.fractionBits = fractionBits;
        maxExponent = (1 << exponentBits) - 1;
        bias = maxExponent >> 1;
        signBit = 1L << exponentBits + fractionBits;
        fractionMask = (1L << fractionBits) - 1;
        infinity = (long) maxExponent << fractionBits;
        quietBit = 1L << fractionBits - 1;
        canonicalNan = infinity | quietBit;
    }

    boolean isNegative(long bits) {
        return (bits & signBit) != 0;
    }

    long magnitude(long bits) {
        return bits & signBit - 1;
    }

    boolean isNan(long bits) {
        return magnitude(bits) > infinity;
    }

    boolean isSignaling(long bits) {
        return isNan(bits) && (bits & quietBit) == 0;
    }

    boolean isInfinite(long bits) {
        return magnitude(bits) == infinity;
    }

    boolean isZero(long bits) {
        return magnitude(bits) == 0;
    }

    /** Returns the significand of a finite number that is not zero, shifted so that its highest bit is {@link #fractionBits}. */
    long significand(long bits) {
        long fraction = bits & fractionMask;
        return exponentField(bits) != 0 ? fraction | fractionMask + 1 : fraction << subnormalShift(fraction);
    }

    /** Returns the power of two that the lowest bit of {@link #significand} stands for. */
    int exponent(long bits) {
        int field = exponentField(bits);
        int shift = field != 0 ? 0 : subnormalShift(bits & fractionMask);
        return Math.max(field, 1) - bias - fractionBits - shift;
    }

    int exponentField(long bits) {
        return (int) (bits >>> fractionBits) & maxExponent;
    }

    private int subnormalShift(long fraction) {
        return Long.numberOfLeadingZeros(fraction) - (63 - fractionBits);
    }

    long zero(boolean negative) {
        return negative ? signBit : 0;
    }

    long infinity(boolean negative) {
        return negative ? signBit | infinity : infinity;
    }

    /** Returns the one bit of {@code fclass} that a value is told by. */
    long classBit(long bits) {
        if (isNan(bits)) {
            return isSignaling(bits) ? 1 << 8 : 1 << 9;
        }
        // 0 -inf | 1 -normal | 2 -subnormal | 3 -0 | 4 +0 | 5 +subnormal | 6 +normal | 7 +inf
        int kind = isInfinite(bits) ? 3 : exponentField(bits) != 0 ? 2 : isZero(bits) ? 0 : 1;
        return isNegative(bits) ? 1 << 3 - kind : 1 << 4 + kind;
    }
}
