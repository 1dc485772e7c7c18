# SPDX-License-Identifier: EPL-2.0
# Adds to the words of a table, over and over, and prints a digit after each hundred rounds.
        .equ    UART, 0x10000000
        .equ    POWER, 0x100000
        .equ    WORDS, 512

        .globl  _start
_start: li      s0, '0'
        li      s1, UART
digit:  li      s2, 100                 # rounds
round:  la      t0, table
        li      t1, WORDS
word:   ld      t2, 0(t0)
        add     t2, t2, s2
        sd      t2, 0(t0)               # whoever copies this page must copy it again
        addi    t0, t0, 8
        addi    t1, t1, -1
        bnez    t1, word
        addi    s2, s2, -1
        bnez    s2, round
        sb      s0, 0(s1)
        addi    s0, s0, 1
        li      t0, '9'
        ble     s0, t0, digit
        li      t0, '\n'
        sb      t0, 0(s1)
        li      t0, POWER
        li      t1, 0x5555              # power off, with success
        sw      t1, 0(t0)
        j       .

        .bss
        .balign 4096
table:  .skip   8 * WORDS
