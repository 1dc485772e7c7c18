// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import java.util.ArrayList;
import java.util.List;

/**
 * The operands an instruction word can hold. A row says where the operand's bits stand, in the manual's notation:
 * {@code "12|10:5@25 4:1|11@7"} puts value bits 12 and 10..5 at word bit 25 upwards, and 4..1 and 11 at bit 7 upwards.
 * The row alone decides extraction, insertion, range and alignment.
 */
public enum Operand {
    RD(Kind.REGISTER, "rd", "4:0@7", "destination register"),
    RS1(Kind.REGISTER, "rs1", "4:0@15", "first source register"),
    RS2(Kind.REGISTER, "rs2", "4:0@20", "second source register"),
    /** Immediate of the I format. */
    IMM12(Kind.IMMEDIATE, "imm", true, "11:0@20", "signed number"),
    /** Address offset of loads and {@code jalr}. */
    LOAD_OFFSET(Kind.DISPLACEMENT, "offset", true, "11:0@20", "bytes added to the base register"),
    /** Address offset of stores. */
    STORE_OFFSET(Kind.DISPLACEMENT, "offset", true, "11:5@25 4:0@7", "bytes added to the base register"),
    /** Distance in bytes from the branch to its target. */
    BRANCH_OFFSET(Kind.OFFSET, "offset", true, "12|10:5@25 4:1|11@7", "bytes from this instruction to the target"),
    /** Distance in bytes from the jump to its target. */
    JUMP_OFFSET(Kind.OFFSET, "offset", true, "20|10:1|11|19:12@12", "bytes from this instruction to the target"),
    /** The upper twenty bits of {@code lui} and {@code auipc}, as the unsigned number written in source. */
    UPPER20(Kind.UPPER, "imm", false, "19:0@12", "bits 31..12 of the number"),
    SHAMT6(Kind.SHAMT, "shamt", false, "5:0@20", "shift amount"),
    SHAMT5(Kind.SHAMT, "shamt", false, "4:0@20", "shift amount"),
    CSR(Kind.CSR, "csr", false, "11:0@20", "control and status register"),
    ZIMM5(Kind.ZIMM, "zimm", false, "4:0@15", "unsigned number"),
    PRED(Kind.FENCE_SET, "pred", false, "3:0@24", "accesses that come before"),
    SUCC(Kind.FENCE_SET, "succ", false, "3:0@20", "accesses that come after"),
    /** The {@code aq} (2) and {@code rl} (1) bits, written as a suffix of the mnemonic; may be left out when encoding. */
    ORDERING(Kind.ORDERING, "aqrl", false, "1:0@25", "acquire and release, as suffix .aq, .rl or .aqrl of the mnemonic"),

    FRD(Kind.FREGISTER, "rd", "4:0@7", "destination register"),
    FRS1(Kind.FREGISTER, "rs1", "4:0@15", "first source register"),
    FRS2(Kind.FREGISTER, "rs2", "4:0@20", "second source register"),
    FRS3(Kind.FREGISTER, "rs3", "4:0@27", "third source register"),
    /** Rounding mode; left out, it is dynamic. */
    RM(Kind.ROUNDING, "rm", "2:0@12", "rounding mode: rne, rtz, rdn, rup, rmm, or dyn for that of frm", Only.ROUNDING_MODES),
    /** Rounding mode of a conversion that is always exact; left out, it is 0. */
    RM_EXACT(Kind.ROUNDING, "rm", "2:0@12", "rounding mode, of no effect because the result is exact", Only.ROUNDING_MODES),

    // Compressed instructions; a prime marks three bits for the registers x8 to x15.
    C_RD(Kind.REGISTER, "rd", "4:0@7", "destination register"),
    C_RD_NOT_0(Kind.REGISTER, "rd", "4:0@7", "destination register, not x0", Only.NOT_0),
    C_RD_NOT_2(Kind.REGISTER, "rd", "4:0@7", "destination register, not x2", Only.NOT_2),
    C_RS1_NOT_0(Kind.REGISTER, "rs1", "4:0@7", "source register, not x0", Only.NOT_0),
    C_RS2(Kind.REGISTER, "rs2", "4:0@2", "source register"),
    C_RS2_NOT_0(Kind.REGISTER, "rs2", "4:0@2", "source register, not x0", Only.NOT_0),
    C_RD_PRIME(Kind.REGISTER, "rd", "2:0@2", "destination register, x8 to x15", Only.PRIME),
    C_RD_PRIME_HIGH(Kind.REGISTER, "rd", "2:0@7", "destination register, x8 to x15", Only.PRIME),
    C_RS1_PRIME(Kind.REGISTER, "rs1", "2:0@7", "source register, x8 to x15", Only.PRIME),
    C_RS2_PRIME(Kind.REGISTER, "rs2", "2:0@2", "source register, x8 to x15", Only.PRIME),
    C_FRD(Kind.FREGISTER, "rd", "4:0@7", "destination register"),
    C_FRS2(Kind.FREGISTER, "rs2", "4:0@2", "source register"),
    C_FRD_PRIME(Kind.FREGISTER, "rd", "2:0@2", "destination register, f8 to f15", Only.PRIME),
    C_FRS2_PRIME(Kind.FREGISTER, "rs2", "2:0@2", "source register, f8 to f15", Only.PRIME),
    C_IMM6(Kind.IMMEDIATE, "imm", true, "5@12 4:0@2", "signed number"),
    C_ADDI16SP_IMM(Kind.IMMEDIATE, "imm", true, "9@12 4|6|8:7|5@2", "signed number, not 0", Only.NOT_0),
    C_ADDI4SPN_IMM(Kind.IMMEDIATE, "imm", false, "5:4|9:6|2|3@5", "unsigned number, not 0", Only.NOT_0),
    /** The twenty bits that {@code c.lui} loads, written as {@code lui}'s: the sign fills all but the lowest five. */
    C_UPPER(Kind.UPPER, "imm", true, "5@12 4:0@2", "bits 31..12 of the number, not 0", Only.SIGNED_UPPER),
    C_SHAMT6(Kind.SHAMT, "shamt", false, "5@12 4:0@2", "shift amount"),
    C_SHAMT5(Kind.SHAMT, "shamt", false, "4:0@2", "shift amount"),
    C_WORD_OFFSET(Kind.DISPLACEMENT, "offset", false, "5:3@10 2|6@5", "bytes added to the base register"),
    C_DOUBLE_OFFSET(Kind.DISPLACEMENT, "offset", false, "5:3@10 7:6@5", "bytes added to the base register"),
    C_WORD_SP_LOAD(Kind.DISPLACEMENT, "offset", false, "5@12 4:2|7:6@2", "bytes added to sp"),
    C_DOUBLE_SP_LOAD(Kind.DISPLACEMENT, "offset", false, "5@12 4:3|8:6@2", "bytes added to sp"),
    C_WORD_SP_STORE(Kind.DISPLACEMENT, "offset", false, "5:2|7:6@7", "bytes added to sp"),
    C_DOUBLE_SP_STORE(Kind.DISPLACEMENT, "offset", false, "5:3|8:6@7", "bytes added to sp"),
    C_JUMP_OFFSET(Kind.OFFSET, "offset", true, "11|4|9:8|10|6|7|3:1|5@2", "bytes from this instruction to the target"),
    C_BRANCH_OFFSET(Kind.OFFSET, "offset", true, "8|4:3@10 7:6|2:1|5@2", "bytes from this instruction to the target");

    /** What an operand means, which decides how it is written and read in source. */
    public enum Kind {
        /** An integer register. */
        REGISTER,
        /** A floating-point register. */
        FREGISTER,
        /** A number. */
        IMMEDIATE,
        /** The upper part of a number, as {@code %hi} gives it. */
        UPPER,
        /** A shift amount. */
        SHAMT,
        /** A small unsigned number in place of a register. */
        ZIMM,
        /** A byte offset added to a base register. */
        DISPLACEMENT,
        /** A byte distance from the instruction itself; written as a target address. */
        OFFSET,
        /** A CSR number or name. */
        CSR,
        /** A set of the letters {@code iorw}. */
        FENCE_SET,
        /** A suffix of the mnemonic: {@code .aq}, {@code .rl} or {@code .aqrl}. */
        ORDERING,
        /** The name of a rounding mode, which may be left out. */
        ROUNDING
    }

    /** Which of the values that fit the bits are legal, where it is not all. */
    private enum Only {
        ANY, NOT_0, NOT_2, PRIME, ROUNDING_MODES, SIGNED_UPPER
    }

    /**
     * A run of bits of an operand's value that stands together in the word.
     *
     * @param valueLow lowest bit in the value
     * @param wordLow  lowest bit in the instruction word
     * @param width    number of bits
     */
    public record Piece(int valueLow, int wordLow, int width) {
        int mask() {
            return (int) ((1L << width) - 1);
        }
    }

    private static final int UPPER_MASK = 0xfffff;

    private final Kind kind;
    private final String label;
    private final boolean signed;
    private final String meaning;
    private final Only only;
    private final List<Piece> pieces;
    private final int highBit;
    private final int lowBit;

    Operand(Kind kind, String label, String places, String meaning) {
        this(kind, label, false, places, meaning, Only.ANY);
    }

    Operand(Kind kind, String label, String places, String meaning, Only only) {
        this(kind, label, false, places, meaning, only);
    }

    Operand(Kind kind, String label, boolean signed, String places, String meaning) {
        this(kind, label, signed, places, meaning, Only.ANY);
    }

    Operand(Kind kind, String label, boolean signed, String places, String meaning, Only only) {
        this.kind = kind;
        this.label = label;
        this.signed = signed;
        this.meaning = meaning;
        this.only = only;
        this.pieces = List.copyOf(parse(places));
        this.highBit = pieces.stream().mapToInt(p -> p.valueLow() + p.width() - 1).max().orElseThrow();
        this.lowBit = pieces.stream().mapToInt(Piece::valueLow).min().orElseThrow();
    }

    private static List<Piece> parse(String places) {
        List<Piece> result = new ArrayList<>();
        for (String group : places.split(" ")) {
            int at = group.indexOf('@');
            int wordLow = Integer.parseInt(group.substring(at + 1));
            String[] runs = group.substring(0, at).split("\\|");
            for (int i = runs.length - 1; i >= 0; i--) {
                String[] ends = runs[i].split(":");
                int high = Integer.parseInt(ends[0]);
                int low = Integer.parseInt(ends[ends.length - 1]);
                result.add(new Piece(low, wordLow, high - low + 1));
                wordLow += high - low + 1;
            }
        }
        return result;
    }

    /** Returns what the operand means. */
    public Kind kind() {
        return kind;
    }

    /** Returns the operand's name in the manual, such as {@code rs1} or {@code imm}. */
    public String label() {
        return label;
    }

    /** Returns in a few words what the operand is for. */
    public String meaning() {
        return meaning;
    }

    /** Tells whether the value is sign-extended. */
    public boolean isSigned() {
        return signed;
    }

    /** Returns the runs of bits that make up the value, in no particular order. */
    public List<Piece> pieces() {
        return pieces;
    }

    /** Returns the smallest value that can be encoded, unless {@link #accepts} excludes it. */
    public long min() {
        return switch (only) {
            case PRIME -> 8;
            case SIGNED_UPPER -> 1;
            default -> signed ? -(1L << highBit) : 0;
        };
    }

    /** Returns the largest value that can be encoded, a multiple of {@link #alignment()}. */
    public long max() {
        return switch (only) {
            case PRIME -> 15;
            case SIGNED_UPPER -> UPPER_MASK;
            default -> (signed ? 1L << highBit : 1L << highBit + 1) - alignment();
        };
    }

    /** Returns the number that every value must be a multiple of. */
    public int alignment() {
        return 1 << lowBit;
    }

    /** Tells whether the operand may be left out when encoding, and then has its {@link #defaultValue()}. */
    public boolean isOptional() {
        return kind == Kind.ORDERING || kind == Kind.ROUNDING;
    }

    /** Returns the value of an optional operand that is left out. */
    public long defaultValue() {
        return this == RM ? RoundingMode.DYN.code() : 0;
    }

    /** Returns the bits of an instruction word that hold this operand. */
    public int mask() {
        int mask = 0;
        for (Piece piece : pieces) {
            mask |= piece.mask() << piece.wordLow();
        }
        return mask;
    }

    /** Returns the operand's value in an instruction word. */
    public long extract(int word) {
        long value = 0;
        for (Piece piece : pieces) {
            value |= (long) (word >>> piece.wordLow() & piece.mask()) << piece.valueLow();
        }
        int unused = 63 - highBit;
        value = signed ? value << unused >> unused : value;
        return switch (only) {
            case PRIME -> value + 8;
            case SIGNED_UPPER -> value & UPPER_MASK;
            default -> value;
        };
    }

    /** Returns the word bits that hold {@code value}; bits that do not fit are dropped. */
    public int insert(long value) {
        int word = 0;
        for (Piece piece : pieces) {
            word |= ((int) (value >>> piece.valueLow()) & piece.mask()) << piece.wordLow();
        }
        return word;
    }

    /** Tells whether {@code value} can be encoded exactly. */
    public boolean accepts(long value) {
        return value >= min() && value <= max() && (value & alignment() - 1) == 0 && !isExcluded(value);
    }

    private boolean isExcluded(long value) {
        return switch (only) {
            case ANY, PRIME -> false;
            case NOT_0 -> value == 0;
            case NOT_2 -> value == 2;
            case ROUNDING_MODES -> RoundingMode.ofCode((int) value) == null;
            case SIGNED_UPPER -> value > 31 && value < UPPER_MASK - 31;
        };
    }

    /** Tells whether some values that fit the bits are reserved. */
    boolean hasReservedValues() {
        return only != Only.ANY && only != Only.PRIME;
    }

    /** Says why {@code value} cannot be encoded, in words for the author of the source; null if it can. */
    public String complaint(long value) {
        if (value < min() || value > max()) {
            return kind == Kind.OFFSET
                ? "offset " + value + " exceeds ±" + reach()
                : label + " " + value + " is not in " + min() + ".." + max();
        }
        if ((value & alignment() - 1) != 0) {
            return label + " " + value + " is not a multiple of " + alignment();
        }
        if (isExcluded(value)) {
            return only == Only.SIGNED_UPPER
                ? label + " " + value + " is not in 1..31 or " + (UPPER_MASK - 31) + ".." + UPPER_MASK
                : label + " must not be " + value;
        }
        return null;
    }

    private String reach() {
        return highBit >= 20 ? (1 << highBit - 20) + " MiB" : highBit >= 10 ? (1 << highBit - 10) + " KiB" : (1 << highBit) + " bytes";
    }
}
