// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import static java.util.Map.entry;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import org.trapline.isa.Instruction;
import org.trapline.isa.kernel.FloatState;
import org.trapline.machine.mmu.FastState;

/**
 * Opcodes of decoded operations. An opcode that executes an instruction has the name of its row; a test compares the two. They are numbers,
 * and dense, because the interpreter's {@code switch} is then one jump.
 *
 * <p>A packed operation: imm 63..32 | rs2 31..24 | rs1 23..16 | rd 15..8 | opcode 7..0. A destination x0 has become
 * {@link #SINK}, an offset to the pc has become one to the start of the block. Floating-point registers are numbered from {@link #FLOATS} on; in
 * operations of theirs that are no loads or stores, imm is rs3 15..8 | rm 7..0.
 */
final class Op {
    /** The register that takes what is written to x0. */
    static final int SINK = FastState.SINK;
    /** The register f0; the others follow. */
    static final int FLOATS = FastState.FLOATS;

    // The block goes on elsewhere: at its fall-through.
    static final int END = 0;
    // Branches and jumps, which end a block.
    static final int BEQ = 1;
    static final int BNE = 2;
    static final int BLT = 3;
    static final int BGE = 4;
    static final int BLTU = 5;
    static final int BGEU = 6;
    static final int JAL = 7;
    static final int JALR = 8;
    // Registers only.
    static final int LUI = 9;
    static final int AUIPC = 10;
    static final int ADDI = 11;
    static final int SLTI = 12;
    static final int SLTIU = 13;
    static final int XORI = 14;
    static final int ORI = 15;
    static final int ANDI = 16;
    static final int SLLI = 17;
    static final int SRLI = 18;
    static final int SRAI = 19;
    static final int ADD = 20;
    static final int SUB = 21;
    static final int SLL = 22;
    static final int SLT = 23;
    static final int SLTU = 24;
    static final int XOR = 25;
    static final int SRL = 26;
    static final int SRA = 27;
    static final int OR = 28;
    static final int AND = 29;
    static final int ADDIW = 30;
    static final int SLLIW = 31;
    static final int SRLIW = 32;
    static final int SRAIW = 33;
    static final int ADDW = 34;
    static final int SUBW = 35;
    static final int SLLW = 36;
    static final int SRLW = 37;
    static final int SRAW = 38;
    static final int MUL = 39;
    static final int MULH = 40;
    static final int MULHSU = 41;
    static final int MULHU = 42;
    static final int DIV = 43;
    static final int DIVU = 44;
    static final int REM = 45;
    static final int REMU = 46;
    static final int MULW = 47;
    static final int DIVW = 48;
    static final int DIVUW = 49;
    static final int REMW = 50;
    static final int REMUW = 51;
    // Loads and stores.
    static final int LB = 52;
    static final int LH = 53;
    static final int LW = 54;
    static final int LD = 55;
    static final int LBU = 56;
    static final int LHU = 57;
    static final int LWU = 58;
    static final int SB = 59;
    static final int SH = 60;
    static final int SW = 61;
    static final int SD = 62;
    // Atomics, done out of line.
    static final int FIRST_ATOMIC = 63;
    static final int LR_W = 63;
    static final int SC_W = 64;
    static final int LR_D = 65;
    static final int SC_D = 66;
    static final int AMOSWAP_W = 67;
    static final int AMOADD_W = 68;
    static final int AMOXOR_W = 69;
    static final int AMOAND_W = 70;
    static final int AMOOR_W = 71;
    static final int AMOMIN_W = 72;
    static final int AMOMAX_W = 73;
    static final int AMOMINU_W = 74;
    static final int AMOMAXU_W = 75;
    static final int AMOSWAP_D = 76;
    static final int AMOADD_D = 77;
    static final int AMOXOR_D = 78;
    static final int AMOAND_D = 79;
    static final int AMOOR_D = 80;
    static final int AMOMIN_D = 81;
    static final int AMOMAX_D = 82;
    static final int AMOMINU_D = 83;
    static final int AMOMAXU_D = 84;
    // What orders accesses.
    static final int FIRST_FENCE = 85;
    static final int FENCE = 85;
    static final int FENCE_TSO = 86;
    static final int PAUSE = 87;
    // What ends a block and is done out of line; imm is the instruction word.
    static final int FIRST_SYSTEM = 88;
    static final int FENCE_I = 88;
    static final int ECALL = 89;
    static final int EBREAK = 90;
    static final int CSRRW = 91;
    static final int CSRRS = 92;
    static final int CSRRC = 93;
    static final int CSRRWI = 94;
    static final int CSRRSI = 95;
    static final int CSRRCI = 96;
    static final int MRET = 97;
    static final int SRET = 98;
    static final int WFI = 99;
    static final int SFENCE_VMA = 100;
    static final int SINVAL_VMA = 101;
    static final int SFENCE_W_INVAL = 102;
    static final int SFENCE_INVAL_IR = 103;
    static final int HINVAL_VVMA = 104;
    static final int HINVAL_GVMA = 105;
    static final int HFENCE_VVMA = 106;
    static final int HFENCE_GVMA = 107;
    static final int HLV_B = 108;
    static final int HLV_BU = 109;
    static final int HLV_H = 110;
    static final int HLV_HU = 111;
    static final int HLVX_HU = 112;
    static final int HLV_W = 113;
    static final int HLVX_WU = 114;
    static final int HLV_WU = 115;
    static final int HLV_D = 116;
    static final int HSV_B = 117;
    static final int HSV_H = 118;
    static final int HSV_W = 119;
    static final int HSV_D = 120;
    static final int CBO_INVAL = 121;
    static final int CBO_CLEAN = 122;
    static final int CBO_FLUSH = 123;
    static final int CBO_ZERO = 124;
    static final int WRS_NTO = 125;
    static final int WRS_STO = 126;
    // A word that is no instruction of this hart.
    static final int ILLEGAL = 127;
    // A branch or jump whose target is no instruction boundary.
    static final int MISALIGNED = 128;
    // Not an instruction: an observer wants to stop here.
    static final int STOP_HERE = 129;
    // Bit manipulation: registers only.
    static final int FIRST_BITS = STOP_HERE + 1;
    static final int ADD_UW = FIRST_BITS;
    static final int SH1ADD = FIRST_BITS + 1;
    static final int SH2ADD = FIRST_BITS + 2;
    static final int SH3ADD = FIRST_BITS + 3;
    static final int SH1ADD_UW = FIRST_BITS + 4;
    static final int SH2ADD_UW = FIRST_BITS + 5;
    static final int SH3ADD_UW = FIRST_BITS + 6;
    static final int SLLI_UW = FIRST_BITS + 7;
    static final int ANDN = FIRST_BITS + 8;
    static final int ORN = FIRST_BITS + 9;
    static final int XNOR = FIRST_BITS + 10;
    static final int CLZ = FIRST_BITS + 11;
    static final int CLZW = FIRST_BITS + 12;
    static final int CTZ = FIRST_BITS + 13;
    static final int CTZW = FIRST_BITS + 14;
    static final int CPOP = FIRST_BITS + 15;
    static final int CPOPW = FIRST_BITS + 16;
    static final int MAX = FIRST_BITS + 17;
    static final int MAXU = FIRST_BITS + 18;
    static final int MIN = FIRST_BITS + 19;
    static final int MINU = FIRST_BITS + 20;
    static final int SEXT_B = FIRST_BITS + 21;
    static final int SEXT_H = FIRST_BITS + 22;
    static final int ZEXT_H = FIRST_BITS + 23;
    static final int ROL = FIRST_BITS + 24;
    static final int ROLW = FIRST_BITS + 25;
    static final int ROR = FIRST_BITS + 26;
    static final int RORI = FIRST_BITS + 27;
    static final int RORIW = FIRST_BITS + 28;
    static final int RORW = FIRST_BITS + 29;
    static final int ORC_B = FIRST_BITS + 30;
    static final int REV8 = FIRST_BITS + 31;
    static final int BCLR = FIRST_BITS + 32;
    static final int BCLRI = FIRST_BITS + 33;
    static final int BEXT = FIRST_BITS + 34;
    static final int BEXTI = FIRST_BITS + 35;
    static final int BINV = FIRST_BITS + 36;
    static final int BINVI = FIRST_BITS + 37;
    static final int BSET = FIRST_BITS + 38;
    static final int BSETI = FIRST_BITS + 39;
    static final int CLMUL = FIRST_BITS + 40;
    static final int CLMULH = FIRST_BITS + 41;
    static final int CLMULR = FIRST_BITS + 42;
    static final int CZERO_EQZ = FIRST_BITS + 43;
    static final int CZERO_NEZ = FIRST_BITS + 44;
    // What RV32 computes otherwise than RV64, see RV32_ROWS: registers only.
    static final int FIRST_RV32 = FIRST_BITS + 45;
    static final int MULH_RV32 = FIRST_RV32;
    static final int MULHSU_RV32 = FIRST_RV32 + 1;
    static final int MULHU_RV32 = FIRST_RV32 + 2;
    static final int SH1ADD_RV32 = FIRST_RV32 + 3;
    static final int SH2ADD_RV32 = FIRST_RV32 + 4;
    static final int SH3ADD_RV32 = FIRST_RV32 + 5;
    static final int ORC_B_RV32 = FIRST_RV32 + 6;
    static final int REV8_RV32 = FIRST_RV32 + 7;
    static final int CLMUL_RV32 = FIRST_RV32 + 8;
    static final int CLMULH_RV32 = FIRST_RV32 + 9;
    static final int CLMULR_RV32 = FIRST_RV32 + 10;
    static final int BCLR_RV32 = FIRST_RV32 + 11;
    static final int BEXT_RV32 = FIRST_RV32 + 12;
    static final int BINV_RV32 = FIRST_RV32 + 13;
    static final int BSET_RV32 = FIRST_RV32 + 14;
    // An access to a CSR that only keeps what is written to it, in the mode in which it was decoded; imm is the instruction word.
    static final int PLAIN_CSR = FIRST_RV32 + 15;
    // Floating point.
    static final int FIRST_FLOAT = FIRST_RV32 + 16;
    // Loads and stores.
    static final int FLW = FIRST_FLOAT;
    static final int FLD = FIRST_FLOAT + 1;
    static final int FSW = FIRST_FLOAT + 2;
    static final int FSD = FIRST_FLOAT + 3;
    // Of three registers.
    static final int FMADD_S = FIRST_FLOAT + 4;
    static final int FMSUB_S = FIRST_FLOAT + 5;
    static final int FNMSUB_S = FIRST_FLOAT + 6;
    static final int FNMADD_S = FIRST_FLOAT + 7;
    static final int FMADD_D = FIRST_FLOAT + 8;
    static final int FMSUB_D = FIRST_FLOAT + 9;
    static final int FNMSUB_D = FIRST_FLOAT + 10;
    static final int FNMADD_D = FIRST_FLOAT + 11;
    // Of two, rounded.
    static final int FADD_S = FIRST_FLOAT + 12;
    static final int FSUB_S = FIRST_FLOAT + 13;
    static final int FMUL_S = FIRST_FLOAT + 14;
    static final int FDIV_S = FIRST_FLOAT + 15;
    static final int FADD_D = FIRST_FLOAT + 16;
    static final int FSUB_D = FIRST_FLOAT + 17;
    static final int FMUL_D = FIRST_FLOAT + 18;
    static final int FDIV_D = FIRST_FLOAT + 19;
    // Of two, not rounded.
    static final int FSGNJ_S = FIRST_FLOAT + 20;
    static final int FSGNJN_S = FIRST_FLOAT + 21;
    static final int FSGNJX_S = FIRST_FLOAT + 22;
    static final int FMIN_S = FIRST_FLOAT + 23;
    static final int FMAX_S = FIRST_FLOAT + 24;
    static final int FEQ_S = FIRST_FLOAT + 25;
    static final int FLT_S = FIRST_FLOAT + 26;
    static final int FLE_S = FIRST_FLOAT + 27;
    static final int FSGNJ_D = FIRST_FLOAT + 28;
    static final int FSGNJN_D = FIRST_FLOAT + 29;
    static final int FSGNJX_D = FIRST_FLOAT + 30;
    static final int FMIN_D = FIRST_FLOAT + 31;
    static final int FMAX_D = FIRST_FLOAT + 32;
    static final int FEQ_D = FIRST_FLOAT + 33;
    static final int FLT_D = FIRST_FLOAT + 34;
    static final int FLE_D = FIRST_FLOAT + 35;
    // Of one.
    static final int FSQRT_S = FIRST_FLOAT + 36;
    static final int FCVT_W_S = FIRST_FLOAT + 37;
    static final int FCVT_WU_S = FIRST_FLOAT + 38;
    static final int FCVT_L_S = FIRST_FLOAT + 39;
    static final int FCVT_LU_S = FIRST_FLOAT + 40;
    static final int FCVT_S_W = FIRST_FLOAT + 41;
    static final int FCVT_S_WU = FIRST_FLOAT + 42;
    static final int FCVT_S_L = FIRST_FLOAT + 43;
    static final int FCVT_S_LU = FIRST_FLOAT + 44;
    static final int FMV_X_W = FIRST_FLOAT + 45;
    static final int FMV_W_X = FIRST_FLOAT + 46;
    static final int FCLASS_S = FIRST_FLOAT + 47;
    static final int FSQRT_D = FIRST_FLOAT + 48;
    static final int FCVT_W_D = FIRST_FLOAT + 49;
    static final int FCVT_WU_D = FIRST_FLOAT + 50;
    static final int FCVT_L_D = FIRST_FLOAT + 51;
    static final int FCVT_LU_D = FIRST_FLOAT + 52;
    static final int FCVT_D_W = FIRST_FLOAT + 53;
    static final int FCVT_D_WU = FIRST_FLOAT + 54;
    static final int FCVT_D_L = FIRST_FLOAT + 55;
    static final int FCVT_D_LU = FIRST_FLOAT + 56;
    static final int FCVT_S_D = FIRST_FLOAT + 57;
    static final int FCVT_D_S = FIRST_FLOAT + 58;
    static final int FMV_X_D = FIRST_FLOAT + 59;
    static final int FMV_D_X = FIRST_FLOAT + 60;
    static final int FCLASS_D = FIRST_FLOAT + 61;

    /**
     * The instructions of RV32 that RV64 has under another name, or that are another one's special case. Registers hold sign-extended
     * values, of which RV64's word operations make such values again, as do comparisons and bitwise operations by themselves. Where both fail,
     * there is an opcode of the row's name with {@code _RV32}.
     */
    private static final Map<Instruction, Integer> RV32_ROWS = Map.ofEntries(
        // The immediate is the sum, see BlockDecoder.
        entry(Instruction.AUIPC, LUI),
        entry(Instruction.ADDI, ADDIW), entry(Instruction.ADD, ADDW), entry(Instruction.SUB, SUBW),
        entry(Instruction.SLL, SLLW), entry(Instruction.SRL, SRLW), entry(Instruction.SRA, SRAW),
        entry(Instruction.SLLI_RV32, SLLIW), entry(Instruction.SRLI_RV32, SRLIW), entry(Instruction.SRAI_RV32, SRAIW),
        entry(Instruction.MUL, MULW), entry(Instruction.DIV, DIVW), entry(Instruction.DIVU, DIVUW),
        entry(Instruction.REM, REMW), entry(Instruction.REMU, REMUW),
        entry(Instruction.CLZ, CLZW), entry(Instruction.CTZ, CTZW), entry(Instruction.CPOP, CPOPW),
        entry(Instruction.ZEXT_H_RV32, ZEXT_H), entry(Instruction.ROL, ROLW), entry(Instruction.ROR, RORW),
        entry(Instruction.RORI_RV32, RORIW),
        // The immediate is the mask, see BlockDecoder.
        entry(Instruction.BCLRI_RV32, ANDI), entry(Instruction.BINVI_RV32, XORI), entry(Instruction.BSETI_RV32, ORI),
        entry(Instruction.BEXTI_RV32, BEXTI));
    private static final int[] BY_ROW = new int[Instruction.values().length];
    private static final Instruction[] ROWS = new Instruction[1 << Byte.SIZE];
    private static final int[] BY_RV32_ROW = new int[Instruction.values().length];

    static {
        Map<String, Integer> opcodes = byName();
        for (Instruction row : Instruction.rows()) {
            // None: no hart executes the instruction, or it has the opcode of another.
            BY_ROW[row.ordinal()] = opcodes.getOrDefault(row.name(), ILLEGAL);
            ROWS[BY_ROW[row.ordinal()]] = row;
            int narrow = opcodes.getOrDefault(row.name() + "_RV32", ILLEGAL);
            BY_RV32_ROW[row.ordinal()] = narrow != ILLEGAL ? narrow : BY_ROW[row.ordinal()];
            if (narrow != ILLEGAL) {
                ROWS[narrow] = row;
            }
        }
        RV32_ROWS.forEach((row, opcode) -> BY_RV32_ROW[row.ordinal()] = opcode);
    }

    private Op() {
    }

    private static Map<String, Integer> byName() {
        Map<String, Integer> opcodes = new HashMap<>();
        try {
            for (Field field : Op.class.getDeclaredFields()) {
                if (field.getType() == int.class) {
                    opcodes.put(field.getName(), field.getInt(null));
                }
            }
        } catch (IllegalAccessException e) {
            throw new ExceptionInInitializerError(e);
        }
        return opcodes;
    }

    /** Returns the opcode that executes an instruction of RV64; {@link #ILLEGAL} if no hart can. */
    static int of(Instruction row) {
        return BY_ROW[row.ordinal()];
    }

    /** As {@link #of}, of RV32. */
    static int ofRv32(Instruction row) {
        return BY_RV32_ROW[row.ordinal()];
    }

    /** Tells whether an operation is of RV32 alone, which computes otherwise than RV64 what its row says. */
    static boolean isNarrow(int opcode) {
        return opcode >= FIRST_RV32 && opcode < PLAIN_CSR;
    }

    /** Returns the row that an opcode executes; null if it is none of an instruction. */
    static Instruction row(int opcode) {
        return ROWS[opcode];
    }

    static long pack(int opcode, int rd, int rs1, int rs2, int imm) {
        return (long) imm << 32 | (long) rs2 << 24 | (long) rs1 << 16 | (long) (rd == 0 ? SINK : rd) << 8 | opcode;
    }

    /** Tells whether an operation ends its block and is done out of line. */
    static boolean isSystem(int opcode) {
        return opcode >= FIRST_SYSTEM && opcode <= STOP_HERE;
    }

    /** Tells whether an operation is a CSR instruction that ends its block. */
    static boolean isCsr(int opcode) {
        return opcode >= CSRRW && opcode <= CSRRCI;
    }

    /** Tells whether an operation stores a register and does nothing else. */
    static boolean isStore(int opcode) {
        return opcode >= SB && opcode <= SD || opcode == FSW || opcode == FSD;
    }

    /** Returns how many bytes a store writes; 0 if it is none. */
    static int storeSize(int opcode) {
        return switch (opcode) {
            case SB -> Byte.BYTES;
            case SH -> Short.BYTES;
            case SW, FSW -> Integer.BYTES;
            case SD, FSD -> Long.BYTES;
            default -> 0;
        };
    }

    /** Tells whether an opcode computes with floating-point numbers. */
    static boolean computesFloat(int opcode) {
        return isFloat(opcode) && opcode > FSD;
    }

    /** Tells whether an operation needs the floating-point unit. */
    static boolean isFloat(int opcode) {
        return opcode >= FIRST_FLOAT;
    }

    /** Tells whether a floating-point operation, packed, is illegal while {@code frm} holds no mode. */
    static boolean isDynamic(long op) {
        int opcode = opcode(op);
        return isFloat(opcode) && opcode > FSD && mode(op) == FloatState.DYN;
    }

    /** Returns the rounding mode of a floating-point operation, {@code rm}. */
    static int mode(long op) {
        return imm(op) & 0xff;
    }

    /** Returns the third source of a floating-point operation. */
    static int rs3(long op) {
        return imm(op) >>> 8;
    }

    static int opcode(long op) {
        return (int) op & 0xff;
    }

    static int rd(long op) {
        return (int) (op >>> 8) & 0xff;
    }

    static int rs1(long op) {
        return (int) (op >>> 16) & 0xff;
    }

    static int rs2(long op) {
        return (int) (op >>> 24) & 0xff;
    }

    static int imm(long op) {
        return (int) (op >> 32);
    }
}
