// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.trapline.isa.Instruction.*;

import java.util.List;
import java.util.Random;
import org.trapline.isa.Csr;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Operand;
import org.trapline.machine.platform.Platform;

/**
 * A program of random instructions that ends by printing all it has computed, byte by byte: registers, a buffer it has worked on, and cause,
 * value and address of every trap it took.
 */
final class RandomProgram {
    private static final int LENGTH = 1500;
    private static final long HANDLER = Platform.RAM_BASE + 0x4000;
    private static final long BUFFER = Platform.RAM_BASE + 0x8000;
    private static final int BUFFER_BYTES = 512;
    private static final long LOG = Platform.RAM_BASE + 0x9000;
    private static final int LOG_BYTES = 0x2000;
    // Registers that random instructions leave alone.
    private static final int NOWHERE = 25;
    private static final int LOG_END = 26;
    private static final int HANDLER_TEMP = 27;
    private static final int BASE = 28;
    private static final int ADDRESS = 29;
    /** An address at which neither machine has memory or a device. */
    private static final int NOTHING_THERE = 0x900_0000;
    private static final List<Instruction> COMPUTING = rows(Format.R, Format.I, Format.SHIFT64, Format.SHIFT32, Format.U);
    private static final List<Instruction> ATOMIC = rows(Format.AMO);

    private final Random random;
    private final Code code = Code.here();

    private RandomProgram(long seed) {
        random = new Random(seed);
    }

    static Code generate(long seed) {
        return new RandomProgram(seed).program();
    }

    private static List<Instruction> rows(Format... formats) {
        return Instruction.rows().stream().filter(Rig.ISA::has).filter(row -> List.of(formats).contains(row.format())).toList();
    }

    private Code program() {
        code.csrw(Csr.MTVEC, HANDLER);
        for (int register = 1; register < 32; register++) {
            code.li(register, interesting());
        }
        code.li(LOG_END, LOG).li(BASE, BUFFER).li(ADDRESS, BUFFER).li(NOWHERE, NOTHING_THERE);
        long end = code.pc() + 4L * LENGTH;
        while (code.pc() < end) {
            step();
        }
        // The last branch may lead a few instructions further.
        for (int i = 0; i < 8; i++) {
            code.op(ADDI, 0, 0, 0);
        }
        finish();
        return code;
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

    private int register() {
        int register = random.nextInt(32 - (ADDRESS - NOWHERE + 1));
        return register >= NOWHERE ? register + ADDRESS - NOWHERE + 1 : register;
    }

    private void step() {
        int kind = random.nextInt(100);
        if (kind < 60) {
            compute(COMPUTING.get(random.nextInt(COMPUTING.size())));
        } else if (kind < 72) {
            load();
        } else if (kind < 82) {
            store();
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

    private void compute(Instruction row) {
        long[] operands = row.format().operands().stream().mapToLong(this::operand).toArray();
        code.op(row, operands);
    }

    private long operand(Operand operand) {
        return switch (operand) {
            case RD, RS1, RS2 -> register();
            default -> operand.min() + (random.nextLong() & Long.MAX_VALUE) % (operand.max() - operand.min() + 1);
        };
    }

    private void load() {
        Instruction[] rows = {LB, LH, LW, LD, LBU, LHU, LWU};
        code.op(rows[random.nextInt(rows.length)], register(), random.nextInt(BUFFER_BYTES - 8), BASE);
    }

    private void store() {
        Instruction[] rows = {SB, SH, SW, SD};
        code.op(rows[random.nextInt(rows.length)], register(), random.nextInt(BUFFER_BYTES - 8), BASE);
    }

    private void branch() {
        Instruction[] rows = {BEQ, BNE, BLT, BGE, BLTU, BGEU};
        int distance = 4 + 4 * random.nextInt(4);
        if (random.nextInt(5) == 0) {
            code.op(JAL, register(), distance);
        } else {
            code.op(rows[random.nextInt(rows.length)], register(), register(), distance);
        }
    }

    private void atomic() {
        // Always aligned: QEMU 7.2 reports a misaligned AMO as a load, where the manual wants a store.
        code.op(ADDI, ADDRESS, BASE, random.nextInt(BUFFER_BYTES / 8 - 1) * 8);
        Instruction row = ATOMIC.get(random.nextInt(ATOMIC.size()));
        if (row == SC_W || row == SC_D) {
            code.op(row == SC_W ? LR_W : LR_D, register(), ADDRESS);
        }
        code.op(row, register(), register(), ADDRESS);
    }

    private void trap() {
        switch (random.nextInt(4)) {
            case 0 -> code.op(ECALL);
            case 1 -> code.word(0);
            case 2 -> code.op(CSRRW, register(), Csr.MHARTID.number(), register());
            default -> code.op(LD, register(), 8 * random.nextInt(100), NOWHERE);
        }
    }

    /** Stores the registers behind the buffer and sends everything to the UART. */
    private void finish() {
        for (int register = 1; register < 32; register++) {
            if (register < LOG_END || register > ADDRESS) {
                code.op(SD, register, BUFFER_BYTES + 8 * register, BASE);
            }
        }
        code.op(SD, LOG_END, BUFFER_BYTES, BASE);
        print(BUFFER, BUFFER_BYTES + 32 * 8);
        print(LOG, LOG_BYTES);
        code.pass().op(JAL, 0, 0);
        code.org((int) (HANDLER - Platform.RAM_BASE));
        code.csrr(HANDLER_TEMP, Csr.MCAUSE).op(SD, HANDLER_TEMP, 0, LOG_END);
        code.csrr(HANDLER_TEMP, Csr.MTVAL).op(SD, HANDLER_TEMP, 8, LOG_END);
        code.csrr(HANDLER_TEMP, Csr.MEPC).op(SD, HANDLER_TEMP, 16, LOG_END);
        code.op(ADDI, LOG_END, LOG_END, 24).op(ADDI, HANDLER_TEMP, HANDLER_TEMP, 4).op(CSRRW, 0, Csr.MEPC.number(), HANDLER_TEMP).op(MRET);
    }

    private void print(long from, int bytes) {
        code.li(5, from).li(6, from + bytes).li(7, Platform.UART_BASE);
        code.op(LBU, 8, 0, 5).op(SB, 8, 0, 7).op(ADDI, 5, 5, 1).op(BNE, 5, 6, -12);
    }
}
