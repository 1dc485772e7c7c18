// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import java.util.Arrays;
import org.trapline.isa.Decoder;
import org.trapline.isa.Extension;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Operand;
import org.trapline.machine.memory.LittleEndian;
import org.trapline.machine.memory.Ram;

/** Makes blocks from instruction words. A compressed instruction becomes the operation of the one it stands for. */
final class BlockDecoder {
    /** Longer straight-line code is cut into several blocks. */
    static final int MAX_INSTRUCTIONS = Long.SIZE;

    private final Interpreter engine;
    private final Decoder decoder;
    private final boolean compressed;
    /** RV32. */
    private final boolean narrow;
    /** What 16-bit words stand for, by their upper byte and then by the lower one, as far as that has been asked. */
    private final int[][] expansions = new int[1 << 8][];

    BlockDecoder(Interpreter engine, Decoder decoder, Isa isa) {
        this.engine = engine;
        this.decoder = decoder;
        compressed = isa.has(Extension.C);
        narrow = isa.xlen() == 32;
    }

    /** Returns the bits of an address that must be 0 for an instruction to be there. */
    long misaligned() {
        return compressed ? 1 : 3;
    }

    /** Tells whether the instruction at an offset in a page is four bytes long. */
    boolean isWide(byte[] page, int at) {
        return !compressed || (page[at] & 3) == 3;
    }

    /** Tells whether the instruction at an offset in a page has its second half in the next page. */
    boolean isCrossing(byte[] page, int at) {
        return at == Ram.PAGE_SIZE - 2 && (page[at] & 3) == 3;
    }

    /**
     * Decodes the block that starts at an address.
     * @param page  the bytes of the page
     * @param stops addresses at which an observer wants to stop
     * @param max   instructions at most; nothing decoded for a smaller number may be kept
     */
    Block decode(byte[] page, long pa, long pc, Breakpoints stops, int max) {
        Draft draft = new Draft(pc, pa, Block.NO_SECOND_PAGE, Math.min(max, MAX_INSTRUCTIONS));
        int at = (int) pa & Ram.PAGE_SIZE - 1;
        while (draft.isOpen() && at < Ram.PAGE_SIZE && !isCrossing(page, at)) {
            if (stops.contains(draft.end())) {
                draft.stop();
                break;
            }
            int word = at + 4 <= Ram.PAGE_SIZE ? LittleEndian.getInt(page, at) : LittleEndian.getShort(page, at);
            at += draft.add(word);
        }
        return draft.finish();
    }

    /** Decodes the one instruction that starts in the last halfword of a page and ends in the first of another. */
    Block decodeCrossing(byte[] page, long pa, byte[] secondPage, long secondPa, long pc, Breakpoints stops) {
        Draft draft = new Draft(pc, pa, secondPa, 1);
        if (stops.contains(pc)) {
            draft.stop();
        } else {
            draft.add(LittleEndian.getShort(page, Ram.PAGE_SIZE - 2) & 0xffff | LittleEndian.getShort(secondPage, 0) << 16);
        }
        return draft.finish();
    }

    /** A block that is being made. */
    private final class Draft {
        private final long pc;
        private final long pa;
        private final long secondPa;
        private final int max;
        private final long[] code;
        private int ops;
        private int count;
        private int bytes;
        private long wide;
        private long target;
        private boolean ended;

        Draft(long pc, long pa, long secondPa, int max) {
            this.pc = pc;
            this.pa = pa;
            this.secondPa = secondPa;
            this.max = max;
            code = new long[max + 1];
        }

        boolean isOpen() {
            return !ended && count < max;
        }

        long end() {
            return engine.canonical(pc + bytes);
        }

        /** Makes an observer stop where the block ends now; if that is where it begins, it is a block of its own. */
        void stop() {
            if (count == 0) {
                code[ops++] = Op.pack(Op.STOP_HERE, 0, 0, 0, 0);
                ended = true;
            }
        }

        /** Adds an instruction; returns its length. */
        int add(int word) {
            boolean isWide = !compressed || (word & 3) == 3;
            Instruction row = decoder.decode(word);
            int meant = isWide || row == null ? word : expansion(row, word & 0xffff);
            long op = operation(isWide || row == null ? row : row.expansion(), meant, pc, bytes, isWide ? word : word & 0xffff);
            if (isDirect(Op.opcode(op))) {
                target = engine.canonical(pc + Op.imm(op));
                if ((target & misaligned()) != 0) {
                    op = Op.pack(Op.MISALIGNED, 0, 0, 0, word);
                }
            }
            code[ops++] = op;
            wide |= (isWide ? 1L : 0) << count;
            count++;
            bytes += isWide ? 4 : 2;
            ended = endsBlock(op);
            return isWide ? 4 : 2;
        }

        Block finish() {
            if (!ended) {
                code[ops++] = Op.pack(Op.END, 0, 0, 0, 0);
            }
            Block block = new Block(engine, pc, pa, secondPa, Arrays.copyOf(code, ops), count, wide, target);
            NodeBuilder.build(block);
            return block;
        }
    }

    private int expansion(Instruction row, int halfword) {
        int[] alike = expansions[halfword >>> 8];
        if (alike == null) {
            alike = expansions[halfword >>> 8] = new int[1 << 8];
        }
        // No instruction word is 0.
        if (alike[halfword & 0xff] == 0) {
            alike[halfword & 0xff] = row.expand(halfword);
        }
        return alike[halfword & 0xff];
    }

    private static boolean isDirect(int opcode) {
        return opcode >= Op.BEQ && opcode <= Op.JAL;
    }

    private static boolean endsBlock(long op) {
        int opcode = Op.opcode(op);
        return opcode <= Op.JALR || Op.isSystem(opcode);
    }

    /**
     * Packs an operation.
     * @param word   the instruction, or what a compressed one stands for
     * @param pc     where its block begins
     * @param offset where the instruction stands in its block
     * @param bits   the instruction as it is in memory
     */
    private long operation(Instruction row, int word, long pc, int offset, int bits) {
        int opcode = row == null ? Op.ILLEGAL : narrow ? Op.ofRv32(row) : Op.of(row);
        if (opcode == Op.ILLEGAL) {
            return Op.pack(opcode, 0, 0, 0, bits);
        }
        if (Op.isSystem(opcode)) {
            int meant = Op.isCsr(opcode) && engine.plainCsr(word) != null ? Op.PLAIN_CSR : opcode;
            return Op.pack(meant, word >>> 7 & 0x1f, word >>> 15 & 0x1f, word >>> 20 & 0x1f, word);
        }
        return Op.pack(opcode, register(row, Operand.RD, Operand.FRD, word), register(row, Operand.RS1, Operand.FRS1, word),
            register(row, Operand.RS2, Operand.FRS2, word), narrow ? immediateRv32(row, word, pc, offset) : immediate(row, word, offset));
    }

    /** As {@link #immediate}; of what another operation does, the one that it needs, see {@link Op#ofRv32}. */
    private static int immediateRv32(Instruction row, int word, long pc, int offset) {
        int immediate = immediate(row, word, offset);
        return switch (row) {
            case AUIPC -> (int) pc + immediate;
            case BCLRI_RV32 -> ~(1 << immediate);
            case BINVI_RV32, BSETI_RV32 -> 1 << immediate;
            default -> immediate;
        };
    }

    /** Returns the number of an integer or floating-point register, 0 if the instruction has neither. */
    private static int register(Instruction row, Operand operand, Operand floatOperand, int word) {
        if (row.format().has(operand)) {
            return (int) operand.extract(word);
        }
        return row.format().has(floatOperand) ? Op.FLOATS + (int) floatOperand.extract(word) : 0;
    }

    private static int thirdSource(Instruction row, int word) {
        return row.format().has(Operand.FRS3) ? Op.FLOATS + (int) Operand.FRS3.extract(word) : 0;
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
                case ROUNDING -> {
                    return (int) operand.extract(word) | thirdSource(row, word) << 8;
                }
                default -> { }
            }
        }
        return 0;
    }
}
