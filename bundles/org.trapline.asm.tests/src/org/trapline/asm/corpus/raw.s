# SPDX-License-Identifier: EPL-2.0
# Instructions by their encoding.
        .globl _start
_start: .insn r 0x33, 0, 0, a0, a1, a2
        .insn r OP, 7, 0x20, a0, a1, a2
        .insn i 0x13, 0, a0, a1, -7
        .insn i LOAD, 2, a0, 8(a1)
        .insn s STORE, 3, a0, -8(a1)
        .insn b BRANCH, 1, a0, a1, _start
        .insn sb 0x63, 0, a0, a1, _start
        .insn u LUI, a0, 0xfffff
        .insn j JAL, ra, _start
        .insn uj 0x6f, zero, _start
        .insn r4 MADD, 0, 1, a0, a1, a2, a3
        .insn i CUSTOM_0, 1, a0, a1, 0
        .insn 0x00a50513
        .insn 4, 0x00a50513
        .word 0x00000013
