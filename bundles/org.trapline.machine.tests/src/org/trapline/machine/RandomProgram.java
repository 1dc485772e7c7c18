// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.trapline.isa.Instruction.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.trapline.isa.Csr;
import org.trapline.isa.Extension;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Operand;
import org.trapline.machine.platform.Platform;

/**
 * A program of random instructions that ends by printing all it has computed, byte by byte: registers, a buffer it has worked on, and cause,
 * value and address of every trap it took.
 */
final class RandomProgram {
    private static final int STEPS = 1000;
    private static final long HANDLER = Platform.RAM_BASE + 0x4000;
    private static final long BUFFER = Platform.RAM_BASE + 0x8000;
    private static final int BUFFER_BYTES = 512;
    private static final long LOG = Platform.RAM_BASE + 0x9000;
    private static final int LOG_BYTES = 0x2000;
    // Registers that random instructions leave alone.
    private static final int SP = 2;
    /** As {@link #BASE}, for compressed instructions. */
    private static final int NEAR_BASE = 15;
    private static final int NOWHERE = 25;
    private static final int LOG_END = 26;
    private static final int HANDLER_TEMP = 27;
    private static final int BASE = 28;
    /** Holds an address only within a step, so that the handler may use it. */
    private static final int ADDRESS = 29;
    private static final List<Integer> KEPT = List.of(SP, NEAR_BASE, NOWHERE, LOG_END, HANDLER_TEMP, BASE, ADDRESS);
    /** An address at which neither machine has memory or a device. */
    private static final int NOTHING_THERE = 0x900_0000;

    /** A branch over steps that are not there yet. */
    private record Pending(long pc, int endStep, Instruction row, long... registers) {
    }

    private final Random random;
    private final Isa isa;
    private final Code code;
    /** Bytes of a register, with the instructions that load and store one. */
    private final int size;
    private final Instruction load;
    private final Instruction store;
    private final List<Instruction> computing;
    private final List<Instruction> atomic;
    private final List<Instruction> compressed;
    private final List<Instruction> floating;
    private final List<Pending> pending = new ArrayList<>();
    private int steps;

    private RandomProgram(long seed, Isa isa) {
        random = new Random(seed);
        this.isa = isa;
        code = Code.here(isa);
        size = isa.xlen() / 8;
        load = size == 4 ? LW : LD;
        store = size == 4 ? SW : SD;
        computing = new ArrayList<>(rows(Format.R, Format.I, Format.SHIFT64, Format.SHIFT32, Format.U, Format.UNARY));
        // QEMU 7.2 counts on into the upper half.
        computing.remove(CTZW);
        atomic = rows(Format.AMO);
        floating = rows(Format.FR, Format.FR_RM, Format.FR4, Format.FUNARY_RM, Format.FUNARY_EXACT, Format.FCOMPARE, Format.F_TO_X,
            Format.F_TO_X_RM, Format.X_TO_F, Format.X_TO_F_RM, Format.X_TO_F_EXACT);
        compressed = rows(Format.C_ADDI4SPN, Format.C_LOAD_W, Format.C_LOAD_D, Format.C_STORE_W, Format.C_STORE_D, Format.C_LOAD_SP_W,
            Format.C_LOAD_SP_D, Format.C_STORE_SP_W, Format.C_STORE_SP_D, Format.C_IMM, Format.C_IMM_NOT_0, Format.C_IMM_PRIME, Format.C_LUI,
            Format.C_SHIFT, Format.C_SHIFT_PRIME, Format.C_ARITHMETIC, Format.C_REGISTERS, Format.C_FLOAD_D, Format.C_FSTORE_D,
            Format.C_FLOAD_SP_D, Format.C_FSTORE_SP_D, Format.C_SHIFT_RV32, Format.C_SHIFT_PRIME_RV32, Format.C_FLOAD_W, Format.C_FSTORE_W,
            Format.C_FLOAD_SP_W, Format.C_FSTORE_SP_W);
    }

    static Code generate(long seed, Isa isa) {
        return new RandomProgram(seed, isa).program();
    }

    /** Returns one of the instructions that the hart has. */
    private Instruction oneOf(Instruction... choices) {
        return oneOf(Stream.of(choices).filter(isa::has).toList());
    }

    private List<Instruction> rows(Format... formats) {
        return Instruction.rows().stream().filter(isa::has).filter(row -> List.of(formats).contains(row.format())).toList();
    }

    private Code program() {
        code.csrw(Csr.MTVEC, HANDLER);
        for (int register = 1; register < 32; register++) {
            code.li(register, interesting());
        }
        if (!floating.isEmpty()) {
            startFloats();
        }
        code.li(LOG_END, LOG).li(BASE, BUFFER).li(SP, BUFFER).li(NEAR_BASE, BUFFER).li(NOWHERE, NOTHING_THERE);
        for (steps = 0; steps < STEPS; steps++) {
            land();
            step();
        }
        while (!pending.isEmpty()) {
            land();
            code.op(ADDI, 0, 0, 0);
            steps++;
        }
        finish();
        return code;
    }

    /** Lets the branches that lead here lead here. */
    private void land() {
        for (Pending branch : pending) {
            if (branch.endStep == steps) {
                long[] operands = new long[branch.registers.length + 1];
                System.arraycopy(branch.registers, 0, operands, 0, branch.registers.length);
                operands[branch.registers.length] = code.pc() - branch.pc;
                code.patch(branch.pc, branch.row, operands);
            }
        }
        pending.removeIf(branch -> branch.endStep == steps);
    }

    /** Returns a value at whose edges arithmetic is most likely to go wrong. */
    private long interesting() {
        return switch (random.nextInt(6)) {
            case 0 -> random.nextInt(5) - 2;
            case 1 -> Long.MIN_VALUE + random.nextInt(2);
            case 2 -> Integer.MIN_VALUE + random.nextInt(3) - 1L;
            case 3 -> random.nextInt();
            case 4 -> 1L << random.nextInt(64);
            default -> random.nextLong();
        };
    }

    private void startFloats() {
        code.li(BASE, BUFFER).li(ADDRESS, Csr.MSTATUS.field("FS", 64).mask(64)).op(CSRRS, 0, Csr.MSTATUS.number(), ADDRESS);
        for (int register = 0; register < 32; register++) {
            loadInterestingFloat(register);
        }
    }

    private void loadInterestingFloat(int register) {
        long bits = interestingFloat();
        if (isa.has(FMV_D_X)) {
            code.li(ADDRESS, bits).op(FMV_D_X, register, ADDRESS);
        } else {
            code.li(ADDRESS, bits).op(SW, ADDRESS, 0, BASE).li(ADDRESS, bits >> 32).op(SW, ADDRESS, 4, BASE).op(FLD, register, 0, BASE);
        }
    }

    /** Returns a number of either format, often one at whose edges rounding or its exceptions are most likely to go wrong. */
    private long interestingFloat() {
        boolean single = random.nextBoolean();
        int bits = single ? 32 : 64;
        int fractionBits = single ? 23 : 52;
        int bias = single ? 127 : 1023;
        long exponent = switch (random.nextInt(5)) {
            case 0 -> random.nextInt(2 * bias + 2);
            case 1 -> random.nextInt(3);
            case 2 -> 2 * bias + 1 - random.nextInt(3);
            default -> bias + random.nextInt(70) - 35;
        };
        long fraction = random.nextLong() >>> 64 - fractionBits & -1L << random.nextInt(fractionBits + 1);
        long value = (long) random.nextInt(2) << bits - 1 | exponent << fractionBits | fraction;
        return single ? value | -1L << 32 : value;
    }

    private void floatingStep() {
        switch (random.nextInt(12)) {
            case 0 -> code.op(random.nextBoolean() ? FLW : FLD, random.nextInt(32), random.nextInt(BUFFER_BYTES - 8), BASE);
            case 1 -> code.op(random.nextBoolean() ? FSW : FSD, random.nextInt(32), random.nextInt(BUFFER_BYTES - 8), BASE);
            case 2 -> code.op(CSRRWI, register(), Csr.FFLAGS.number(), random.nextInt(3) == 0 ? 1 : 0);
            // One time in many no mode, which makes some instructions illegal.
            case 3 -> code.op(CSRRWI, register(), Csr.FRM.number(), random.nextInt(random.nextInt(8) == 0 ? 8 : 5));
            case 4 -> loadInterestingFloat(random.nextInt(32));
            default -> compute(oneOf(floating));
        }
    }

    private int register() {
        return register(0, 32);
    }

    private int register(int from, int to) {
        int register;
        do {
            register = from + random.nextInt(to - from);
        } while (KEPT.contains(register));
        return register;
    }

    private <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private void step() {
        if (!compressed.isEmpty() && random.nextInt(3) == 0) {
            compressedStep();
            return;
        }
        if (!floating.isEmpty() && random.nextInt(3) == 0) {
            floatingStep();
            return;
        }
        int kind = random.nextInt(100);
        if (kind < 60) {
            compute(oneOf(computing));
        } else if (kind < 72) {
            code.op(oneOf(LB, LH, LW, LD, LBU, LHU, LWU), register(), random.nextInt(BUFFER_BYTES - 8), BASE);
        } else if (kind < 82) {
            code.op(oneOf(SB, SH, SW, SD), register(), random.nextInt(BUFFER_BYTES - 8), BASE);
        } else if (kind < 90) {
            branch();
        } else if (kind < 96) {
            atomic();
        } else if (kind < 98) {
            code.li(Math.max(1, register()), interesting());
        } else {
            trap();
        }
    }

    private void compressedStep() {
        switch (random.nextInt(20)) {
            case 0 -> branchOver(oneOf(C_J, C_JAL));
            case 1 -> branchOver(random.nextBoolean() ? C_BEQZ : C_BNEZ, register(8, 16));
            case 2 -> {
                int register = random.nextBoolean() ? 1 : register(3, 32);
                code.op(AUIPC, register, 0).op(C_ADDI, register, 8).op(random.nextBoolean() ? C_JR : C_JALR, register);
            }
            case 3 -> code.op(C_ADDI16SP, 48).op(oneOf(C_LDSP, C_LWSP), register(1, 32), 0).op(C_ADDI16SP, -48);
            default -> compute(oneOf(compressed));
        }
    }

    private void compute(Instruction row) {
        code.op(row, row.format().operands().stream().mapToLong(this::operand).toArray());
    }

    private long operand(Operand operand) {
        return switch (operand.kind()) {
            case REGISTER -> switch (operand) {
                case C_RS1_PRIME -> NEAR_BASE;
                default -> {
                    int register;
                    do {
                        register = register((int) operand.min(), (int) operand.max() + 1);
                    } while (!operand.accepts(register));
                    yield register;
                }
            };
            default -> {
                long value;
                do {
                    value = operand.min() + (random.nextLong() & Long.MAX_VALUE) % (operand.max() - operand.min() + 1);
                    value -= value % operand.alignment();
                } while (!operand.accepts(value));
                yield value;
            }
        };
    }

    private void branch() {
        if (random.nextInt(5) == 0) {
            branchOver(JAL, register());
        } else {
            branchOver(oneOf(List.of(BEQ, BNE, BLT, BGE, BLTU, BGEU)), register(), register());
        }
    }

    private void branchOver(Instruction row, long... registers) {
        pending.add(new Pending(code.pc(), steps + 1 + random.nextInt(4), row, registers));
        if (row.bytes() == 2) {
            code.half(0);
        } else {
            code.word(0);
        }
    }

    private void atomic() {
        // Always aligned: QEMU 7.2 reports a misaligned AMO as a load, where the manual wants a store.
        code.op(ADDI, ADDRESS, BASE, random.nextInt(BUFFER_BYTES / 8 - 1) * 8);
        Instruction row = oneOf(atomic);
        if (row == SC_W || row == SC_D) {
            code.op(row == SC_W ? LR_W : LR_D, register(), ADDRESS);
        }
        code.op(row, register(), register(), ADDRESS);
    }

    private void trap() {
        switch (random.nextInt(5)) {
            case 0 -> code.op(ECALL);
            case 1 -> code.word(0xffff_ffff);
            case 2 -> code.op(CSRRW, register(), Csr.MHARTID.number(), register());
            case 3 -> {
                // No breakpoints: the manual leaves open what mtval is then.
                if (isa.has(Extension.C)) {
                    code.half(0);
                } else {
                    code.word(0);
                }
            }
            default -> code.op(load, register(), 8 * random.nextInt(100), NOWHERE);
        }
    }

    /** Stores the registers behind the buffer and sends everything to the UART. */
    private void finish() {
        for (int register = 1; register < 32; register++) {
            if (!KEPT.contains(register)) {
                code.op(store, register, BUFFER_BYTES + size * register, BASE);
            }
        }
        for (int register = 0; register < 32 && !floating.isEmpty(); register++) {
            code.op(FSD, register, BUFFER_BYTES + 8 * (32 + register), BASE);
        }
        code.op(store, LOG_END, BUFFER_BYTES, BASE);
        print(BUFFER, BUFFER_BYTES + 64 * 8);
        print(LOG, LOG_BYTES);
        code.pass().op(JAL, 0, 0);
        code.org((int) (HANDLER - Platform.RAM_BASE));
        handler();
    }

    /** Keeps cause, value and address of a trap, and goes on after the instruction, whatever its length. */
    private void handler() {
        code.csrr(HANDLER_TEMP, Csr.MCAUSE).op(store, HANDLER_TEMP, 0, LOG_END);
        code.csrr(HANDLER_TEMP, Csr.MTVAL).op(store, HANDLER_TEMP, size, LOG_END);
        code.csrr(HANDLER_TEMP, Csr.MEPC).op(store, HANDLER_TEMP, 2 * size, LOG_END)
            .op(ADDI, LOG_END, LOG_END, 3 * size);
        code.op(ADDI, ADDRESS, 0, 4);
        if (isa.has(Extension.C)) {
            code.op(LHU, ADDRESS, 0, HANDLER_TEMP).op(ANDI, ADDRESS, ADDRESS, 3).op(SLTIU, ADDRESS, ADDRESS, 3).op(size == 4 ? SLLI_RV32 : SLLI, ADDRESS, ADDRESS, 1)
                .op(XORI, ADDRESS, ADDRESS, 2).op(ADDI, ADDRESS, ADDRESS, 2);
        }
        code.op(ADD, HANDLER_TEMP, HANDLER_TEMP, ADDRESS).op(CSRRW, 0, Csr.MEPC.number(), HANDLER_TEMP).op(MRET);
    }

    private void print(long from, int bytes) {
        code.li(5, from).li(6, from + bytes).li(7, Platform.UART_BASE);
        code.op(LBU, 8, 0, 5).op(SB, 8, 0, 7).op(ADDI, 5, 5, 1).op(BNE, 5, 6, -12);
    }
}
