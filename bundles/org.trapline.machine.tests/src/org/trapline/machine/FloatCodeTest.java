// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.trapline.isa.Instruction.*;
import static org.trapline.machine.Code.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.trapline.isa.Csr;
import org.trapline.isa.Format;
import org.trapline.isa.Instruction;
import org.trapline.isa.Isa;
import org.trapline.isa.Operand;
import org.trapline.isa.kernel.FloatState;
import org.trapline.machine.platform.Platform;

/** Compiled loops of floating-point instructions do what the interpreter does, whatever numbers come along: results, flags, boxes and NaNs. */
class FloatCodeTest {
    private static final List<String> ISAS = List.of("rv64gc", "rv32gc");
    private static final long DATA = Platform.RAM_BASE + 0x10_000;
    private static final int NUMBERS = 256;
    private static final int STEPS = 24;

    /** What numbers a program meets. */
    private enum Kind {
        ORDINARY, WHOLE,
        /** Ordinary ones, and seldom one whose products with those are subnormal: too seldom for regions to be prepared for it. */
        SELDOM_TINY,
        ANY
    }

    private final Random random = new Random(23);
    private boolean onlySingle;

    private long number(Kind kind) {
        boolean single = kind == Kind.SELDOM_TINY ? onlySingle : random.nextBoolean();
        return switch (kind) {
            case ORDINARY -> bits(single, random.nextGaussian() * Math.scalb(1, random.nextInt(20) - 10));
            case WHOLE -> bits(single, random.nextInt(64) - 32);
            case SELDOM_TINY -> random.nextInt(100) > 0 ? bits(single, 1 + random.nextDouble()) : bits(single, random.nextGaussian() * (single ? 0x1p-120 : 0x1p-1016));
            case ANY -> random.nextInt(4) > 0 ? number(Kind.values()[random.nextInt(2)]) : unusual(single);
        };
    }

    private static long bits(boolean single, double value) {
        return single ? Float.floatToRawIntBits((float) value) | -1L << 32 : Double.doubleToRawLongBits(value);
    }

    /** Returns a zero, an infinity, a NaN, a number that is or makes others subnormal, or no single-precision number. */
    private long unusual(boolean single) {
        return switch (random.nextInt(6)) {
            case 0 -> bits(single, random.nextBoolean() ? 0.0 : -0.0);
            case 1 -> bits(single, random.nextBoolean() ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY);
            case 2 -> single ? 0xffff_ffff_7f80_0000L | 1L << random.nextInt(23) : 0x7ff0_0000_0000_0000L | 1L << random.nextInt(52);
            case 3 -> bits(single, random.nextGaussian() * (single ? 0x1p-70 : 0x1p-520));
            case 4 -> single ? random.nextInt(1 << 24) | -1L << 32 : random.nextLong() >>> 11;
            default -> random.nextLong();
        };
    }

    private Code numbers(Kind kind) {
        Code data = Code.at(DATA);
        for (int i = 0; i < NUMBERS; i++) {
            long number = number(kind);
            data.word((int) number).word((int) (number >> 32));
        }
        return data;
    }

    /** Goes through the numbers again and again. Now and then it looks at the flags and clears them; if told so, it also changes the rounding mode. */
    private Code program(Isa isa, int mode, boolean changesMode) {
        List<Instruction> rows = Instruction.rows().stream().filter(isa::has).filter(row -> List.of(Format.FR, Format.FR_RM, Format.FR4, Format.FUNARY_RM,
            Format.FUNARY_EXACT, Format.FCOMPARE, Format.F_TO_X, Format.F_TO_X_RM, Format.X_TO_F, Format.X_TO_F_RM, Format.X_TO_F_EXACT)
            .contains(row.format())).toList();
        Code code = Code.here(isa).li(T0, 0x6000).op(CSRRS, 0, Csr.MSTATUS.number(), T0).op(CSRRWI, 0, Csr.FRM.number(), mode)
            .li(S0, DATA).li(S1, 40_503);
        long loop = code.pc();
        addRound(code, rows, 12);
        code.op(FSD, random.nextInt(12), NUMBERS * 4, A2).op(FSW, random.nextInt(12), 4, S0).op(FLW, random.nextInt(12), 4, S0);
        code.op(ANDI, A1, A0, 63).op(BNE, A1, 0, changesMode ? 24 : 12).op(CSRRWI, A3, Csr.FFLAGS.number(), 0).op(ADD, A4, A4, A3);
        if (changesMode) {
            code.op(SRLI, A3, A0, 6).op(ANDI, A3, A3, 3).op(CSRRW, 0, Csr.FRM.number(), A3);
        }
        return code.op(JAL, 0, loop - code.pc());
    }

    /** Adds instructions on numbers from a place that is another in each round. */
    private void addRound(Code code, List<Instruction> rows, int sources) {
        code.op(ADDI, A0, A0, 1).op(MUL, A1, A0, S1).op(SRLI, A2, A1, 5).op(ANDI, A2, A2, NUMBERS / 2 - 1).op(SLLI, A2, A2, 3).op(ADD, A2, A2, S0);
        for (int register = 0; register < 6; register++) {
            code.op(FLD, register, random.nextInt(NUMBERS / 2) * 8, A2);
        }
        for (int step = 0; step < STEPS; step++) {
            add(code, rows.get(random.nextInt(rows.size())), sources);
        }
    }

    /** Adds an instruction that reads the first registers, so many, and writes one of the last. */
    private void add(Code code, Instruction row, int sources) {
        List<Long> operands = new ArrayList<>();
        for (Operand operand : row.format().operands()) {
            operands.add((long) switch (operand) {
                case FRD -> 11 - random.nextInt(sources);
                case FRS1, FRS2, FRS3 -> random.nextInt(sources);
                case RD, RS1 -> A5 + random.nextInt(3);
                case RM -> random.nextInt(4) > 0 ? FloatState.DYN : random.nextInt(FloatState.RMM + 1);
                default -> 0;
            });
        }
        code.op(row, operands.stream().mapToLong(Long::longValue).toArray());
    }

    private void compare(Isa isa, Code program, Kind kind) {
        AllEngines all = new AllEngines(isa, 1, random.nextInt(), program, numbers(kind));
        all.runLong(40_000, 3_000);
        assertTrue(all.regions() > 0, "nothing was compiled");
    }

    /** A loop of operations on numbers of one precision that are mostly ordinary: compiled code need hardly ever be left. */
    private Code calm(boolean single) {
        List<Instruction> rows = Stream.of("FADD", "FSUB", "FMUL", "FDIV", "FMADD", "FMSUB", "FNMADD", "FNMSUB", "FMIN", "FMAX", "FLT", "FLE", "FEQ", "FSGNJN", "FCVT_L")
            .map(name -> Instruction.valueOf(name + (single ? "_S" : "_D"))).toList();
        Code code = Code.here(Isa.parse("rv64gc")).li(T0, 0x6000).op(CSRRS, 0, Csr.MSTATUS.number(), T0).li(S0, DATA).li(S1, 40_503);
        long loop = code.pc();
        addRound(code, rows, 6);
        return code.op(ANDI, A1, A0, 1023).op(BNE, A1, 0, 12).op(CSRRWI, A3, Csr.FFLAGS.number(), 1).op(ADD, A4, A4, A3).op(JAL, 0, loop - code.pc());
    }

    @Test
    void whenUnusualNumbersAreSeldom() {
        for (int program = 0; program < 12; program++) {
            onlySingle = program % 2 == 0;
            compare(Isa.parse("rv64gc"), calm(onlySingle), Kind.SELDOM_TINY);
        }
    }

    @Test
    void whateverTheNumbersAre() {
        for (String name : ISAS) {
            Isa isa = Isa.parse(name);
            for (Kind kind : Kind.values()) {
                for (int program = 0; program < 5; program++) {
                    compare(isa, program(isa, FloatState.RNE, false), kind);
                }
            }
        }
    }

    @Test
    void whateverTheRoundingModeIs() {
        Isa isa = Isa.parse("rv64gc");
        for (int mode = FloatState.RTZ; mode <= FloatState.RMM; mode++) {
            for (Kind kind : Kind.values()) {
                compare(isa, program(isa, mode, false), kind);
            }
        }
    }

    @Test
    void whenTheRoundingModeChanges() {
        Isa isa = Isa.parse("rv64gc");
        for (Kind kind : Kind.values()) {
            compare(isa, program(isa, FloatState.RNE, true), kind);
        }
    }
}
