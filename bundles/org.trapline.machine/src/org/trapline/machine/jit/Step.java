// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.jit;

import org.trapline.isa.Instruction;

/**
 * An instruction of a region, decoded. Registers are numbered as in {@link org.trapline.machine.mmu.FastState}; rd is its sink for x0.
 *
 * @param row    what it is
 * @param narrow whether RV32 has a kernel of its own for it
 * @param imm    its immediate; an offset to the pc has become one to the start of the block
 * @param mode   its rounding mode, if it has one
 */
public record Step(Instruction row, boolean narrow, int rd, int rs1, int rs2, int rs3, int imm, int mode) {
}
