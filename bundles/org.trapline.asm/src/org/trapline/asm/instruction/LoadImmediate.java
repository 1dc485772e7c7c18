// SPDX-License-Identifier: EPL-2.0
package org.trapline.asm.instruction;

import org.trapline.asm.text.Statement;
import org.trapline.asm.unit.Unit;
import org.trapline.isa.Instruction;

/** The expansion of {@code li}, the same as that of GNU as. */
final class LoadImmediate {
    private static final int LOW_BITS = 12;

    private final Unit unit;
    private final Statement statement;
    private final InstructionTable table;
    private final Compressor compressor;

    LoadImmediate(Unit unit, Statement statement, InstructionTable table, Compressor compressor) {
        this.unit = unit;
        this.statement = statement;
        this.table = table;
        this.compressor = compressor;
    }

    /** Emits instructions that set a register to a number; one that fits is loaded by {@code addi} alone. */
    void emit(int register, long value) {
        // Of a number that 32 bits can say without a sign, RV32 takes them with one.
        long number = unit.code().isa().xlen() == 32 && value >>> 32 == 0 ? (int) value : value;
        if (lower(number) == number) {
            emit("addi", register, 0, number);
        } else {
            emitLong(register, number);
        }
    }

    /**
     * As GNU as does for {@code la} of a number, which never uses {@code addi} for what {@code addiw} can do.
     */
    void emitLong(int register, long number) {
        long low = lower(number);
        if (unit.code().isa().xlen() == 64 && number != (int) number) {
            // All but the low part first, without its trailing zeros; then shifted to its place.
            int shift = Math.max(LOW_BITS, Long.numberOfTrailingZeros(number - low));
            emitLong(register, number - low >> shift);
            emit("slli", register, register, shift);
            if (low != 0) {
                emit("addi", register, register, low);
            }
            return;
        }
        long high = number - low >>> LOW_BITS;
        if (high != 0) {
            emit("lui", register, high & 0xfffff);
        }
        if (low != 0 || high == 0) {
            emit(unit.code().isa().xlen() == 64 ? "addiw" : "addi", register, high != 0 ? register : 0, low);
        }
    }

    private static long lower(long number) {
        return number << 64 - LOW_BITS >> 64 - LOW_BITS;
    }

    private void emit(String mnemonic, long... operands) {
        Instruction row = table.row(mnemonic, unit.code().isa());
        Encoding.of(row, statement, operands).emit(unit, statement, compressor);
    }

}
