// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

/** Bit manipulation of RV64: the extensions Zba, Zbb, Zbc and Zbs, and the conditional operations of Zicond. */
public final class Bits {
    private static final long LOW_WORD = 0xffff_ffffL;
    private static final long LOW_BITS_OF_BYTES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS_OF_BYTES = 0x8080_8080_8080_8080L;

    private Bits() {
    }

    public static long add_uw(long a, long b) {
        return (a & LOW_WORD) + b;
    }

    public static long sh1add(long a, long b) {
        return (a << 1) + b;
    }

    public static long sh2add(long a, long b) {
        return (a << 2) + b;
    }

    public static long sh3add(long a, long b) {
        return (a << 3) + b;
    }

    public static long sh1add_uw(long a, long b) {
        return ((a & LOW_WORD) << 1) + b;
    }

    public static long sh2add_uw(long a, long b) {
        return ((a & LOW_WORD) << 2) + b;
    }

    public static long sh3add_uw(long a, long b) {
        return ((a & LOW_WORD) << 3) + b;
    }

    public static long slli_uw(long a, long shamt) {
        return (a & LOW_WORD) << shamt;
    }

    public static long andn(long a, long b) {
        return a & ~b;
    }

    public static long orn(long a, long b) {
        return a | ~b;
    }

    public static long xnor(long a, long b) {
        return ~(a ^ b);
    }

    public static long clz(long a) {
        return Long.numberOfLeadingZeros(a);
    }

    public static long clzw(long a) {
        return Integer.numberOfLeadingZeros((int) a);
    }

    public static long ctz(long a) {
        return Long.numberOfTrailingZeros(a);
    }

    public static long ctzw(long a) {
        return Integer.numberOfTrailingZeros((int) a);
    }

    public static long cpop(long a) {
        return Long.bitCount(a);
    }

    public static long cpopw(long a) {
        return Integer.bitCount((int) a);
    }

    public static long max(long a, long b) {
        return Math.max(a, b);
    }

    public static long maxu(long a, long b) {
        return Long.compareUnsigned(a, b) > 0 ? a : b;
    }

    public static long min(long a, long b) {
        return Math.min(a, b);
    }

    public static long minu(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? a : b;
    }

    public static long sext_b(long a) {
        return (byte) a;
    }

    public static long sext_h(long a) {
        return (short) a;
    }

    public static long zext_h(long a) {
        return (char) a;
    }

    public static long rol(long a, long b) {
        return Long.rotateLeft(a, (int) b);
    }

    public static long rolw(long a, long b) {
        return Integer.rotateLeft((int) a, (int) b);
    }

    public static long ror(long a, long b) {
        return Long.rotateRight(a, (int) b);
    }

    public static long rori(long a, long shamt) {
        return Long.rotateRight(a, (int) shamt);
    }

    public static long roriw(long a, long shamt) {
        return Integer.rotateRight((int) a, (int) shamt);
    }

    public static long rorw(long a, long b) {
        return Integer.rotateRight((int) a, (int) b);
    }

    public static long orc_b(long a) {
        // Adding 0x7f to the low seven bits carries into a byte's top bit unless they are zero, and never out of the byte.
        long occupied = ((a & ~HIGH_BITS_OF_BYTES) + ~HIGH_BITS_OF_BYTES | a) & HIGH_BITS_OF_BYTES;
        return (occupied >>> 7 & LOW_BITS_OF_BYTES) * 0xff;
    }

    public static long rev8(long a) {
        return Long.reverseBytes(a);
    }

    public static long clmul(long a, long b) {
        long product = 0;
        for (long bits = b; bits != 0; bits &= bits - 1) {
            product ^= a << Long.numberOfTrailingZeros(bits);
        }
        return product;
    }

    public static long clmulh(long a, long b) {
        return clmulr(a, b) >>> 1;
    }

    /** The product of two reversed numbers is the reversed product. */
    public static long clmulr(long a, long b) {
        return Long.reverse(clmul(Long.reverse(a), Long.reverse(b)));
    }

    public static long czero_eqz(long a, long b) {
        return b == 0 ? 0 : a;
    }

    public static long czero_nez(long a, long b) {
        return b != 0 ? 0 : a;
    }

    public static long bclr(long a, long b) {
        return a & ~(1L << b);
    }

    public static long bclri(long a, long shamt) {
        return a & ~(1L << shamt);
    }

    public static long bext(long a, long b) {
        return a >>> b & 1;
    }

    public static long bexti(long a, long shamt) {
        return a >>> shamt & 1;
    }

    public static long binv(long a, long b) {
        return a ^ 1L << b;
    }

    public static long binvi(long a, long shamt) {
        return a ^ 1L << shamt;
    }

    public static long bset(long a, long b) {
        return a | 1L << b;
    }

    public static long bseti(long a, long shamt) {
        return a | 1L << shamt;
    }
}
