// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

/**
 * What instructions of RV32 compute where neither RV64's instruction of the same name does nor one of its word instructions. Operands and
 * results have 32 bits and copies of the highest of them above.
 */
public final class Rv32 {
    private static final long LOW_WORD = 0xffff_ffffL;

    private Rv32() {
    }

    public static long mulh(long a, long b) {
        return a * b >> 32;
    }

    public static long mulhsu(long a, long b) {
        return a * (b & LOW_WORD) >> 32;
    }

    public static long mulhu(long a, long b) {
        return (a & LOW_WORD) * (b & LOW_WORD) >> 32;
    }

    public static long sh1add(long a, long b) {
        return (int) Bits.sh1add(a, b);
    }

    public static long sh2add(long a, long b) {
        return (int) Bits.sh2add(a, b);
    }

    public static long sh3add(long a, long b) {
        return (int) Bits.sh3add(a, b);
    }

    public static long orc_b(long a) {
        return (int) Bits.orc_b(a);
    }

    public static long rev8(long a) {
        return Integer.reverseBytes((int) a);
    }

    public static long clmul(long a, long b) {
        return (int) Bits.clmul(a, b & LOW_WORD);
    }

    public static long clmulh(long a, long b) {
        return Bits.clmul(a & LOW_WORD, b & LOW_WORD) >> 32;
    }

    public static long clmulr(long a, long b) {
        return (int) (Bits.clmul(a & LOW_WORD, b & LOW_WORD) >> 31);
    }

    public static long bclr(long a, long b) {
        return a & ~(1 << b);
    }

    public static long bext(long a, long b) {
        return a >>> (b & 31) & 1;
    }

    public static long binv(long a, long b) {
        return a ^ 1 << b;
    }

    public static long bset(long a, long b) {
        return a | 1 << b;
    }
}
