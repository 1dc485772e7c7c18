// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

/**
 * What atomic memory operations store: the new value, from the old value in memory and the operand {@code rs2}. The old value of a word
 * operation comes sign-extended; of its result only the low 32 bits are stored. Reading, writing and atomicity are the hart's.
 */
public final class Amo {
    private Amo() {
    }

    public static long amoswap_w(long old, long operand) {
        return operand;
    }

    public static long amoadd_w(long old, long operand) {
        return old + operand;
    }

    public static long amoxor_w(long old, long operand) {
        return old ^ operand;
    }

    public static long amoand_w(long old, long operand) {
        return old & operand;
    }

    public static long amoor_w(long old, long operand) {
        return old | operand;
    }

    public static long amomin_w(long old, long operand) {
        return Math.min((int) old, (int) operand);
    }

    public static long amomax_w(long old, long operand) {
        return Math.max((int) old, (int) operand);
    }

    public static long amominu_w(long old, long operand) {
        return Integer.compareUnsigned((int) old, (int) operand) < 0 ? old : operand;
    }

    public static long amomaxu_w(long old, long operand) {
        return Integer.compareUnsigned((int) old, (int) operand) > 0 ? old : operand;
    }

    public static long amoswap_d(long old, long operand) {
        return operand;
    }

    public static long amoadd_d(long old, long operand) {
        return old + operand;
    }

    public static long amoxor_d(long old, long operand) {
        return old ^ operand;
    }

    public static long amoand_d(long old, long operand) {
        return old & operand;
    }

    public static long amoor_d(long old, long operand) {
        return old | operand;
    }

    public static long amomin_d(long old, long operand) {
        return Math.min(old, operand);
    }

    public static long amomax_d(long old, long operand) {
        return Math.max(old, operand);
    }

    public static long amominu_d(long old, long operand) {
        return Long.compareUnsigned(old, operand) < 0 ? old : operand;
    }

    public static long amomaxu_d(long old, long operand) {
        return Long.compareUnsigned(old, operand) > 0 ? old : operand;
    }
}
