// SPDX-License-Identifier: EPL-2.0
package org.trapline.isa;

import static org.trapline.isa.Extension.*;
import static org.trapline.isa.Extension.I;
import static org.trapline.isa.Extension.M;
import static org.trapline.isa.Extension.S;
import static org.trapline.isa.Format.*;
import static org.trapline.isa.Format.U;
import static org.trapline.isa.ManualSection.*;
import static org.trapline.isa.Xlen.*;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The instruction set, one row each. A row's bits are written as in the manual, highest first: {@code 0} and {@code 1} are fixed,
 * a dot belongs to an operand, and a dash is written as zero but ignored when decoding, where the manual asks for that.
 *
 * <p>The mnemonic and the name of the kernel that executes the row derive from the row's name: {@code AMOADD_W} is
 * {@code amoadd.w}, done by {@code amoadd_w}. A name may end in {@code _RV32} when RV32 encodes the same mnemonic differently.
 *
 * <p>In meanings {@code pc} is the address of the instruction itself, {@code u}, {@code s} and {@code w} mark unsigned, signed and
 * 32-bit operations, and {@code M[a]} is memory at address {@code a}.
 */
public enum Instruction {
    // RV32I and RV64I
    LUI      (U, I, "..... ..... ..... ..... ..... 0110111", "rd = imm << 12", RV32_IMMEDIATE),
    AUIPC    (U, I, "..... ..... ..... ..... ..... 0010111", "rd = pc + (imm << 12)", RV32_IMMEDIATE),
    JAL      (J, I, "..... ..... ..... ..... ..... 1101111", "rd = pc + 4; pc += offset", RV32_JUMP),
    JALR     (Format.JALR, I, "............ ..... 000 ..... 1100111", "rd = pc + 4; pc = (rs1 + offset) & ~1", RV32_JUMP),
    BEQ      (B, I, "....... ..... ..... 000 ..... 1100011", "if rs1 == rs2: pc += offset", RV32_BRANCH),
    BNE      (B, I, "....... ..... ..... 001 ..... 1100011", "if rs1 != rs2: pc += offset", RV32_BRANCH),
    BLT      (B, I, "....... ..... ..... 100 ..... 1100011", "if rs1 <s rs2: pc += offset", RV32_BRANCH),
    BGE      (B, I, "....... ..... ..... 101 ..... 1100011", "if rs1 >=s rs2: pc += offset", RV32_BRANCH),
    BLTU     (B, I, "....... ..... ..... 110 ..... 1100011", "if rs1 <u rs2: pc += offset", RV32_BRANCH),
    BGEU     (B, I, "....... ..... ..... 111 ..... 1100011", "if rs1 >=u rs2: pc += offset", RV32_BRANCH),
    LB       (LOAD, I, "............ ..... 000 ..... 0000011", "rd = sign-extended byte M[rs1 + offset]", RV32_LOAD_STORE),
    LH       (LOAD, I, "............ ..... 001 ..... 0000011", "rd = sign-extended 2 bytes M[rs1 + offset]", RV32_LOAD_STORE),
    LW       (LOAD, I, "............ ..... 010 ..... 0000011", "rd = sign-extended 4 bytes M[rs1 + offset]", RV32_LOAD_STORE),
    LD       (LOAD, I, RV64, "............ ..... 011 ..... 0000011", "rd = 8 bytes M[rs1 + offset]", RV64_LOAD_STORE),
    LBU      (LOAD, I, "............ ..... 100 ..... 0000011", "rd = zero-extended byte M[rs1 + offset]", RV32_LOAD_STORE),
    LHU      (LOAD, I, "............ ..... 101 ..... 0000011", "rd = zero-extended 2 bytes M[rs1 + offset]", RV32_LOAD_STORE),
    LWU      (LOAD, I, RV64, "............ ..... 110 ..... 0000011", "rd = zero-extended 4 bytes M[rs1 + offset]", RV64_LOAD_STORE),
    SB       (STORE, I, "....... ..... ..... 000 ..... 0100011", "byte M[rs1 + offset] = rs2", RV32_LOAD_STORE),
    SH       (STORE, I, "....... ..... ..... 001 ..... 0100011", "2 bytes M[rs1 + offset] = rs2", RV32_LOAD_STORE),
    SW       (STORE, I, "....... ..... ..... 010 ..... 0100011", "4 bytes M[rs1 + offset] = rs2", RV32_LOAD_STORE),
    SD       (STORE, I, RV64, "....... ..... ..... 011 ..... 0100011", "8 bytes M[rs1 + offset] = rs2", RV64_LOAD_STORE),
    ADDI     (Format.I, I, "............ ..... 000 ..... 0010011", "rd = rs1 + imm", RV32_IMMEDIATE),
    SLTI     (Format.I, I, "............ ..... 010 ..... 0010011", "rd = rs1 <s imm ? 1 : 0", RV32_IMMEDIATE),
    SLTIU    (Format.I, I, "............ ..... 011 ..... 0010011", "rd = rs1 <u imm ? 1 : 0", RV32_IMMEDIATE),
    XORI     (Format.I, I, "............ ..... 100 ..... 0010011", "rd = rs1 ^ imm", RV32_IMMEDIATE),
    ORI      (Format.I, I, "............ ..... 110 ..... 0010011", "rd = rs1 | imm", RV32_IMMEDIATE),
    ANDI     (Format.I, I, "............ ..... 111 ..... 0010011", "rd = rs1 & imm", RV32_IMMEDIATE),
    SLLI     (SHIFT64, I, RV64, "000000 ...... ..... 001 ..... 0010011", "rd = rs1 << shamt", RV64_IMMEDIATE),
    SRLI     (SHIFT64, I, RV64, "000000 ...... ..... 101 ..... 0010011", "rd = rs1 >>u shamt", RV64_IMMEDIATE),
    SRAI     (SHIFT64, I, RV64, "010000 ...... ..... 101 ..... 0010011", "rd = rs1 >>s shamt", RV64_IMMEDIATE),
    SLLI_RV32(SHIFT32, I, RV32, "0000000 ..... ..... 001 ..... 0010011", "rd = rs1 << shamt", RV32_IMMEDIATE),
    SRLI_RV32(SHIFT32, I, RV32, "0000000 ..... ..... 101 ..... 0010011", "rd = rs1 >>u shamt", RV32_IMMEDIATE),
    SRAI_RV32(SHIFT32, I, RV32, "0100000 ..... ..... 101 ..... 0010011", "rd = rs1 >>s shamt", RV32_IMMEDIATE),
    ADD      (R, I, "0000000 ..... ..... 000 ..... 0110011", "rd = rs1 + rs2", RV32_REGISTER),
    SUB      (R, I, "0100000 ..... ..... 000 ..... 0110011", "rd = rs1 - rs2", RV32_REGISTER),
    SLL      (R, I, "0000000 ..... ..... 001 ..... 0110011", "rd = rs1 << (rs2 mod XLEN)", RV32_REGISTER),
    SLT      (R, I, "0000000 ..... ..... 010 ..... 0110011", "rd = rs1 <s rs2 ? 1 : 0", RV32_REGISTER),
    SLTU     (R, I, "0000000 ..... ..... 011 ..... 0110011", "rd = rs1 <u rs2 ? 1 : 0", RV32_REGISTER),
    XOR      (R, I, "0000000 ..... ..... 100 ..... 0110011", "rd = rs1 ^ rs2", RV32_REGISTER),
    SRL      (R, I, "0000000 ..... ..... 101 ..... 0110011", "rd = rs1 >>u (rs2 mod XLEN)", RV32_REGISTER),
    SRA      (R, I, "0100000 ..... ..... 101 ..... 0110011", "rd = rs1 >>s (rs2 mod XLEN)", RV32_REGISTER),
    OR       (R, I, "0000000 ..... ..... 110 ..... 0110011", "rd = rs1 | rs2", RV32_REGISTER),
    AND      (R, I, "0000000 ..... ..... 111 ..... 0110011", "rd = rs1 & rs2", RV32_REGISTER),
    ADDIW    (Format.I, I, RV64, "............ ..... 000 ..... 0011011", "rd = sign-extended 32 bits of rs1 + imm", RV64_IMMEDIATE),
    SLLIW    (SHIFT32, I, RV64, "0000000 ..... ..... 001 ..... 0011011", "rd = sign-extended 32 bits of rs1 <<w shamt", RV64_IMMEDIATE),
    SRLIW    (SHIFT32, I, RV64, "0000000 ..... ..... 101 ..... 0011011", "rd = sign-extended 32 bits of rs1 >>uw shamt", RV64_IMMEDIATE),
    SRAIW    (SHIFT32, I, RV64, "0100000 ..... ..... 101 ..... 0011011", "rd = sign-extended 32 bits of rs1 >>sw shamt", RV64_IMMEDIATE),
    ADDW     (R, I, RV64, "0000000 ..... ..... 000 ..... 0111011", "rd = sign-extended 32 bits of rs1 + rs2", RV64_REGISTER),
    SUBW     (R, I, RV64, "0100000 ..... ..... 000 ..... 0111011", "rd = sign-extended 32 bits of rs1 - rs2", RV64_REGISTER),
    SLLW     (R, I, RV64, "0000000 ..... ..... 001 ..... 0111011", "rd = sign-extended 32 bits of rs1 <<w (rs2 mod 32)", RV64_REGISTER),
    SRLW     (R, I, RV64, "0000000 ..... ..... 101 ..... 0111011", "rd = sign-extended 32 bits of rs1 >>uw (rs2 mod 32)", RV64_REGISTER),
    SRAW     (R, I, RV64, "0100000 ..... ..... 101 ..... 0111011", "rd = sign-extended 32 bits of rs1 >>sw (rs2 mod 32)", RV64_REGISTER),
    // The manual has implementations ignore fence's rd and rs1, and treat the reserved modes as an ordinary fence.
    FENCE    (Format.FENCE, I, "---- .... .... ----- 000 ----- 0001111",
        "order the accesses in pred before those in succ (i input, o output, r read, w write)", RV32_FENCE),
    FENCE_TSO(NULLARY, I, "1000 0011 0011 ----- 000 ----- 0001111",
        "order reads before all later accesses, and writes before later writes", RV32_FENCE),
    ECALL    (NULLARY, I, "000000000000 00000 000 00000 1110011",
        "trap to the environment: a call to the operating system, hypervisor or firmware", RV32_ENVIRONMENT),
    EBREAK   (NULLARY, I, "000000000001 00000 000 00000 1110011", "trap to the debugger", RV32_ENVIRONMENT),

    // Zihintpause
    PAUSE    (NULLARY, Extension.ZIHINTPAUSE, "0000 0001 0000 00000 000 00000 0001111",
        "hint that the hart waits for something in a loop", ManualSection.ZIHINTPAUSE),

    // Zifencei
    FENCE_I  (NULLARY, Extension.ZIFENCEI, "------------ ----- 001 ----- 0001111",
        "make earlier stores visible to later instruction fetches of this hart", ManualSection.ZIFENCEI),

    // Zicsr
    CSRRW    (Format.CSR, Extension.ZICSR, "............ ..... 001 ..... 1110011", "rd = csr; csr = rs1", ManualSection.ZICSR),
    CSRRS    (Format.CSR, Extension.ZICSR, "............ ..... 010 ..... 1110011", "rd = csr; csr |= rs1 (no write if rs1 is x0)", ManualSection.ZICSR),
    CSRRC    (Format.CSR, Extension.ZICSR, "............ ..... 011 ..... 1110011", "rd = csr; csr &= ~rs1 (no write if rs1 is x0)", ManualSection.ZICSR),
    CSRRWI   (CSR_IMM, Extension.ZICSR, "............ ..... 101 ..... 1110011", "rd = csr; csr = zimm", ManualSection.ZICSR),
    CSRRSI   (CSR_IMM, Extension.ZICSR, "............ ..... 110 ..... 1110011", "rd = csr; csr |= zimm (no write if zimm is 0)", ManualSection.ZICSR),
    CSRRCI   (CSR_IMM, Extension.ZICSR, "............ ..... 111 ..... 1110011", "rd = csr; csr &= ~zimm (no write if zimm is 0)", ManualSection.ZICSR),

    // M
    MUL      (R, M, "0000001 ..... ..... 000 ..... 0110011", "rd = low XLEN bits of rs1 * rs2", M_MULTIPLY),
    MULH     (R, M, "0000001 ..... ..... 001 ..... 0110011", "rd = high XLEN bits of rs1 *s rs2", M_MULTIPLY),
    MULHSU   (R, M, "0000001 ..... ..... 010 ..... 0110011", "rd = high XLEN bits of signed rs1 * unsigned rs2", M_MULTIPLY),
    MULHU    (R, M, "0000001 ..... ..... 011 ..... 0110011", "rd = high XLEN bits of rs1 *u rs2", M_MULTIPLY),
    DIV      (R, M, "0000001 ..... ..... 100 ..... 0110011", "rd = rs1 /s rs2, towards zero; -1 if rs2 is 0", M_DIVIDE),
    DIVU     (R, M, "0000001 ..... ..... 101 ..... 0110011", "rd = rs1 /u rs2; all ones if rs2 is 0", M_DIVIDE),
    REM      (R, M, "0000001 ..... ..... 110 ..... 0110011", "rd = rs1 mods rs2, sign of rs1; rs1 if rs2 is 0", M_DIVIDE),
    REMU     (R, M, "0000001 ..... ..... 111 ..... 0110011", "rd = rs1 modu rs2; rs1 if rs2 is 0", M_DIVIDE),
    MULW     (R, M, RV64, "0000001 ..... ..... 000 ..... 0111011", "rd = sign-extended 32 bits of rs1 * rs2", M_MULTIPLY),
    DIVW     (R, M, RV64, "0000001 ..... ..... 100 ..... 0111011", "rd = sign-extended 32-bit rs1 /s rs2; -1 if rs2 is 0", M_DIVIDE),
    DIVUW    (R, M, RV64, "0000001 ..... ..... 101 ..... 0111011", "rd = sign-extended 32-bit rs1 /u rs2; all ones if rs2 is 0", M_DIVIDE),
    REMW     (R, M, RV64, "0000001 ..... ..... 110 ..... 0111011", "rd = sign-extended 32-bit rs1 mods rs2; rs1 if rs2 is 0", M_DIVIDE),
    REMUW    (R, M, RV64, "0000001 ..... ..... 111 ..... 0111011", "rd = sign-extended 32-bit rs1 modu rs2; rs1 if rs2 is 0", M_DIVIDE),

    // A
    LR_W     (LR, A, "00010 .. 00000 ..... 010 ..... 0101111", "rd = sign-extended 4 bytes M[rs1]; reserve M[rs1]", A_LR_SC),
    SC_W     (AMO, A, "00011 .. ..... ..... 010 ..... 0101111", "if still reserved: 4 bytes M[rs1] = rs2, rd = 0; else rd = 1", A_LR_SC),
    AMOSWAP_W(AMO, A, "00001 .. ..... ..... 010 ..... 0101111", "rd = 4 bytes M[rs1]; M[rs1] = rs2", A_AMO),
    AMOADD_W (AMO, A, "00000 .. ..... ..... 010 ..... 0101111", "rd = 4 bytes M[rs1]; M[rs1] += rs2", A_AMO),
    AMOXOR_W (AMO, A, "00100 .. ..... ..... 010 ..... 0101111", "rd = 4 bytes M[rs1]; M[rs1] ^= rs2", A_AMO),
    AMOAND_W (AMO, A, "01100 .. ..... ..... 010 ..... 0101111", "rd = 4 bytes M[rs1]; M[rs1] &= rs2", A_AMO),
    AMOOR_W  (AMO, A, "01000 .. ..... ..... 010 ..... 0101111", "rd = 4 bytes M[rs1]; M[rs1] |= rs2", A_AMO),
    AMOMIN_W (AMO, A, "10000 .. ..... ..... 010 ..... 0101111", "rd = 4 bytes M[rs1]; M[rs1] = signed minimum with rs2", A_AMO),
    AMOMAX_W (AMO, A, "10100 .. ..... ..... 010 ..... 0101111", "rd = 4 bytes M[rs1]; M[rs1] = signed maximum with rs2", A_AMO),
    AMOMINU_W(AMO, A, "11000 .. ..... ..... 010 ..... 0101111", "rd = 4 bytes M[rs1]; M[rs1] = unsigned minimum with rs2", A_AMO),
    AMOMAXU_W(AMO, A, "11100 .. ..... ..... 010 ..... 0101111", "rd = 4 bytes M[rs1]; M[rs1] = unsigned maximum with rs2", A_AMO),
    LR_D     (LR, A, RV64, "00010 .. 00000 ..... 011 ..... 0101111", "rd = 8 bytes M[rs1]; reserve M[rs1]", A_LR_SC),
    SC_D     (AMO, A, RV64, "00011 .. ..... ..... 011 ..... 0101111", "if still reserved: 8 bytes M[rs1] = rs2, rd = 0; else rd = 1", A_LR_SC),
    AMOSWAP_D(AMO, A, RV64, "00001 .. ..... ..... 011 ..... 0101111", "rd = 8 bytes M[rs1]; M[rs1] = rs2", A_AMO),
    AMOADD_D (AMO, A, RV64, "00000 .. ..... ..... 011 ..... 0101111", "rd = 8 bytes M[rs1]; M[rs1] += rs2", A_AMO),
    AMOXOR_D (AMO, A, RV64, "00100 .. ..... ..... 011 ..... 0101111", "rd = 8 bytes M[rs1]; M[rs1] ^= rs2", A_AMO),
    AMOAND_D (AMO, A, RV64, "01100 .. ..... ..... 011 ..... 0101111", "rd = 8 bytes M[rs1]; M[rs1] &= rs2", A_AMO),
    AMOOR_D  (AMO, A, RV64, "01000 .. ..... ..... 011 ..... 0101111", "rd = 8 bytes M[rs1]; M[rs1] |= rs2", A_AMO),
    AMOMIN_D (AMO, A, RV64, "10000 .. ..... ..... 011 ..... 0101111", "rd = 8 bytes M[rs1]; M[rs1] = signed minimum with rs2", A_AMO),
    AMOMAX_D (AMO, A, RV64, "10100 .. ..... ..... 011 ..... 0101111", "rd = 8 bytes M[rs1]; M[rs1] = signed maximum with rs2", A_AMO),
    AMOMINU_D(AMO, A, RV64, "11000 .. ..... ..... 011 ..... 0101111", "rd = 8 bytes M[rs1]; M[rs1] = unsigned minimum with rs2", A_AMO),
    AMOMAXU_D(AMO, A, RV64, "11100 .. ..... ..... 011 ..... 0101111", "rd = 8 bytes M[rs1]; M[rs1] = unsigned maximum with rs2", A_AMO),

    // Zba
    ADD_UW   (R, Extension.ZBA, RV64, "0000100 ..... ..... 000 ..... 0111011", "rd = low 32 bits of rs1, zero-extended, + rs2", B_ADDRESS),
    SH1ADD   (R, Extension.ZBA, "0010000 ..... ..... 010 ..... 0110011", "rd = (rs1 << 1) + rs2", B_ADDRESS),
    SH2ADD   (R, Extension.ZBA, "0010000 ..... ..... 100 ..... 0110011", "rd = (rs1 << 2) + rs2", B_ADDRESS),
    SH3ADD   (R, Extension.ZBA, "0010000 ..... ..... 110 ..... 0110011", "rd = (rs1 << 3) + rs2", B_ADDRESS),
    SH1ADD_UW(R, Extension.ZBA, RV64, "0010000 ..... ..... 010 ..... 0111011", "rd = (low 32 bits of rs1, zero-extended, << 1) + rs2", B_ADDRESS),
    SH2ADD_UW(R, Extension.ZBA, RV64, "0010000 ..... ..... 100 ..... 0111011", "rd = (low 32 bits of rs1, zero-extended, << 2) + rs2", B_ADDRESS),
    SH3ADD_UW(R, Extension.ZBA, RV64, "0010000 ..... ..... 110 ..... 0111011", "rd = (low 32 bits of rs1, zero-extended, << 3) + rs2", B_ADDRESS),
    SLLI_UW  (SHIFT64, Extension.ZBA, RV64, "000010 ...... ..... 001 ..... 0011011", "rd = low 32 bits of rs1, zero-extended, << shamt", B_ADDRESS),

    // Zbb
    ANDN     (R, Extension.ZBB, "0100000 ..... ..... 111 ..... 0110011", "rd = rs1 & ~rs2", B_LOGIC),
    ORN      (R, Extension.ZBB, "0100000 ..... ..... 110 ..... 0110011", "rd = rs1 | ~rs2", B_LOGIC),
    XNOR     (R, Extension.ZBB, "0100000 ..... ..... 100 ..... 0110011", "rd = ~(rs1 ^ rs2)", B_LOGIC),
    CLZ      (UNARY, Extension.ZBB, "0110000 00000 ..... 001 ..... 0010011",
        "rd = number of zero bits above the highest one bit of rs1; XLEN if there is none", B_ZEROS),
    CLZW     (UNARY, Extension.ZBB, RV64, "0110000 00000 ..... 001 ..... 0011011",
        "rd = number of zero bits above the highest one bit of the low 32 bits of rs1; 32 if there is none", B_ZEROS),
    CTZ      (UNARY, Extension.ZBB, "0110000 00001 ..... 001 ..... 0010011",
        "rd = number of zero bits below the lowest one bit of rs1; XLEN if there is none", B_ZEROS),
    CTZW     (UNARY, Extension.ZBB, RV64, "0110000 00001 ..... 001 ..... 0011011",
        "rd = number of zero bits below the lowest one bit of the low 32 bits of rs1; 32 if there is none", B_ZEROS),
    CPOP     (UNARY, Extension.ZBB, "0110000 00010 ..... 001 ..... 0010011", "rd = number of one bits in rs1", B_COUNT),
    CPOPW    (UNARY, Extension.ZBB, RV64, "0110000 00010 ..... 001 ..... 0011011", "rd = number of one bits in the low 32 bits of rs1", B_COUNT),
    MAX      (R, Extension.ZBB, "0000101 ..... ..... 110 ..... 0110011", "rd = signed maximum of rs1 and rs2", B_MIN_MAX),
    MAXU     (R, Extension.ZBB, "0000101 ..... ..... 111 ..... 0110011", "rd = unsigned maximum of rs1 and rs2", B_MIN_MAX),
    MIN      (R, Extension.ZBB, "0000101 ..... ..... 100 ..... 0110011", "rd = signed minimum of rs1 and rs2", B_MIN_MAX),
    MINU     (R, Extension.ZBB, "0000101 ..... ..... 101 ..... 0110011", "rd = unsigned minimum of rs1 and rs2", B_MIN_MAX),
    SEXT_B   (UNARY, Extension.ZBB, "0110000 00100 ..... 001 ..... 0010011", "rd = lowest byte of rs1, sign-extended", B_EXTEND),
    SEXT_H   (UNARY, Extension.ZBB, "0110000 00101 ..... 001 ..... 0010011", "rd = lowest 2 bytes of rs1, sign-extended", B_EXTEND),
    ZEXT_H   (UNARY, Extension.ZBB, RV64, "0000100 00000 ..... 100 ..... 0111011", "rd = lowest 2 bytes of rs1, zero-extended", B_EXTEND),
    ZEXT_H_RV32(UNARY, Extension.ZBB, RV32, "0000100 00000 ..... 100 ..... 0110011", "rd = lowest 2 bytes of rs1, zero-extended", B_EXTEND),
    ROL      (R, Extension.ZBB, "0110000 ..... ..... 001 ..... 0110011", "rd = rs1 rotated left by rs2 mod XLEN", B_ROTATE),
    ROLW     (R, Extension.ZBB, RV64, "0110000 ..... ..... 001 ..... 0111011",
        "rd = sign-extended low 32 bits of rs1, rotated left by rs2 mod 32", B_ROTATE),
    ROR      (R, Extension.ZBB, "0110000 ..... ..... 101 ..... 0110011", "rd = rs1 rotated right by rs2 mod XLEN", B_ROTATE),
    RORI     (SHIFT64, Extension.ZBB, RV64, "011000 ...... ..... 101 ..... 0010011", "rd = rs1 rotated right by shamt", B_ROTATE),
    RORI_RV32(SHIFT32, Extension.ZBB, RV32, "0110000 ..... ..... 101 ..... 0010011", "rd = rs1 rotated right by shamt", B_ROTATE),
    RORIW    (SHIFT32, Extension.ZBB, RV64, "0110000 ..... ..... 101 ..... 0011011",
        "rd = sign-extended low 32 bits of rs1, rotated right by shamt", B_ROTATE),
    RORW     (R, Extension.ZBB, RV64, "0110000 ..... ..... 101 ..... 0111011",
        "rd = sign-extended low 32 bits of rs1, rotated right by rs2 mod 32", B_ROTATE),
    ORC_B    (UNARY, Extension.ZBB, "0010100 00111 ..... 101 ..... 0010011", "rd = rs1 with every byte that is not zero set to 0xff", B_OR_COMBINE),
    REV8     (UNARY, Extension.ZBB, RV64, "0110101 11000 ..... 101 ..... 0010011", "rd = bytes of rs1 in reverse order", B_REVERSE),
    REV8_RV32(UNARY, Extension.ZBB, RV32, "0110100 11000 ..... 101 ..... 0010011", "rd = bytes of rs1 in reverse order", B_REVERSE),

    // Zbc
    CLMUL    (R, Extension.ZBC, "0000101 ..... ..... 001 ..... 0110011", "rd = low XLEN bits of the carry-less product of rs1 and rs2", B_CARRY_LESS),
    CLMULH   (R, Extension.ZBC, "0000101 ..... ..... 011 ..... 0110011", "rd = high XLEN bits of the carry-less product of rs1 and rs2", B_CARRY_LESS),
    CLMULR   (R, Extension.ZBC, "0000101 ..... ..... 010 ..... 0110011",
        "rd = bits 2*XLEN-2..XLEN-1 of the carry-less product of rs1 and rs2", B_CARRY_LESS),

    // Zbs
    BCLR     (R, Extension.ZBS, "0100100 ..... ..... 001 ..... 0110011", "rd = rs1 with bit rs2 mod XLEN cleared", B_SINGLE),
    BCLRI    (SHIFT64, Extension.ZBS, RV64, "010010 ...... ..... 001 ..... 0010011", "rd = rs1 with bit shamt cleared", B_SINGLE),
    BCLRI_RV32(SHIFT32, Extension.ZBS, RV32, "0100100 ..... ..... 001 ..... 0010011", "rd = rs1 with bit shamt cleared", B_SINGLE),
    BEXT     (R, Extension.ZBS, "0100100 ..... ..... 101 ..... 0110011", "rd = bit rs2 mod XLEN of rs1", B_SINGLE),
    BEXTI    (SHIFT64, Extension.ZBS, RV64, "010010 ...... ..... 101 ..... 0010011", "rd = bit shamt of rs1", B_SINGLE),
    BEXTI_RV32(SHIFT32, Extension.ZBS, RV32, "0100100 ..... ..... 101 ..... 0010011", "rd = bit shamt of rs1", B_SINGLE),
    BINV     (R, Extension.ZBS, "0110100 ..... ..... 001 ..... 0110011", "rd = rs1 with bit rs2 mod XLEN inverted", B_SINGLE),
    BINVI    (SHIFT64, Extension.ZBS, RV64, "011010 ...... ..... 001 ..... 0010011", "rd = rs1 with bit shamt inverted", B_SINGLE),
    BINVI_RV32(SHIFT32, Extension.ZBS, RV32, "0110100 ..... ..... 001 ..... 0010011", "rd = rs1 with bit shamt inverted", B_SINGLE),
    BSET     (R, Extension.ZBS, "0010100 ..... ..... 001 ..... 0110011", "rd = rs1 with bit rs2 mod XLEN set", B_SINGLE),
    BSETI    (SHIFT64, Extension.ZBS, RV64, "001010 ...... ..... 001 ..... 0010011", "rd = rs1 with bit shamt set", B_SINGLE),
    BSETI_RV32(SHIFT32, Extension.ZBS, RV32, "0010100 ..... ..... 001 ..... 0010011", "rd = rs1 with bit shamt set", B_SINGLE),

    // Zicond
    CZERO_EQZ(R, Extension.ZICOND, "0000111 ..... ..... 101 ..... 0110011", "rd = rs2 == 0 ? 0 : rs1", ManualSection.ZICOND),
    CZERO_NEZ(R, Extension.ZICOND, "0000111 ..... ..... 111 ..... 0110011", "rd = rs2 != 0 ? 0 : rs1", ManualSection.ZICOND),

    // Zawrs
    WRS_NTO  (NULLARY, Extension.ZAWRS, "000000001101 00000 000 00000 1110011", "wait until the reserved memory is stored to", ManualSection.ZAWRS),
    WRS_STO  (NULLARY, Extension.ZAWRS, "000000011101 00000 000 00000 1110011",
        "wait until the reserved memory is stored to, or a short time has passed", ManualSection.ZAWRS),

    // privileged
    MRET     (NULLARY, I, "0011000 00010 00000 000 00000 1110011",
        "return from a trap taken to M mode: pc = mepc, mode = mstatus.MPP, MIE = MPIE", TRAP_RETURN),
    SRET     (NULLARY, S, "0001000 00010 00000 000 00000 1110011",
        "return from a trap taken to S mode: pc = sepc, mode = sstatus.SPP, SIE = SPIE", TRAP_RETURN),
    WFI      (NULLARY, I, "0001000 00101 00000 000 00000 1110011", "wait until an interrupt is pending", ManualSection.WFI),
    SFENCE_VMA(SFENCE, S, "0001001 ..... ..... 000 00000 1110011",
        "order page-table stores before later translations, of address rs1 (all if x0) and address space rs2 (all if x0)",
        ManualSection.SFENCE_VMA),

    // Zicbom and Zicboz
    CBO_INVAL (CBO, Extension.ZICBOM, "000000000000 ..... 010 00000 0001111",
        "invalidate the cache block of address rs1: cached copies are dropped", ManualSection.ZICBOM),
    CBO_CLEAN (CBO, Extension.ZICBOM, "000000000001 ..... 010 00000 0001111",
        "write the cache block of address rs1 back to memory", ManualSection.ZICBOM),
    CBO_FLUSH (CBO, Extension.ZICBOM, "000000000010 ..... 010 00000 0001111",
        "write the cache block of address rs1 back to memory and drop cached copies", ManualSection.ZICBOM),
    CBO_ZERO  (CBO, Extension.ZICBOZ, "000000000100 ..... 010 00000 0001111", "store zeros to the cache block of address rs1", ManualSection.ZICBOZ),

    // Svinval
    SINVAL_VMA(SFENCE, Extension.SVINVAL, "0001011 ..... ..... 000 00000 1110011",
        "as sfence.vma, but ordered only by sfence.w.inval before and sfence.inval.ir after", ManualSection.SVINVAL),
    SFENCE_W_INVAL(NULLARY, Extension.SVINVAL, "0001100 00000 00000 000 00000 1110011",
        "order earlier stores before later sinval.vma", ManualSection.SVINVAL),
    SFENCE_INVAL_IR(NULLARY, Extension.SVINVAL, "0001100 00001 00000 000 00000 1110011",
        "order earlier sinval.vma before later translations", ManualSection.SVINVAL),
    HINVAL_VVMA(SFENCE, Extension.SVINVAL, H, "0010011 ..... ..... 000 00000 1110011",
        "as hfence.vvma, but ordered only by sfence.w.inval before and sfence.inval.ir after", ManualSection.SVINVAL),
    HINVAL_GVMA(SFENCE, Extension.SVINVAL, H, "0110011 ..... ..... 000 00000 1110011",
        "as hfence.gvma, but ordered only by sfence.w.inval before and sfence.inval.ir after", ManualSection.SVINVAL),

    // H
    HFENCE_VVMA(SFENCE, H, "0010001 ..... ..... 000 00000 1110011",
        "order stores to a guest's own page tables before later translations, of address rs1 and address space rs2 (all if x0)", HFENCE),
    HFENCE_GVMA(SFENCE, H, "0110001 ..... ..... 000 00000 1110011",
        "order stores to second-stage page tables before later translations, of guest address rs1 << 2 and machine rs2 (all if x0)", HFENCE),
    HLV_B     (HLV, H, "0110000 00000 ..... 100 ..... 1110011", "rd = sign-extended byte at the guest's virtual address rs1", HLV_HSV),
    HLV_BU    (HLV, H, "0110000 00001 ..... 100 ..... 1110011", "rd = zero-extended byte at the guest's virtual address rs1", HLV_HSV),
    HLV_H     (HLV, H, "0110010 00000 ..... 100 ..... 1110011", "rd = sign-extended 2 bytes at the guest's virtual address rs1", HLV_HSV),
    HLV_HU    (HLV, H, "0110010 00001 ..... 100 ..... 1110011", "rd = zero-extended 2 bytes at the guest's virtual address rs1", HLV_HSV),
    HLVX_HU   (HLV, H, "0110010 00011 ..... 100 ..... 1110011",
        "rd = zero-extended 2 bytes, read as if fetched, at the guest's virtual address rs1", HLV_HSV),
    HLV_W     (HLV, H, "0110100 00000 ..... 100 ..... 1110011", "rd = sign-extended 4 bytes at the guest's virtual address rs1", HLV_HSV),
    HLVX_WU   (HLV, H, "0110100 00011 ..... 100 ..... 1110011",
        "rd = zero-extended 4 bytes, read as if fetched, at the guest's virtual address rs1", HLV_HSV),
    HLV_WU    (HLV, H, RV64, "0110100 00001 ..... 100 ..... 1110011", "rd = zero-extended 4 bytes at the guest's virtual address rs1", HLV_HSV),
    HLV_D     (HLV, H, RV64, "0110110 00000 ..... 100 ..... 1110011", "rd = 8 bytes at the guest's virtual address rs1", HLV_HSV),
    HSV_B     (HSV, H, "0110001 ..... ..... 100 00000 1110011", "byte at the guest's virtual address rs1 = rs2", HLV_HSV),
    HSV_H     (HSV, H, "0110011 ..... ..... 100 00000 1110011", "2 bytes at the guest's virtual address rs1 = rs2", HLV_HSV),
    HSV_W     (HSV, H, "0110101 ..... ..... 100 00000 1110011", "4 bytes at the guest's virtual address rs1 = rs2", HLV_HSV),
    HSV_D     (HSV, H, RV64, "0110111 ..... ..... 100 00000 1110011", "8 bytes at the guest's virtual address rs1 = rs2", HLV_HSV),

    // F
    FLW       (FLOAD, F, "............ ..... 010 ..... 0000111", "rd = 4 bytes M[rs1 + offset]", F_LOAD_STORE),
    FSW       (FSTORE, F, "....... ..... ..... 010 ..... 0100111", "4 bytes M[rs1 + offset] = rs2", F_LOAD_STORE),
    FMADD_S   (FR4, F, "..... 00 ..... ..... ... ..... 1000011", "rd = rs1 * rs2 + rs3, rounded once", F_COMPUTE),
    FMSUB_S   (FR4, F, "..... 00 ..... ..... ... ..... 1000111", "rd = rs1 * rs2 - rs3, rounded once", F_COMPUTE),
    FNMSUB_S  (FR4, F, "..... 00 ..... ..... ... ..... 1001011", "rd = -(rs1 * rs2) + rs3, rounded once", F_COMPUTE),
    FNMADD_S  (FR4, F, "..... 00 ..... ..... ... ..... 1001111", "rd = -(rs1 * rs2) - rs3, rounded once", F_COMPUTE),
    FADD_S    (FR_RM, F, "0000000 ..... ..... ... ..... 1010011", "rd = rs1 + rs2", F_COMPUTE),
    FSUB_S    (FR_RM, F, "0000100 ..... ..... ... ..... 1010011", "rd = rs1 - rs2", F_COMPUTE),
    FMUL_S    (FR_RM, F, "0001000 ..... ..... ... ..... 1010011", "rd = rs1 * rs2", F_COMPUTE),
    FDIV_S    (FR_RM, F, "0001100 ..... ..... ... ..... 1010011", "rd = rs1 / rs2", F_COMPUTE),
    FSQRT_S   (FUNARY_RM, F, "0101100 00000 ..... ... ..... 1010011", "rd = square root of rs1", F_COMPUTE),
    FSGNJ_S   (FR, F, "0010000 ..... ..... 000 ..... 1010011", "rd = rs1 with the sign of rs2", F_CONVERT),
    FSGNJN_S  (FR, F, "0010000 ..... ..... 001 ..... 1010011", "rd = rs1 with the opposite sign of rs2", F_CONVERT),
    FSGNJX_S  (FR, F, "0010000 ..... ..... 010 ..... 1010011", "rd = rs1 with the product of both signs", F_CONVERT),
    FMIN_S    (FR, F, "0010100 ..... ..... 000 ..... 1010011", "rd = the smaller of rs1 and rs2; of a number and a NaN the number", F_COMPUTE),
    FMAX_S    (FR, F, "0010100 ..... ..... 001 ..... 1010011", "rd = the larger of rs1 and rs2; of a number and a NaN the number", F_COMPUTE),
    FCVT_W_S  (F_TO_X_RM, F, "1100000 00000 ..... ... ..... 1010011",
        "rd = signed 32-bit integer of rs1, the nearest one if it does not fit", F_CONVERT),
    FCVT_WU_S (F_TO_X_RM, F, "1100000 00001 ..... ... ..... 1010011",
        "rd = unsigned 32-bit integer of rs1, the nearest one if it does not fit", F_CONVERT),
    FCVT_L_S  (F_TO_X_RM, F, RV64, "1100000 00010 ..... ... ..... 1010011",
        "rd = signed 64-bit integer of rs1, the nearest one if it does not fit", F_CONVERT),
    FCVT_LU_S (F_TO_X_RM, F, RV64, "1100000 00011 ..... ... ..... 1010011",
        "rd = unsigned 64-bit integer of rs1, the nearest one if it does not fit", F_CONVERT),
    FCVT_S_W  (X_TO_F_RM, F, "1101000 00000 ..... ... ..... 1010011", "rd = signed 32-bit integer rs1 as single precision", F_CONVERT),
    FCVT_S_WU (X_TO_F_RM, F, "1101000 00001 ..... ... ..... 1010011", "rd = unsigned 32-bit integer rs1 as single precision", F_CONVERT),
    FCVT_S_L  (X_TO_F_RM, F, RV64, "1101000 00010 ..... ... ..... 1010011", "rd = signed 64-bit integer rs1 as single precision", F_CONVERT),
    FCVT_S_LU (X_TO_F_RM, F, RV64, "1101000 00011 ..... ... ..... 1010011", "rd = unsigned 64-bit integer rs1 as single precision", F_CONVERT),
    FMV_X_W   (F_TO_X, F, "1110000 00000 ..... 000 ..... 1010011", "rd = the bits of rs1, sign-extended", F_CONVERT),
    FMV_W_X   (X_TO_F, F, "1111000 00000 ..... 000 ..... 1010011", "rd = the bits of the low half of rs1", F_CONVERT),
    FEQ_S     (FCOMPARE, F, "1010000 ..... ..... 010 ..... 1010011", "rd = rs1 == rs2 ? 1 : 0; 0 if one is a NaN", F_COMPARE),
    FLT_S     (FCOMPARE, F, "1010000 ..... ..... 001 ..... 1010011", "rd = rs1 < rs2 ? 1 : 0; 0 if one is a NaN", F_COMPARE),
    FLE_S     (FCOMPARE, F, "1010000 ..... ..... 000 ..... 1010011", "rd = rs1 <= rs2 ? 1 : 0; 0 if one is a NaN", F_COMPARE),
    FCLASS_S  (F_TO_X, F, "1110000 00000 ..... 001 ..... 1010011",
        "rd = one bit that tells the class of rs1: infinity, normal, subnormal, zero, NaN, by sign", F_CLASSIFY),

    // D
    FLD       (FLOAD, D, "............ ..... 011 ..... 0000111", "rd = 8 bytes M[rs1 + offset]", D_LOAD_STORE),
    FSD       (FSTORE, D, "....... ..... ..... 011 ..... 0100111", "8 bytes M[rs1 + offset] = rs2", D_LOAD_STORE),
    FMADD_D   (FR4, D, "..... 01 ..... ..... ... ..... 1000011", "rd = rs1 * rs2 + rs3, rounded once", D_COMPUTE),
    FMSUB_D   (FR4, D, "..... 01 ..... ..... ... ..... 1000111", "rd = rs1 * rs2 - rs3, rounded once", D_COMPUTE),
    FNMSUB_D  (FR4, D, "..... 01 ..... ..... ... ..... 1001011", "rd = -(rs1 * rs2) + rs3, rounded once", D_COMPUTE),
    FNMADD_D  (FR4, D, "..... 01 ..... ..... ... ..... 1001111", "rd = -(rs1 * rs2) - rs3, rounded once", D_COMPUTE),
    FADD_D    (FR_RM, D, "0000001 ..... ..... ... ..... 1010011", "rd = rs1 + rs2", D_COMPUTE),
    FSUB_D    (FR_RM, D, "0000101 ..... ..... ... ..... 1010011", "rd = rs1 - rs2", D_COMPUTE),
    FMUL_D    (FR_RM, D, "0001001 ..... ..... ... ..... 1010011", "rd = rs1 * rs2", D_COMPUTE),
    FDIV_D    (FR_RM, D, "0001101 ..... ..... ... ..... 1010011", "rd = rs1 / rs2", D_COMPUTE),
    FSQRT_D   (FUNARY_RM, D, "0101101 00000 ..... ... ..... 1010011", "rd = square root of rs1", D_COMPUTE),
    FSGNJ_D   (FR, D, "0010001 ..... ..... 000 ..... 1010011", "rd = rs1 with the sign of rs2", D_CONVERT),
    FSGNJN_D  (FR, D, "0010001 ..... ..... 001 ..... 1010011", "rd = rs1 with the opposite sign of rs2", D_CONVERT),
    FSGNJX_D  (FR, D, "0010001 ..... ..... 010 ..... 1010011", "rd = rs1 with the product of both signs", D_CONVERT),
    FMIN_D    (FR, D, "0010101 ..... ..... 000 ..... 1010011", "rd = the smaller of rs1 and rs2; of a number and a NaN the number", D_COMPUTE),
    FMAX_D    (FR, D, "0010101 ..... ..... 001 ..... 1010011", "rd = the larger of rs1 and rs2; of a number and a NaN the number", D_COMPUTE),
    FCVT_W_D  (F_TO_X_RM, D, "1100001 00000 ..... ... ..... 1010011",
        "rd = signed 32-bit integer of rs1, the nearest one if it does not fit", D_CONVERT),
    FCVT_WU_D (F_TO_X_RM, D, "1100001 00001 ..... ... ..... 1010011",
        "rd = unsigned 32-bit integer of rs1, the nearest one if it does not fit", D_CONVERT),
    FCVT_L_D  (F_TO_X_RM, D, RV64, "1100001 00010 ..... ... ..... 1010011",
        "rd = signed 64-bit integer of rs1, the nearest one if it does not fit", D_CONVERT),
    FCVT_LU_D (F_TO_X_RM, D, RV64, "1100001 00011 ..... ... ..... 1010011",
        "rd = unsigned 64-bit integer of rs1, the nearest one if it does not fit", D_CONVERT),
    FCVT_D_W  (X_TO_F_EXACT, D, "1101001 00000 ..... ... ..... 1010011", "rd = signed 32-bit integer rs1 as double precision", D_CONVERT),
    FCVT_D_WU (X_TO_F_EXACT, D, "1101001 00001 ..... ... ..... 1010011", "rd = unsigned 32-bit integer rs1 as double precision", D_CONVERT),
    FCVT_D_L  (X_TO_F_RM, D, RV64, "1101001 00010 ..... ... ..... 1010011", "rd = signed 64-bit integer rs1 as double precision", D_CONVERT),
    FCVT_D_LU (X_TO_F_RM, D, RV64, "1101001 00011 ..... ... ..... 1010011", "rd = unsigned 64-bit integer rs1 as double precision", D_CONVERT),
    FCVT_S_D  (FUNARY_RM, D, "0100000 00001 ..... ... ..... 1010011", "rd = double-precision rs1 as single precision", D_CONVERT),
    FCVT_D_S  (FUNARY_EXACT, D, "0100001 00000 ..... ... ..... 1010011", "rd = single-precision rs1 as double precision", D_CONVERT),
    FMV_X_D   (F_TO_X, D, RV64, "1110001 00000 ..... 000 ..... 1010011", "rd = the bits of rs1", D_CONVERT),
    FMV_D_X   (X_TO_F, D, RV64, "1111001 00000 ..... 000 ..... 1010011", "rd = the bits of rs1", D_CONVERT),
    FEQ_D     (FCOMPARE, D, "1010001 ..... ..... 010 ..... 1010011", "rd = rs1 == rs2 ? 1 : 0; 0 if one is a NaN", D_COMPARE),
    FLT_D     (FCOMPARE, D, "1010001 ..... ..... 001 ..... 1010011", "rd = rs1 < rs2 ? 1 : 0; 0 if one is a NaN", D_COMPARE),
    FLE_D     (FCOMPARE, D, "1010001 ..... ..... 000 ..... 1010011", "rd = rs1 <= rs2 ? 1 : 0; 0 if one is a NaN", D_COMPARE),
    FCLASS_D  (F_TO_X, D, "1110001 00000 ..... 001 ..... 1010011",
        "rd = one bit that tells the class of rs1: infinity, normal, subnormal, zero, NaN, by sign", D_CLASSIFY),

    // C
    C_ADDI4SPN(Format.C_ADDI4SPN, C, "000 ........ ... 00", "rd = sp + imm", C_IMMEDIATE, "addi rd,sp,imm"),
    C_FLD     (C_FLOAD_D, C, D, "001 ... ... .. ... 00", "rd = 8 bytes M[rs1 + offset]", C_MEMORY, "fld rd,offset(rs1)"),
    C_LW      (C_LOAD_W, C, "010 ... ... .. ... 00", "rd = sign-extended 4 bytes M[rs1 + offset]", C_MEMORY, "lw rd,offset(rs1)"),
    C_FLW     (C_FLOAD_W, C, F, RV32, "011 ... ... .. ... 00", "rd = 4 bytes M[rs1 + offset]", C_MEMORY, "flw rd,offset(rs1)"),
    C_LD      (C_LOAD_D, C, RV64, "011 ... ... .. ... 00", "rd = 8 bytes M[rs1 + offset]", C_MEMORY, "ld rd,offset(rs1)"),
    C_FSD     (C_FSTORE_D, C, D, "101 ... ... .. ... 00", "8 bytes M[rs1 + offset] = rs2", C_MEMORY, "fsd rs2,offset(rs1)"),
    C_SW      (C_STORE_W, C, "110 ... ... .. ... 00", "4 bytes M[rs1 + offset] = rs2", C_MEMORY, "sw rs2,offset(rs1)"),
    C_FSW     (C_FSTORE_W, C, F, RV32, "111 ... ... .. ... 00", "4 bytes M[rs1 + offset] = rs2", C_MEMORY, "fsw rs2,offset(rs1)"),
    C_SD      (C_STORE_D, C, RV64, "111 ... ... .. ... 00", "8 bytes M[rs1 + offset] = rs2", C_MEMORY, "sd rs2,offset(rs1)"),
    C_ADDI    (C_IMM, C, "000 . ..... ..... 01", "rd = rd + imm; c.nop if rd is x0", C_IMMEDIATE, "addi rd,rd,imm"),
    C_JAL     (C_JUMP, C, RV32, "001 ........... 01", "ra = pc + 2; pc += offset", C_CONTROL, "jal ra,offset"),
    C_ADDIW   (C_IMM_NOT_0, C, RV64, "001 . ..... ..... 01", "rd = sign-extended 32 bits of rd + imm", C_IMMEDIATE, "addiw rd,rd,imm"),
    C_LI      (C_IMM, C, "010 . ..... ..... 01", "rd = imm", C_CONSTANT, "addi rd,zero,imm"),
    C_ADDI16SP(Format.C_ADDI16SP, C, "011 . 00010 ..... 01", "sp = sp + imm", C_IMMEDIATE, "addi sp,sp,imm"),
    C_LUI     (Format.C_LUI, C, "011 . ..... ..... 01", "rd = imm << 12", C_CONSTANT, "lui rd,imm"),
    C_SRLI    (C_SHIFT_PRIME, C, RV64, "100 . 00 ... ..... 01", "rd = rd >>u shamt", C_IMMEDIATE, "srli rd,rd,shamt"),
    C_SRAI    (C_SHIFT_PRIME, C, RV64, "100 . 01 ... ..... 01", "rd = rd >>s shamt", C_IMMEDIATE, "srai rd,rd,shamt"),
    C_SRLI_RV32(C_SHIFT_PRIME_RV32, C, RV32, "100 0 00 ... ..... 01", "rd = rd >>u shamt", C_IMMEDIATE, "srli rd,rd,shamt"),
    C_SRAI_RV32(C_SHIFT_PRIME_RV32, C, RV32, "100 0 01 ... ..... 01", "rd = rd >>s shamt", C_IMMEDIATE, "srai rd,rd,shamt"),
    C_ANDI    (C_IMM_PRIME, C, "100 . 10 ... ..... 01", "rd = rd & imm", C_IMMEDIATE, "andi rd,rd,imm"),
    C_SUB     (C_ARITHMETIC, C, "100 0 11 ... 00 ... 01", "rd = rd - rs2", C_REGISTER, "sub rd,rd,rs2"),
    C_XOR     (C_ARITHMETIC, C, "100 0 11 ... 01 ... 01", "rd = rd ^ rs2", C_REGISTER, "xor rd,rd,rs2"),
    C_OR      (C_ARITHMETIC, C, "100 0 11 ... 10 ... 01", "rd = rd | rs2", C_REGISTER, "or rd,rd,rs2"),
    C_AND     (C_ARITHMETIC, C, "100 0 11 ... 11 ... 01", "rd = rd & rs2", C_REGISTER, "and rd,rd,rs2"),
    C_SUBW    (C_ARITHMETIC, C, RV64, "100 1 11 ... 00 ... 01", "rd = sign-extended 32 bits of rd - rs2", C_REGISTER, "subw rd,rd,rs2"),
    C_ADDW    (C_ARITHMETIC, C, RV64, "100 1 11 ... 01 ... 01", "rd = sign-extended 32 bits of rd + rs2", C_REGISTER, "addw rd,rd,rs2"),
    C_J       (C_JUMP, C, "101 ........... 01", "pc += offset", C_CONTROL, "jal zero,offset"),
    C_BEQZ    (C_BRANCH, C, "110 ... ... ..... 01", "if rs1 == 0: pc += offset", C_CONTROL, "beq rs1,zero,offset"),
    C_BNEZ    (C_BRANCH, C, "111 ... ... ..... 01", "if rs1 != 0: pc += offset", C_CONTROL, "bne rs1,zero,offset"),
    C_SLLI    (C_SHIFT, C, RV64, "000 . ..... ..... 10", "rd = rd << shamt", C_IMMEDIATE, "slli rd,rd,shamt"),
    C_SLLI_RV32(C_SHIFT_RV32, C, RV32, "000 0 ..... ..... 10", "rd = rd << shamt", C_IMMEDIATE, "slli rd,rd,shamt"),
    C_FLDSP   (C_FLOAD_SP_D, C, D, "001 . ..... ..... 10", "rd = 8 bytes M[sp + offset]", C_STACK, "fld rd,offset(sp)"),
    C_LWSP    (C_LOAD_SP_W, C, "010 . ..... ..... 10", "rd = sign-extended 4 bytes M[sp + offset]", C_STACK, "lw rd,offset(sp)"),
    C_FLWSP   (C_FLOAD_SP_W, C, F, RV32, "011 . ..... ..... 10", "rd = 4 bytes M[sp + offset]", C_STACK, "flw rd,offset(sp)"),
    C_LDSP    (C_LOAD_SP_D, C, RV64, "011 . ..... ..... 10", "rd = 8 bytes M[sp + offset]", C_STACK, "ld rd,offset(sp)"),
    C_JR      (C_JUMP_REGISTER, C, "100 0 ..... 00000 10", "pc = rs1 & ~1", C_CONTROL, "jalr zero,0(rs1)"),
    C_MV      (C_REGISTERS, C, "100 0 ..... ..... 10", "rd = rs2", C_REGISTER, "add rd,zero,rs2"),
    C_EBREAK  (C_NULLARY, C, "100 1 00000 00000 10", "trap to the debugger", C_BREAKPOINT, "ebreak"),
    C_JALR    (C_JUMP_REGISTER, C, "100 1 ..... 00000 10", "ra = pc + 2; pc = rs1 & ~1", C_CONTROL, "jalr ra,0(rs1)"),
    C_ADD     (C_REGISTERS, C, "100 1 ..... ..... 10", "rd = rd + rs2", C_REGISTER, "add rd,rd,rs2"),
    C_FSDSP   (C_FSTORE_SP_D, C, D, "101 ...... ..... 10", "8 bytes M[sp + offset] = rs2", C_STACK, "fsd rs2,offset(sp)"),
    C_SWSP    (C_STORE_SP_W, C, "110 ...... ..... 10", "4 bytes M[sp + offset] = rs2", C_STACK, "sw rs2,offset(sp)"),
    C_FSWSP   (C_FSTORE_SP_W, C, F, RV32, "111 ...... ..... 10", "4 bytes M[sp + offset] = rs2", C_STACK, "fsw rs2,offset(sp)"),
    C_SDSP    (C_STORE_SP_D, C, RV64, "111 ...... ..... 10", "8 bytes M[sp + offset] = rs2", C_STACK, "sd rs2,offset(sp)");

    private static final List<Instruction> ROWS = List.of(values());

    /** Made when first asked for, since few ask. */
    private static final class All {
        static final Decoder DECODER = new Decoder(Isa.everything(64));
        static final Decoder RV32_DECODER = new Decoder(Isa.everything(32));
    }

    /** What compressed rows stand for; made when first asked for, when all rows are there. */
    private static final class Expansions {
        static final Map<Instruction, Expansion> BY_ROW = new EnumMap<>(Instruction.class);

        static {
            for (Instruction row : ROWS) {
                if (row.expansion != null) {
                    BY_ROW.put(row, Expansion.parse(row, row.expansion));
                }
            }
        }
    }

    private final Format format;
    private final Extension extension;
    private final Set<Extension> extensions;
    private final Xlen xlen;
    private final String bits;
    private final List<String> bitGroups;
    private final String meaning;
    private final ManualSection section;
    private final String mnemonic;
    private final String kernel;
    private final int mask;
    private final int match;
    private final boolean hasReservedOperands;
    private final String expansion;

    Instruction(Format format, Extension extension, String bits, String meaning, ManualSection section) {
        this(format, extension, extension, ANY, bits, meaning, section, null);
    }

    Instruction(Format format, Extension extension, Xlen xlen, String bits, String meaning, ManualSection section) {
        this(format, extension, extension, xlen, bits, meaning, section, null);
    }

    Instruction(Format format, Extension extension, Extension also, String bits, String meaning, ManualSection section) {
        this(format, extension, also, ANY, bits, meaning, section, null);
    }

    Instruction(Format format, Extension extension, String bits, String meaning, ManualSection section, String expansion) {
        this(format, extension, extension, ANY, bits, meaning, section, expansion);
    }

    Instruction(Format format, Extension extension, Xlen xlen, String bits, String meaning, ManualSection section, String expansion) {
        this(format, extension, extension, xlen, bits, meaning, section, expansion);
    }

    Instruction(Format format, Extension extension, Extension also, String bits, String meaning, ManualSection section, String expansion) {
        this(format, extension, also, ANY, bits, meaning, section, expansion);
    }

    Instruction(Format format, Extension extension, Extension also, Xlen xlen, String bits, String meaning, ManualSection section,
            String expansion) {
        this.format = format;
        this.extension = extension;
        this.extensions = Set.copyOf(EnumSet.of(extension, also));
        this.xlen = xlen;
        this.bits = bits.replace(" ", "");
        this.bitGroups = List.of(bits.split(" "));
        this.meaning = meaning;
        this.section = section;
        this.kernel = name().toLowerCase(Locale.ROOT).replace("_rv32", "");
        this.mnemonic = kernel.replace('_', '.');
        this.mask = bitsThatAre("01");
        this.match = bitsThatAre("1");
        this.hasReservedOperands = format.hasReservedValues();
        this.expansion = expansion;
    }

    private int bitsThatAre(String wanted) {
        int result = 0;
        for (char c : bits.toCharArray()) {
            result = result << 1 | (wanted.indexOf(c) >= 0 ? 1 : 0);
        }
        return result;
    }

    /** Returns all rows, as an unmodifiable list. */
    public static List<Instruction> rows() {
        return ROWS;
    }

    /**
     * Finds the row that an instruction word of RV64 belongs to, in any extension.
     * @param word instruction word; of a 16-bit instruction the upper half is not looked at
     * @return the row, or null if the word is no instruction of this table
     */
    public static Instruction decode(int word) {
        return All.DECODER.decode(word);
    }

    /** As {@link #decode(int)}, of harts whose registers have 32 or 64 bits. */
    public static Instruction decode(int word, int xlen) {
        return (xlen == 32 ? All.RV32_DECODER : All.DECODER).decode(word);
    }

    /** Returns the name used in source, such as {@code amoadd.w}. */
    public String mnemonic() {
        return mnemonic;
    }

    /** Returns the name of the static method that gives the row its meaning, such as {@code amoadd_w}. */
    public String kernel() {
        return kernel;
    }

    /** Returns the layout of the operands. */
    public Format format() {
        return format;
    }

    /** Returns the extension that brings the instruction. */
    public Extension extension() {
        return extension;
    }

    /** Returns all extensions that the instruction needs: its own, and for some rows a second one. */
    public Set<Extension> extensions() {
        return extensions;
    }

    /** Returns the register widths in which the row exists. */
    public Xlen xlen() {
        return xlen;
    }

    /** Returns one character for each bit, highest first: {@code 0}, {@code 1}, dot for operand, dash for ignored. */
    public String bits() {
        return bits;
    }

    /** Returns {@link #bits()} in the groups in which the manual draws them. */
    public List<String> bitGroups() {
        return bitGroups;
    }

    /** Returns the bits that are fixed. */
    public int mask() {
        return mask;
    }

    /** Returns the values of the fixed bits; all others are zero. */
    public int match() {
        return match;
    }

    /** Tells whether {@code word} is this instruction: its fixed bits are there, and no operand has a reserved value. */
    public boolean matches(int word) {
        return (word & mask) == match && (!hasReservedOperands || operandsAreLegal(word));
    }

    private boolean operandsAreLegal(int word) {
        for (Operand operand : format.operands()) {
            if (operand.hasReservedValues() && !operand.accepts(operand.extract(word))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the instruction that a compressed one stands for; null for any other. */
    public Instruction expansion() {
        return expansion == null ? null : Expansions.BY_ROW.get(this).base();
    }

    /**
     * Returns the 32-bit instruction word that a compressed instruction stands for.
     * @param halfword instruction word of this row, whose upper 16 bits are not looked at
     */
    public int expand(int halfword) {
        return Expansions.BY_ROW.get(this).expand(halfword);
    }

    /** Returns the length of the instruction in bytes. */
    public int bytes() {
        return bits.length() / 8;
    }

    /** Returns in one line what the instruction does. */
    public String meaning() {
        return meaning;
    }

    /** Returns the section of the manual that defines the instruction. */
    public ManualSection section() {
        return section;
    }

    /** Returns volume and anchor of the defining section, such as {@code priv#wfi}. */
    public String anchor() {
        return section.anchor();
    }

    /**
     * Returns the instruction word.
     * @param operands values in the order of {@link Format#operands()}; optional ones at the end may be left out
     * @throws OperandException if a value cannot be encoded, or the number of values is wrong
     */
    public int encode(long... operands) {
        List<Operand> expected = format.operands();
        if (operands.length > expected.size()) {
            throw wrongCount(operands.length);
        }
        int word = match;
        for (int i = 0; i < expected.size(); i++) {
            Operand operand = expected.get(i);
            if (i >= operands.length && !operand.isOptional()) {
                throw wrongCount(operands.length);
            }
            long value = i < operands.length ? operands[i] : operand.defaultValue();
            String complaint = operand.complaint(value);
            if (complaint != null) {
                throw new OperandException(operand, mnemonic + ": " + complaint);
            }
            word |= operand.insert(value);
        }
        return word;
    }

    private OperandException wrongCount(int given) {
        String usage = format.usage().isEmpty() ? "no operands" : "operands " + format.usage();
        return new OperandException(null, mnemonic + ": expected " + usage + ", not " + given + " values");
    }

    /** Returns {@code mnemonic} and operands as they are written: {@code ld rd,offset(rs1)}. */
    public String usage() {
        String operands = format.usage();
        return operands.isEmpty() ? mnemonic : mnemonic + ' ' + operands;
    }
}
