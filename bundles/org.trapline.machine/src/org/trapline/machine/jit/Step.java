// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;

/**
 * An instruction of a region, decoded. Registers are numbered as in {@link org.trapline.machine.mmu.FastState}; rd is its sink for x0.
 *
 * @param row     what it is
 * @param narrow  whether RV32 has a kernel of its own for it
 * @param imm     its immediate; an offset to the pc has become one to the start of the block
 * @param mode    its rounding mode, if it has one
 * @param numbers what numbers it is likely to meet, if it computes with any
 */
public record Step(Instruction row, boolean narrow, int rd, int rs1, int rs2, int rs3, int imm, int mode, Numbers numbers) {
    /** Tells whether it computes with floating-point numbers. */
    boolean isFloat() {
        Format format = row.format();
        return format.has(Operand.FRS1) || format.has(Operand.FRD);
    }

    /** Tells whether the floating-point register it writes gets a single-precision number. */
    boolean makesSingle() {
        return switch (row) {
            case FLW, FMV_W_X, FCVT_S_D, FCVT_S_W, FCVT_S_WU, FCVT_S_L, FCVT_S_LU -> true;
            default -> row.name().endsWith("_S") && row != Instruction.FCVT_D_S;
        };
    }

    /** Tells whether the floating-point registers it reads are to hold single-precision numbers. */
    boolean takesSingle() {
        return row == Instruction.FSW || row == Instruction.FMV_X_W || row.name().endsWith("_S");
    }
}
