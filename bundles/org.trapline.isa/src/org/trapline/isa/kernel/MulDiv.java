// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

/**
 * Multiplication and division of RV64M. Division never traps: the manual gives the results for a zero divisor and for overflow, and
 * Java's own division already wraps on overflow as the manual asks.
 *
 * @implSpec unpriv "Division Operations", table of division by zero and overflow
 */
public final class MulDiv {
    private MulDiv() {
    }

    public static long mul(long a, long b) {
        return a * b;
    }

    public static long mulh(long a, long b) {
        return Math.multiplyHigh(a, b);
    }

    public static long mulhsu(long a, long b) {
        // Read as signed, b is 2^64 too small where its top bit is set, which takes a from the high half.
        return Math.multiplyHigh(a, b) + (a & b >> 63);
    }

    public static long mulhu(long a, long b) {
        return Math.unsignedMultiplyHigh(a, b);
    }

    public static long div(long a, long b) {
        return b == 0 ? -1 : a / b;
    }

    public static long divu(long a, long b) {
        return b == 0 ? -1 : Long.divideUnsigned(a, b);
    }

    public static long rem(long a, long b) {
        return b == 0 ? a : a % b;
    }

    public static long remu(long a, long b) {
        return b == 0 ? a : Long.remainderUnsigned(a, b);
    }

    public static long mulw(long a, long b) {
        return (int) (a * b);
    }

    public static long divw(long a, long b) {
        return (int) b == 0 ? -1 : (int) a / (int) b;
    }

    public static long divuw(long a, long b) {
        return (int) b == 0 ? -1 : Integer.divideUnsigned((int) a, (int) b);
    }

    public static long remw(long a, long b) {
        return (int) b == 0 ? (int) a : (int) a % (int) b;
    }

    public static long remuw(long a, long b) {
        return (int) b == 0 ? (int) a : Integer.remainderUnsigned((int) a, (int) b);
    }
}
