// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

import static org.trapline.isa.kernel.FloatState.NX;
import static org.trapline.isa.kernel.FloatState.UF;

/**
 * Which results of the host's arithmetic are those of the guest's, flags included: plainly normal numbers that are rounded to nearest. Then inexact is
 * the only flag there can be, and it is only looked for while it is not set. If in doubt, a result is none.
 *
 * <p>Nothing here calls anything that is long or changes anything, so that HotSpot can have it in the middle of a loop. What {@code limit} is,
 * {@link FloatState#limit} says.
 */
public final class HostFloat {
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    /** Sums of such numbers, and what is subtracted from them again, do not overflow. */
    private static final double SAFE = 0x1p1021;
    /** What is larger than this and cancels a product leaves nothing that is too small for a number. */
    public static final double CANCELS = 0x1p-900;
    /** As this, for single precision. */
    public static final float CANCELS_SINGLE = 0x1p-70f;
    private static final long HIDDEN = 1L << 52;
    private static final int TINY = UF | NX;

    private HostFloat() {
    }

    // ---- registers ----

    /** Returns the single-precision value in a register. */
    public static float single(long register) {
        return Float.intBitsToFloat((int) Fp32.unbox(register));
    }

    /** Returns what a register holds with a single-precision value in it. */
    public static long register(float value) {
        return Fp32.box(Float.floatToRawIntBits(value));
    }

    // ---- double precision ----

    /** Tells whether a sum is right; a subnormal one is exact. */
    public static boolean isSum(double x, double y, double sum, double limit) {
        return Math.abs(sum) < limit || limit == 0 && Math.abs(sum) < INFINITY && isExactSum(x, y, sum);
    }

    /** Tells whether a product is right. */
    public static boolean isProduct(double x, double y, double product, double limit, FloatState state) {
        double magnitude = Math.abs(product);
        if (magnitude > Double.MIN_NORMAL) {
            return magnitude < limit || limit == 0 && magnitude < INFINITY && isExactProduct(x, y, product);
        }
        return limit >= 0 && (product == 0 && (x == 0 || y == 0) || isTiny(magnitude, state));
    }

    /** Tells whether a quotient is right. */
    public static boolean isQuotient(double x, double y, double quotient, double limit, FloatState state) {
        double magnitude = Math.abs(quotient);
        if (magnitude > Double.MIN_NORMAL) {
            return magnitude < limit || limit == 0 && magnitude < INFINITY && quotient * y == x && isExactProduct(quotient, y, x);
        }
        return limit >= 0 && (quotient == 0 && x == 0 || isTiny(magnitude, state));
    }

    /** Tells whether a square root is right. */
    public static boolean isRoot(double x, double root, double limit) {
        if (root > Double.MIN_NORMAL) {
            return root < limit || limit == 0 && root < INFINITY && root * root == x && isExactProduct(root, root, x);
        }
        return limit >= 0 && root == 0;
    }

    /** Tells whether a product to which a number was added without rounding in between is right. */
    public static boolean isFused(double x, double y, double z, double result, double limit, FloatState state) {
        double magnitude = Math.abs(result);
        if (magnitude > Double.MIN_NORMAL && magnitude < limit) {
            return true;
        }
        if (!(limit >= 0 && magnitude < INFINITY)) {
            return false;
        }
        if (x == 0 || y == 0 || result == 0 && Math.abs(z) > CANCELS) {
            return true;
        }
        return magnitude > Double.MIN_NORMAL ? isExact(x, y, z) : isTiny(magnitude, state);
    }

    /** Tells whether a number is so small that it may have lost bits for that, which has been noted before. */
    private static boolean isTiny(double magnitude, FloatState state) {
        return magnitude <= Double.MIN_NORMAL && (state.flags & TINY) == TINY;
    }

    private static boolean isExactSum(double x, double y, double sum) {
        // Knuth's TwoSum: what rounding took away.
        double part = sum - x;
        return (x - (sum - part)) + (y - part) == 0 && Math.abs(x) <= SAFE && Math.abs(y) <= SAFE;
    }

    /** Tells whether a normal product is exact. */
    private static boolean isExactProduct(double x, double y, double product) {
        // The product of the significands has 105 or 106 bits, of which the lowest are zero; 53 fit. A subnormal number has fewer.
        int zeros = Long.numberOfTrailingZeros(Double.doubleToRawLongBits(x) | HIDDEN) + Long.numberOfTrailingZeros(Double.doubleToRawLongBits(y) | HIDDEN);
        return zeros > 52 || zeros == 52 && Math.getExponent(product) == Math.getExponent(x) + Math.getExponent(y);
    }

    /** Tells whether a product is normal and exact, and its sum with another number exact, too. */
    private static boolean isExact(double x, double y, double z) {
        double product = x * y;
        double magnitude = Math.abs(product);
        return magnitude > Double.MIN_NORMAL && magnitude < INFINITY && isExactProduct(x, y, product) && isExactSum(product, z, product + z);
    }

    // ---- single precision; two significands of 24 bits have a product of 48, which a double holds ----

    /** Tells whether a sum is right; a subnormal one is exact. */
    public static boolean isSum(float x, float y, float sum, double limit) {
        return Math.abs(sum) < limit || limit == 0 && Math.abs(sum) < Float.POSITIVE_INFINITY && isExactSum(x, y, sum);
    }

    /** Tells whether a product is right. */
    public static boolean isProduct(float x, float y, float product, double limit, FloatState state) {
        float magnitude = Math.abs(product);
        if (magnitude > Float.MIN_NORMAL && magnitude < limit) {
            return true;
        }
        return limit >= 0 && magnitude < Float.POSITIVE_INFINITY && ((double) x * y == product || isTiny(magnitude, state));
    }

    /** Tells whether a quotient is right. */
    public static boolean isQuotient(float x, float y, float quotient, double limit, FloatState state) {
        float magnitude = Math.abs(quotient);
        if (magnitude > Float.MIN_NORMAL) {
            return magnitude < limit || limit == 0 && magnitude < Float.POSITIVE_INFINITY && (double) quotient * y == x;
        }
        return limit >= 0 && (quotient == 0 && x == 0 || isTiny(magnitude, state));
    }

    /** Tells whether a square root is right. */
    public static boolean isRoot(float x, float root, double limit) {
        if (root > Float.MIN_NORMAL) {
            return root < limit || limit == 0 && root < Float.POSITIVE_INFINITY && (double) root * root == x;
        }
        return limit >= 0 && root == 0;
    }

    /** Tells whether a product to which a number was added without rounding in between is right. */
    public static boolean isFused(float x, float y, float z, float result, double limit, FloatState state) {
        float magnitude = Math.abs(result);
        if (magnitude > Float.MIN_NORMAL && magnitude < limit) {
            return true;
        }
        if (!(limit >= 0 && magnitude < Float.POSITIVE_INFINITY)) {
            return false;
        }
        if (x == 0 || y == 0 || result == 0 && Math.abs(z) > CANCELS_SINGLE) {
            return true;
        }
        return magnitude > Float.MIN_NORMAL ? isExactSum((double) x * y, z, result) : isTiny(magnitude, state);
    }

    private static boolean isTiny(float magnitude, FloatState state) {
        return magnitude <= Float.MIN_NORMAL && (state.flags & TINY) == TINY;
    }

    /** Tells whether the sum of two numbers of at most 48 bits is exactly a single-precision number. */
    private static boolean isExactSum(double x, double y, float rounded) {
        // Knuth's TwoSum, as above.
        double sum = x + y;
        double part = sum - x;
        return sum == rounded && (x - (sum - part)) + (y - part) == 0;
    }

    // ---- conversions ----

    /** Tells whether a double-precision number was rounded to the right single-precision one. */
    public static boolean isNarrowed(double x, float narrow, double limit) {
        float magnitude = Math.abs(narrow);
        if (magnitude > Float.MIN_NORMAL) {
            return magnitude < limit || limit == 0 && magnitude < Float.POSITIVE_INFINITY && narrow == x;
        }
        return limit >= 0 && x == 0;
    }

    /** Tells whether the number made of an integer, of so many significant bits, is right. */
    public static boolean isOfInteger(long integer, int bits, double limit) {
        return limit > 0 || Long.SIZE - Long.numberOfLeadingZeros(Math.abs(integer)) - Long.numberOfTrailingZeros(integer) <= bits;
    }

    /** Tells whether a number is between two others. */
    public static boolean isBetween(double value, double least, double most) {
        return value > least && value < most;
    }

    /** Tells whether an integer, or what is between integers, is the number it was made of, or inexact is known if it is not. */
    public static boolean isInteger(double value, double integer, FloatState state) {
        return integer == value || (state.flags & NX) != 0;
    }
}
