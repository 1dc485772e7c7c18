# SPDX-License-Identifier: EPL-2.0
# Repetition.
        .globl _start
_start:
        .rept 3
        nop
        .endr
        .rept 0
        ebreak
        .endr
        .irp r, a0, a1, s2
        mv \r, zero
        .irp s, t0, t1
        add \r, \r, \s
        .endr
        .endr
        .data
        .irpc d, 0123
        .byte 0x\d, \d
        .endr
        .irp text, "one", "two words"
        .asciz "\text"
        .endr
        .set n, 0
        .rept 5
        .set n, n + 1
        .word n * n
        .endr
        .macro count from, to
        .word \from
        .if \to - \from
        count "(\from + 1)", \to
        .endif
        .endm
        count 1, 6
