// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.engine;

import org.trapline.isa.Instruction;

/**
 * Opcodes of decoded operations. An opcode that executes an instruction has the name of its row; a test compares the two. They are numbers,
 * and dense, because the interpreter's {@code switch} is then one jump.
 *
 * <p>A packed operation: imm 63..32 | rs2 31..24 | rs1 23..16 | rd 15..8 | opcode 7..0. A destination x0 has become
 * {@link #SINK}, an offset to the pc has become one to the start of the block.
 */
final class Op {
    /** The register that takes what is written to x0. */
    static final int SINK = 32;

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
    // What ends a block and is done out of line; imm is the instruction word.
    static final int FIRST_SYSTEM = 85;
    static final int FENCE = 85;
    static final int FENCE_TSO = 86;
    static final int FENCE_I = 87;
    static final int ECALL = 88;
    static final int EBREAK = 89;
    static final int CSRRW = 90;
    static final int CSRRS = 91;
    static final int CSRRC = 92;
    static final int CSRRWI = 93;
    static final int CSRRSI = 94;
    static final int CSRRCI = 95;
    static final int MRET = 96;
    static final int SRET = 97;
    static final int WFI = 98;
    static final int SFENCE_VMA = 99;
    static final int SINVAL_VMA = 100;
    static final int SFENCE_W_INVAL = 101;
    static final int SFENCE_INVAL_IR = 102;
    static final int HINVAL_VVMA = 103;
    static final int HINVAL_GVMA = 104;
    static final int HFENCE_VVMA = 105;
    static final int HFENCE_GVMA = 106;
    static final int HLV_B = 107;
    static final int HLV_BU = 108;
    static final int HLV_H = 109;
    static final int HLV_HU = 110;
    static final int HLVX_HU = 111;
    static final int HLV_W = 112;
    static final int HLVX_WU = 113;
    static final int HLV_WU = 114;
    static final int HLV_D = 115;
    static final int HSV_B = 116;
    static final int HSV_H = 117;
    static final int HSV_W = 118;
    static final int HSV_D = 119;
    // A word that is no instruction of this hart.
    static final int ILLEGAL = 120;
    // A branch or jump whose target is no instruction boundary.
    static final int MISALIGNED = 121;
    // Not an instruction: an observer wants to stop here.
    static final int STOP_HERE = 122;

    private static final int[] BY_ROW = new int[Instruction.values().length];

    static {
        for (Instruction row : Instruction.rows()) {
            try {
                BY_ROW[row.ordinal()] = Op.class.getDeclaredField(row.name()).getInt(null);
            } catch (NoSuchFieldException e) {
                // A row of RV32, or of an extension that no hart executes.
                BY_ROW[row.ordinal()] = ILLEGAL;
            } catch (IllegalAccessException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }

    private Op() {
    }

    /** Returns the opcode that executes an instruction; {@link #ILLEGAL} if no hart can. */
    static int of(Instruction row) {
        return BY_ROW[row.ordinal()];
    }

    static long pack(int opcode, int rd, int rs1, int rs2, int imm) {
        return (long) imm << 32 | (long) rs2 << 24 | (long) rs1 << 16 | (long) (rd == 0 ? SINK : rd) << 8 | opcode;
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
