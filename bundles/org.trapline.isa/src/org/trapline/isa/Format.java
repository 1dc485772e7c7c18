// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.trapline.isa.Operand.*;

import java.util.List;

/**
 * The operand layouts of instructions: which operands, in the order they are written, and the punctuation between them.
 * In a row's syntax {@code %} stands for the next operand; an {@link Operand.Kind#ORDERING} operand is part of the mnemonic and comes last.
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
    NULLARY("");

    private final String syntax;
    private final List<Operand> operands;

    Format(String syntax, Operand... operands) {
        this.syntax = syntax;
        this.operands = List.of(operands);
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
