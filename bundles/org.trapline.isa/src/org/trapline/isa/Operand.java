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
    ORDERING(Kind.ORDERING, "aqrl", false, "1:0@25", "acquire and release, as suffix .aq, .rl or .aqrl of the mnemonic");

    /** What an operand means, which decides how it is written and read in source. */
    public enum Kind {
        /** An integer register. */
        REGISTER,
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
        ORDERING
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

    private final Kind kind;
    private final String label;
    private final boolean signed;
    private final String meaning;
    private final List<Piece> pieces;
    private final int highBit;
    private final int lowBit;

    Operand(Kind kind, String label, String places, String meaning) {
        this(kind, label, false, places, meaning);
    }

    Operand(Kind kind, String label, boolean signed, String places, String meaning) {
        this.kind = kind;
        this.label = label;
        this.signed = signed;
        this.meaning = meaning;
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

    /** Returns the smallest value that can be encoded. */
    public long min() {
        return signed ? -(1L << highBit) : 0;
    }

    /** Returns the largest value that can be encoded, a multiple of {@link #alignment()}. */
    public long max() {
        long end = signed ? 1L << highBit : 1L << highBit + 1;
        return end - alignment();
    }

    /** Returns the number that every value must be a multiple of. */
    public int alignment() {
        return 1 << lowBit;
    }

    /** Tells whether the operand may be left out when encoding, and then counts as zero. */
    public boolean isOptional() {
        return kind == Kind.ORDERING;
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
        return signed ? value << unused >> unused : value;
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
        return value >= min() && value <= max() && (value & alignment() - 1) == 0;
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
        return null;
    }

    private String reach() {
        return highBit >= 20 ? (1 << highBit - 20) + " MiB" : highBit >= 10 ? (1 << highBit - 10) + " KiB" : (1 << highBit) + " bytes";
    }
}
