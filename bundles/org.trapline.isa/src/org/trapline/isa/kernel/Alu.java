// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa.kernel;

/**
 * Integer computation of RV64I. Immediates come sign-extended, except that {@code lui} and {@code auipc} get the immediate already
 * shifted into place; shift amounts come as encoded or as the whole register.
 */
public final class Alu {
    private Alu() {
    }

    public static long lui(long upper) {
        return upper;
    }

    public static long auipc(long pc, long upper) {
        return pc + upper;
    }

    public static long addi(long a, long imm) {
        return a + imm;
    }

    public static long slti(long a, long imm) {
        return a < imm ? 1 : 0;
    }

    public static long sltiu(long a, long imm) {
        return Long.compareUnsigned(a, imm) < 0 ? 1 : 0;
    }

    public static long xori(long a, long imm) {
        return a ^ imm;
    }

    public static long ori(long a, long imm) {
        return a | imm;
    }

    public static long andi(long a, long imm) {
        return a & imm;
    }

    public static long slli(long a, long shamt) {
        return a << shamt;
    }

    public static long srli(long a, long shamt) {
        return a >>> shamt;
    }

    public static long srai(long a, long shamt) {
        return a >> shamt;
    }

    public static long add(long a, long b) {
        return a + b;
    }

    public static long sub(long a, long b) {
        return a - b;
    }

    public static long sll(long a, long b) {
        return a << b;
    }

    public static long slt(long a, long b) {
        return a < b ? 1 : 0;
    }

    public static long sltu(long a, long b) {
        return Long.compareUnsigned(a, b) < 0 ? 1 : 0;
    }

    public static long xor(long a, long b) {
        return a ^ b;
    }

    public static long srl(long a, long b) {
        return a >>> b;
    }

    public static long sra(long a, long b) {
        return a >> b;
    }

    public static long or(long a, long b) {
        return a | b;
    }

    public static long and(long a, long b) {
        return a & b;
    }

    public static long addiw(long a, long imm) {
        return (int) (a + imm);
    }

    public static long slliw(long a, long shamt) {
        return (int) a << (int) shamt;
    }

    public static long srliw(long a, long shamt) {
        return (int) a >>> (int) shamt;
    }

    public static long sraiw(long a, long shamt) {
        return (int) a >> (int) shamt;
    }

    public static long addw(long a, long b) {
        return (int) (a + b);
    }

    public static long subw(long a, long b) {
        return (int) (a - b);
    }

    public static long sllw(long a, long b) {
        return (int) a << (int) b;
    }

    public static long srlw(long a, long b) {
        return (int) a >>> (int) b;
    }

    public static long sraw(long a, long b) {
        return (int) a >> (int) b;
    }
}
