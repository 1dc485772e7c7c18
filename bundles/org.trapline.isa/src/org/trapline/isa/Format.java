// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.trapline.isa.Operand.*;

import java.util.List;

/**
 * The operand layouts of instructions: which operands, in the order they are written, and the punctuation between them.
 * In a row's syntax {@code %} stands for the next operand and everything else for itself. Operands that the syntax has no place for
 * come last: the suffix of the mnemonic ({@link Operand.Kind#ORDERING}), and the rounding mode, which follows a further comma when it is
 * written.
 */
public enum Format {
    R("%,%,%", RD, RS1, RS2),
    UNARY("%,%", RD, RS1),
    I("%,%,%", RD, RS1, IMM12),
    LOAD("%,%(%)", RD, LOAD_OFFSET, RS1),
    STORE("%,%(%)", RS2, STORE_OFFSET, RS1),
    B("%,%,%", RS1, RS2, BRANCH_OFFSET),
    U("%,%", RD, UPPER20),
    J("%,%", RD, JUMP_OFFSET),
    JALR("%,%(%)", RD, LOAD_OFFSET, RS1),
    SHIFT64("%,%,%", RD, RS1, SHAMT6),
    SHIFT32("%,%,%", RD, RS1, SHAMT5),
    CSR("%,%,%", RD, Operand.CSR, RS1),
    CSR_IMM("%,%,%", RD, Operand.CSR, ZIMM5),
    FENCE("%,%", PRED, SUCC),
    AMO("%,%,(%)", RD, RS2, RS1, ORDERING),
    LR("%,(%)", RD, RS1, ORDERING),
    SFENCE("%,%", RS1, RS2),
    CBO("(%)", RS1),
    HLV("%,(%)", RD, RS1),
    HSV("%,(%)", RS2, RS1),
    NULLARY(""),

    FLOAD("%,%(%)", FRD, LOAD_OFFSET, RS1),
    FSTORE("%,%(%)", FRS2, STORE_OFFSET, RS1),
    FR("%,%,%", FRD, FRS1, FRS2),
    FR_RM("%,%,%", FRD, FRS1, FRS2, RM),
    FR4("%,%,%,%", FRD, FRS1, FRS2, FRS3, RM),
    FUNARY_RM("%,%", FRD, FRS1, RM),
    FUNARY_EXACT("%,%", FRD, FRS1, RM_EXACT),
    FCOMPARE("%,%,%", RD, FRS1, FRS2),
    F_TO_X("%,%", RD, FRS1),
    F_TO_X_RM("%,%", RD, FRS1, RM),
    X_TO_F("%,%", FRD, RS1),
    X_TO_F_RM("%,%", FRD, RS1, RM),
    X_TO_F_EXACT("%,%", FRD, RS1, RM_EXACT),

    C_NULLARY(""),
    C_ADDI4SPN("%,sp,%", C_RD_PRIME, C_ADDI4SPN_IMM),
    C_ADDI16SP("sp,%", C_ADDI16SP_IMM),
    C_LOAD_W("%,%(%)", C_RD_PRIME, C_WORD_OFFSET, C_RS1_PRIME),
    C_LOAD_D("%,%(%)", C_RD_PRIME, C_DOUBLE_OFFSET, C_RS1_PRIME),
    C_FLOAD_W("%,%(%)", C_FRD_PRIME, C_WORD_OFFSET, C_RS1_PRIME),
    C_FLOAD_D("%,%(%)", C_FRD_PRIME, C_DOUBLE_OFFSET, C_RS1_PRIME),
    C_STORE_W("%,%(%)", C_RS2_PRIME, C_WORD_OFFSET, C_RS1_PRIME),
    C_STORE_D("%,%(%)", C_RS2_PRIME, C_DOUBLE_OFFSET, C_RS1_PRIME),
    C_FSTORE_W("%,%(%)", C_FRS2_PRIME, C_WORD_OFFSET, C_RS1_PRIME),
    C_FSTORE_D("%,%(%)", C_FRS2_PRIME, C_DOUBLE_OFFSET, C_RS1_PRIME),
    C_LOAD_SP_W("%,%(sp)", C_RD_NOT_0, C_WORD_SP_LOAD),
    C_LOAD_SP_D("%,%(sp)", C_RD_NOT_0, C_DOUBLE_SP_LOAD),
    C_FLOAD_SP_W("%,%(sp)", C_FRD, C_WORD_SP_LOAD),
    C_FLOAD_SP_D("%,%(sp)", C_FRD, C_DOUBLE_SP_LOAD),
    C_STORE_SP_W("%,%(sp)", C_RS2, C_WORD_SP_STORE),
    C_STORE_SP_D("%,%(sp)", C_RS2, C_DOUBLE_SP_STORE),
    C_FSTORE_SP_W("%,%(sp)", C_FRS2, C_WORD_SP_STORE),
    C_FSTORE_SP_D("%,%(sp)", C_FRS2, C_DOUBLE_SP_STORE),
    C_IMM("%,%", C_RD, C_IMM6),
    C_IMM_NOT_0("%,%", C_RD_NOT_0, C_IMM6),
    C_IMM_PRIME("%,%", C_RD_PRIME_HIGH, C_IMM6),
    C_LUI("%,%", C_RD_NOT_2, C_UPPER),
    C_SHIFT("%,%", C_RD, C_SHAMT6),
    C_SHIFT_RV32("%,%", C_RD, C_SHAMT5),
    C_SHIFT_PRIME("%,%", C_RD_PRIME_HIGH, C_SHAMT6),
    C_SHIFT_PRIME_RV32("%,%", C_RD_PRIME_HIGH, C_SHAMT5),
    C_ARITHMETIC("%,%", C_RD_PRIME_HIGH, C_RS2_PRIME),
    C_REGISTERS("%,%", C_RD, C_RS2_NOT_0),
    C_JUMP_REGISTER("%", C_RS1_NOT_0),
    C_JUMP("%", C_JUMP_OFFSET),
    C_BRANCH("%,%", C_RS1_PRIME, C_BRANCH_OFFSET);

    private final String syntax;
    private final List<Operand> operands;
    private final boolean hasReservedValues;

    Format(String syntax, Operand... operands) {
        this.syntax = syntax;
        this.operands = List.of(operands);
        this.hasReservedValues = this.operands.stream().anyMatch(Operand::hasReservedValues);
    }

    /** Returns the operands in the order in which they are written. */
    public List<Operand> operands() {
        return operands;
    }

    /** Returns the punctuation of the operands, {@code %} standing for each in turn. */
    public String syntax() {
        return syntax;
    }

    /** Tells whether the layout has the operand. */
    public boolean has(Operand operand) {
        return operands.contains(operand);
    }

    /** Tells whether some values that fit the bits of an operand are reserved. */
    boolean hasReservedValues() {
        return hasReservedValues;
    }

    /** Returns how the operands are written, by their names: {@code rd,offset(rs1)}. */
    public String usage() {
        StringBuilder text = new StringBuilder();
        int next = 0;
        for (char c : syntax.toCharArray()) {
            if (c == '%') {
                text.append(operands.get(next++).label());
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }
}
