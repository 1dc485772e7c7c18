// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.hart;

import org.trapline.isa.Extension;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Operand;

/**
 * What {@code htinst} and {@code mtinst} tell about a load or store that trapped: the instruction without its address, in place of whose base
 * register stands how far into the access the fault was.
 *
 * @implSpec priv "Transformed Instruction or Pseudoinstruction for mtinst or htinst"
 */
final class TrapInstruction {
    private static final int RS1 = 0x1f << 15;
    /** opcode, rd and funct3, which a load keeps. */
    private static final int LOAD = 0x7fff;
    /** rs2, funct3 and opcode, which a store keeps. */
    private static final int STORE = 0x1f0_707f;
    /** Everything but the base register, which instructions without an offset keep. */
    private static final int ALL = ~RS1;
    /** The opcode of a compressed instruction has bit 1 clear once it is expanded. */
    private static final int EXPANDED = 2;

    private TrapInstruction() {
    }

    /**
     * Transforms an instruction.
     * @param word as it is in memory; 0 if it is not known
     * @param isa  what the hart executes
     * @param va   the address that could not be accessed
     * @param x    registers
     * @return 0 if it is none that accesses memory
     */
    static long of(int word, Isa isa, long va, long[] x) {
        Instruction row = word == 0 ? null : Instruction.decode(word, isa.xlen());
        if (row == null) {
            return 0;
        }
        boolean compressed = row.expansion() != null;
        int meant = compressed ? row.expand(word & 0xffff) : word;
        Instruction meaning = compressed ? row.expansion() : row;
        int kept = kept(meaning);
        if (kept == 0) {
            return 0;
        }
        // A cache block is accessed as a whole, wherever in it the address is.
        long offset = meaning.format() == Format.CBO ? 0 : va - address(meaning, meant, x);
        int transformed = meant & kept | (int) offset << 15 & RS1;
        return (compressed ? transformed & ~EXPANDED : transformed) & 0xffff_ffffL;
    }

    private static int kept(Instruction row) {
        return switch (row.format()) {
            case LOAD, FLOAD -> LOAD;
            case STORE, FSTORE -> STORE;
            case HLV, HSV, CBO -> ALL;
            default -> row.extension() == Extension.A ? ALL : 0;
        };
    }

    private static long address(Instruction row, int word, long[] x) {
        long base = x[(int) Operand.RS1.extract(word)];
        for (Operand operand : row.format().operands()) {
            if (operand.kind() == Operand.Kind.DISPLACEMENT) {
                return base + operand.extract(word);
            }
        }
        return base;
    }
}
