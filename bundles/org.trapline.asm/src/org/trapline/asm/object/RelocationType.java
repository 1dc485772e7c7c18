// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.object;

import java.util.HashMap;
import java.util.Map;

import org.trapline.isa.Operand;

/**
 * The relocations of RISC-V, as far as this assembler and linker use them.
 *
 * @implSpec RISC-V ABIs Specification, "Relocations"
 */
public enum RelocationType {
    NONE(0, 0, null),
    ABSOLUTE_32(1, 4, null),
    ABSOLUTE_64(2, 8, null),
    BRANCH(16, 4, Operand.BRANCH_OFFSET),
    JAL(17, 4, Operand.JUMP_OFFSET),
    CALL(18, 8, null),
    CALL_PLT(19, 8, null),
    GOT_HI20(20, 4, Operand.UPPER20),
    PCREL_HI20(23, 4, Operand.UPPER20),
    PCREL_LO12_I(24, 4, Operand.IMM12),
    PCREL_LO12_S(25, 4, Operand.STORE_OFFSET),
    HI20(26, 4, Operand.UPPER20),
    LO12_I(27, 4, Operand.IMM12),
    LO12_S(28, 4, Operand.STORE_OFFSET),
    ADD8(33, 1, null),
    ADD16(34, 2, null),
    ADD32(35, 4, null),
    ADD64(36, 8, null),
    SUB8(37, 1, null),
    SUB16(38, 2, null),
    SUB32(39, 4, null),
    SUB64(40, 8, null),
    ALIGN(43, 0, null),
    RVC_BRANCH(44, 2, Operand.C_BRANCH_OFFSET),
    RVC_JUMP(45, 2, Operand.C_JUMP_OFFSET),
    GPREL_I(47, 4, Operand.IMM12),
    GPREL_S(48, 4, Operand.STORE_OFFSET),
    RELAX(51, 0, null),
    SUB6(52, 1, null),
    SET6(53, 1, null),
    SET8(54, 1, null),
    SET16(55, 2, null),
    SET32(56, 4, null),
    PCREL_32(57, 4, null);

    private static final Map<Integer, RelocationType> BY_CODE = new HashMap<>();

    static {
        for (RelocationType type : values()) {
            BY_CODE.put(type.code, type);
        }
    }

    private final int code;
    private final int bytes;
    private final Operand operand;

    RelocationType(int code, int bytes, Operand operand) {
        this.code = code;
        this.bytes = bytes;
        this.operand = operand;
    }

    /** Returns the relocation with an ELF code, or null if this linker does not know it. */
    public static RelocationType of(int code) {
        return BY_CODE.get(code);
    }

    /** Returns the relocation that stores an address in {@code size} bytes, or null if there is none. */
    public static RelocationType absolute(int size) {
        return size == 8 ? ABSOLUTE_64 : size == 4 ? ABSOLUTE_32 : null;
    }

    /** Returns the relocation that adds an address to {@code size} bytes. */
    public static RelocationType add(int size) {
        return switch (size) {
            case 1 -> ADD8;
            case 2 -> ADD16;
            case 4 -> ADD32;
            default -> ADD64;
        };
    }

    /** Returns the relocation that subtracts an address from {@code size} bytes. */
    public static RelocationType subtract(int size) {
        return switch (size) {
            case 1 -> SUB8;
            case 2 -> SUB16;
            case 4 -> SUB32;
            default -> SUB64;
        };
    }

    /** Returns the ELF code. */
    public int code() {
        return code;
    }

    /** Returns how many bytes it changes. */
    public int bytes() {
        return bytes;
    }

    /** Returns the instruction operand that it sets, or null if it does something else. */
    public Operand operand() {
        return operand;
    }

    /** Returns the name in the ABI specification, such as {@code R_RISCV_HI20}. */
    public String elfName() {
        return switch (this) {
            case ABSOLUTE_32 -> "R_RISCV_32";
            case ABSOLUTE_64 -> "R_RISCV_64";
            case PCREL_32 -> "R_RISCV_32_PCREL";
            default -> "R_RISCV_" + name();
        };
    }

    /** Returns the upper twenty bits that, with a sign-extended low part, make up {@code value}. */
    public static long upper(long value) {
        return value + 0x800 >> 12 & 0xfffff;
    }

    /** Returns the sign-extended low twelve bits of {@code value}. */
    public static long lower(long value) {
        return value << 52 >> 52;
    }

    /** Tells whether {@code value} is a sign-extended upper part plus a low part. */
    public static boolean fitsUpper(long value) {
        long high = value + 0x800 >> 12;
        return high >= -0x80000 && high < 0x80000;
    }
}
