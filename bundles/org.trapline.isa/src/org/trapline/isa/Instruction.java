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

import java.util.List;
import java.util.Locale;

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

    // privileged
    MRET     (NULLARY, I, "0011000 00010 00000 000 00000 1110011",
        "return from a trap taken to M mode: pc = mepc, mode = mstatus.MPP, MIE = MPIE", TRAP_RETURN),
    SRET     (NULLARY, S, "0001000 00010 00000 000 00000 1110011",
        "return from a trap taken to S mode: pc = sepc, mode = sstatus.SPP, SIE = SPIE", TRAP_RETURN),
    WFI      (NULLARY, I, "0001000 00101 00000 000 00000 1110011", "wait until an interrupt is pending", ManualSection.WFI),
    SFENCE_VMA(SFENCE, S, "0001001 ..... ..... 000 00000 1110011",
        "order page-table stores before later translations, of address rs1 (all if x0) and address space rs2 (all if x0)",
        ManualSection.SFENCE_VMA);

    private static final List<Instruction> ROWS = List.of(values());
    private static final Decoder ALL = new Decoder(Isa.everything());

    private final Format format;
    private final Extension extension;
    private final Xlen xlen;
    private final String bits;
    private final List<String> bitGroups;
    private final String meaning;
    private final ManualSection section;
    private final String mnemonic;
    private final String kernel;
    private final int mask;
    private final int match;

    Instruction(Format format, Extension extension, String bits, String meaning, ManualSection section) {
        this(format, extension, ANY, bits, meaning, section);
    }

    Instruction(Format format, Extension extension, Xlen xlen, String bits, String meaning, ManualSection section) {
        this.format = format;
        this.extension = extension;
        this.xlen = xlen;
        this.bits = bits.replace(" ", "");
        this.bitGroups = List.of(bits.split(" "));
        this.meaning = meaning;
        this.section = section;
        this.kernel = name().toLowerCase(Locale.ROOT).replace("_rv32", "");
        this.mnemonic = kernel.replace('_', '.');
        this.mask = bitsThatAre("01");
        this.match = bitsThatAre("1");
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
     * @return the row, or null if the word is no instruction of this table
     */
    public static Instruction decode(int word) {
        return ALL.decode(word);
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

    /** Tells whether {@code word} has this row's fixed bits. */
    public boolean matches(int word) {
        return (word & mask) == match;
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
        int word = match;
        for (int i = 0; i < expected.size(); i++) {
            Operand operand = expected.get(i);
            if (i >= operands.length && operand.isOptional()) {
                continue;
            }
            if (i >= operands.length || operands.length > expected.size()) {
                throw wrongCount(operands.length);
            }
            String complaint = operand.complaint(operands[i]);
            if (complaint != null) {
                throw new OperandException(operand, mnemonic + ": " + complaint);
            }
            word |= operand.insert(operands[i]);
        }
        if (operands.length > expected.size()) {
            throw wrongCount(operands.length);
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
