// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.Arrays;
import org.trapline.isa.Decoder;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;
import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.memory.Ram;

/** Makes blocks from instruction words. */
final class BlockDecoder {
    /** Longer straight-line code is cut into several blocks. */
    static final int MAX_INSTRUCTIONS = 64;

    /** Bits of a target that must be 0: without compressed instructions it is a multiple of 4. */
    static final long MISALIGNED = 3;

    private final Interpreter engine;
    private final Decoder decoder;

    BlockDecoder(Interpreter engine, Decoder decoder) {
        this.engine = engine;
        this.decoder = decoder;
    }

    /**
     * Decodes the block that starts at an address.
     * @param page  the bytes of the page
     * @param stops addresses at which an observer wants to stop
     * @param max   instructions at most; nothing decoded for a smaller number may be kept
     */
    Block decode(byte[] page, long pa, long pc, Breakpoints stops, int max) {
        long[] code = new long[Math.min(max, MAX_INSTRUCTIONS) + 2];
        int at = (int) pa & Ram.PAGE_SIZE - 1;
        int ops = 0;
        int count = 0;
        long target = 0;
        boolean open = true;
        while (open && count < max && count < MAX_INSTRUCTIONS && at + 4 * count < Ram.PAGE_SIZE) {
            if (stops.contains(pc + 4L * count)) {
                if (count > 0) {
                    break;
                }
                code[ops++] = Op.pack(Op.STOP_HERE, 0, 0, 0, 0);
                return finish(code, ops, pc, pa, 0, target);
            }
            int word = LittleEndian.getInt(page, at + 4 * count);
            Instruction row = decoder.decode(word);
            long op = operation(row, word, 4 * count);
            if (isDirect(row)) {
                target = pc + Op.imm(op);
                if ((target & MISALIGNED) != 0) {
                    op = Op.pack(Op.MISALIGNED, 0, 0, 0, word);
                }
            }
            code[ops++] = op;
            count++;
            open = !endsBlock(op);
        }
        if (open) {
            code[ops++] = Op.pack(Op.END, 0, 0, 0, 0);
        }
        return finish(code, ops, pc, pa, count, target);
    }

    private Block finish(long[] code, int ops, long pc, long pa, int count, long target) {
        Block block = new Block(engine, pc, pa, 4 * count, Arrays.copyOf(code, ops), count, target);
        block.first = NodeBuilder.build(block);
        return block;
    }

    private static boolean isDirect(Instruction row) {
        return row != null && (row.format().has(Operand.BRANCH_OFFSET) || row.format().has(Operand.JUMP_OFFSET));
    }

    private static boolean endsBlock(long op) {
        int opcode = Op.opcode(op);
        return opcode <= Op.JALR || opcode >= Op.FIRST_SYSTEM;
    }

    private static long operation(Instruction row, int word, int offset) {
        int opcode = row == null ? Op.ILLEGAL : Op.of(row);
        if (opcode >= Op.FIRST_SYSTEM) {
            return Op.pack(opcode, word >>> 7 & 0x1f, word >>> 15 & 0x1f, word >>> 20 & 0x1f, word);
        }
        return Op.pack(opcode, register(row, Operand.RD, word), register(row, Operand.RS1, word), register(row, Operand.RS2, word),
            immediate(row, word, offset));
    }

    private static int register(Instruction row, Operand operand, int word) {
        return row.format().has(operand) ? (int) operand.extract(word) : 0;
    }

    private static int immediate(Instruction row, int word, int offset) {
        for (Operand operand : row.format().operands()) {
            switch (operand.kind()) {
                case IMMEDIATE, SHAMT, DISPLACEMENT -> {
                    return (int) operand.extract(word);
                }
                case OFFSET -> {
                    return (int) operand.extract(word) + offset;
                }
                case UPPER -> {
                    int upper = (int) operand.extract(word) << 12;
                    return row == Instruction.AUIPC ? upper + offset : upper;
                }
                default -> { }
            }
        }
        return 0;
    }
}
