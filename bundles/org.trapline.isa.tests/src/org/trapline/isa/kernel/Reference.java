// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

import java.math.BigInteger;
import java.util.function.IntToLongFunction;

/** What the manual says the pure instructions compute, on unbounded integers and strings of bits. */
final class Reference {
    private static final BigInteger WORD = BigInteger.ONE.shiftLeft(32);
    private static final BigInteger DOUBLE = BigInteger.ONE.shiftLeft(64);

    static BigInteger s(long value) {
        return BigInteger.valueOf(value);
    }

    static BigInteger u(long value) {
        return s(value).mod(DOUBLE);
    }

    static BigInteger sw(long value) {
        BigInteger low = s(value).mod(WORD);
        return low.testBit(31) ? low.subtract(WORD) : low;
    }

    static BigInteger uw(long value) {
        return s(value).mod(WORD);
    }

    private static BigInteger carryLess(long a, long b) {
        BigInteger product = BigInteger.ZERO;
        for (int bit = 0; bit < 64; bit++) {
            product = u(b).testBit(bit) ? product.xor(u(a).shiftLeft(bit)) : product;
        }
        return product;
    }

    static boolean condition(String name, long a, long b) {
        return switch (name) {
            case "beq" -> s(a).equals(s(b));
            case "bne" -> !s(a).equals(s(b));
            case "blt" -> s(a).compareTo(s(b)) < 0;
            case "bge" -> s(a).compareTo(s(b)) >= 0;
            case "bltu" -> u(a).compareTo(u(b)) < 0;
            case "bgeu" -> u(a).compareTo(u(b)) >= 0;
            default -> throw new AssertionError("no reference for " + name);
        };
    }

    /** Returns the low 64 bits; results of word operations are sign-extended first. */
    static long compute(String name, long a, long b) {
        int shift = (int) (b & 63);
        int shiftWord = (int) (b & 31);
        return switch (name) {
            case "lui" -> b;
            case "auipc", "add", "addi", "amoadd_d", "amoadd_w" -> s(a).add(s(b)).longValue();
            case "sub" -> s(a).subtract(s(b)).longValue();
            case "slt", "slti" -> s(a).compareTo(s(b)) < 0 ? 1 : 0;
            case "sltu", "sltiu" -> u(a).compareTo(u(b)) < 0 ? 1 : 0;
            case "xor", "xori", "amoxor_d", "amoxor_w" -> s(a).xor(s(b)).longValue();
            case "or", "ori", "amoor_d", "amoor_w" -> s(a).or(s(b)).longValue();
            case "and", "andi", "amoand_d", "amoand_w" -> s(a).and(s(b)).longValue();
            case "sll", "slli" -> s(a).shiftLeft(shift).longValue();
            case "srl", "srli" -> u(a).shiftRight(shift).longValue();
            case "sra", "srai" -> s(a).shiftRight(shift).longValue();
            case "addw", "addiw" -> sw(s(a).add(s(b)).longValue()).longValue();
            case "subw" -> sw(s(a).subtract(s(b)).longValue()).longValue();
            case "sllw", "slliw" -> sw(s(a).shiftLeft(shiftWord).longValue()).longValue();
            case "srlw", "srliw" -> sw(uw(a).shiftRight(shiftWord).longValue()).longValue();
            case "sraw", "sraiw" -> sw(a).shiftRight(shiftWord).longValue();
            case "mul" -> s(a).multiply(s(b)).longValue();
            case "mulh" -> s(a).multiply(s(b)).shiftRight(64).longValue();
            case "mulhsu" -> s(a).multiply(u(b)).shiftRight(64).longValue();
            case "mulhu" -> u(a).multiply(u(b)).shiftRight(64).longValue();
            case "mulw" -> sw(s(a).multiply(s(b)).longValue()).longValue();
            case "div" -> quotient(s(a), s(b)).longValue();
            case "divu" -> quotient(u(a), u(b)).longValue();
            case "rem" -> remainder(s(a), s(b)).longValue();
            case "remu" -> remainder(u(a), u(b)).longValue();
            case "divw" -> sw(quotient(sw(a), sw(b)).longValue()).longValue();
            case "divuw" -> sw(quotient(uw(a), uw(b)).longValue()).longValue();
            case "remw" -> sw(remainder(sw(a), sw(b)).longValue()).longValue();
            case "remuw" -> sw(remainder(uw(a), uw(b)).longValue()).longValue();
            case "amoswap_w", "amoswap_d" -> b;
            case "amomin_d" -> s(a).min(s(b)).longValue();
            case "amomax_d" -> s(a).max(s(b)).longValue();
            case "amominu_d" -> u(a).min(u(b)).longValue();
            case "amomaxu_d" -> u(a).max(u(b)).longValue();
            case "amomin_w" -> sw(a).min(sw(b)).longValue();
            case "amomax_w" -> sw(a).max(sw(b)).longValue();
            case "amominu_w" -> uw(a).min(uw(b)).longValue();
            case "amomaxu_w" -> uw(a).max(uw(b)).longValue();
            default -> computeBits(name, a, b);
        };
    }

    private static long computeBits(String name, long a, long b) {
        int bit = (int) (b & 63);
        int bitOfWord = (int) (b & 31);
        return switch (name) {
            case "add_uw" -> uw(a).add(s(b)).longValue();
            case "sh1add" -> s(a).multiply(s(2)).add(s(b)).longValue();
            case "sh2add" -> s(a).multiply(s(4)).add(s(b)).longValue();
            case "sh3add" -> s(a).multiply(s(8)).add(s(b)).longValue();
            case "sh1add_uw" -> uw(a).multiply(s(2)).add(s(b)).longValue();
            case "sh2add_uw" -> uw(a).multiply(s(4)).add(s(b)).longValue();
            case "sh3add_uw" -> uw(a).multiply(s(8)).add(s(b)).longValue();
            case "slli_uw" -> uw(a).shiftLeft(bit).longValue();
            case "andn" -> s(a).andNot(s(b)).longValue();
            case "orn" -> s(a).or(s(b).not()).longValue();
            case "xnor" -> s(a).xor(s(b)).not().longValue();
            case "clz" -> 64 - u(a).bitLength();
            case "clzw" -> 32 - uw(a).bitLength();
            case "ctz" -> a == 0 ? 64 : u(a).getLowestSetBit();
            case "ctzw" -> (int) a == 0 ? 32 : uw(a).getLowestSetBit();
            case "cpop" -> u(a).bitCount();
            case "cpopw" -> uw(a).bitCount();
            case "max" -> s(a).max(s(b)).longValue();
            case "maxu" -> u(a).max(u(b)).longValue();
            case "min" -> s(a).min(s(b)).longValue();
            case "minu" -> u(a).min(u(b)).longValue();
            case "sext_b" -> (a & 0xff) < 0x80 ? a & 0xff : (a & 0xff) - 0x100;
            case "sext_h" -> (a & 0xffff) < 0x8000 ? a & 0xffff : (a & 0xffff) - 0x10000;
            case "zext_h" -> a & 0xffff;
            case "rol" -> rotatedRight(u(a), 64, 64 - bit).longValue();
            case "ror", "rori" -> rotatedRight(u(a), 64, bit).longValue();
            case "rolw" -> sw(rotatedRight(uw(a), 32, 32 - bitOfWord).longValue()).longValue();
            case "rorw", "roriw" -> sw(rotatedRight(uw(a), 32, bitOfWord).longValue()).longValue();
            case "orc_b" -> bytes(index -> (a >>> 8 * index & 0xff) == 0 ? 0 : 0xff);
            case "rev8" -> bytes(index -> a >>> 8 * (7 - index) & 0xff);
            case "clmul" -> carryLess(a, b).longValue();
            case "clmulh" -> carryLess(a, b).shiftRight(64).longValue();
            case "clmulr" -> carryLess(a, b).shiftRight(63).longValue();
            case "czero_eqz" -> s(b).signum() == 0 ? 0 : a;
            case "czero_nez" -> s(b).signum() == 0 ? a : 0;
            case "bclr", "bclri" -> u(a).clearBit(bit).longValue();
            case "bset", "bseti" -> u(a).setBit(bit).longValue();
            case "binv", "binvi" -> u(a).flipBit(bit).longValue();
            case "bext", "bexti" -> u(a).testBit(bit) ? 1 : 0;
            default -> throw new AssertionError("no reference for " + name);
        };
    }

    private static BigInteger rotatedRight(BigInteger value, int width, int distance) {
        BigInteger twice = value.shiftLeft(width).or(value);
        return twice.shiftRight(distance).mod(BigInteger.ONE.shiftLeft(width));
    }

    private static long bytes(IntToLongFunction byteAt) {
        long result = 0;
        for (int index = 0; index < 8; index++) {
            result |= byteAt.applyAsLong(index) << 8 * index;
        }
        return result;
    }

    private static BigInteger quotient(BigInteger a, BigInteger b) {
        return b.signum() == 0 ? BigInteger.ONE.negate() : a.divide(b);
    }

    private static BigInteger remainder(BigInteger a, BigInteger b) {
        return b.signum() == 0 ? a : a.remainder(b);
    }
}
