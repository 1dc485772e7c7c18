# SPDX-License-Identifier: EPL-2.0
# Every plain instruction of the base and of multiplication.
        .globl _start
_start:
        .irp op, add, sub, sll, slt, sltu, xor, srl, sra, or, and, addw, subw, sllw, srlw, sraw
        \op a0, a1, a2
        \op s0, s0, s1
        \op x31, x0, x5
        .endr
        .irp op, mul, mulh, mulhsu, mulhu, div, divu, rem, remu, mulw, divw, divuw, remw, remuw
        \op a0, a1, a2
        .endr
        .irp op, addi, slti, sltiu, xori, ori, andi, addiw
        \op a0, a1, -2048
        \op a0, a0, 31
        .endr
        .irp op, slli, srli, srai
        \op a0, a1, 63
        \op a0, a0, 1
        .endr
        .irp op, slliw, srliw, sraiw
        \op a0, a1, 31
        .endr
