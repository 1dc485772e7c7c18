# SPDX-License-Identifier: EPL-2.0
# A neighbour: reads numbers that are all over a part of its memory, and writes others, for ever. If one is not what it was, it switches its machine
# off with a failure. The first numbers are there before it runs, so that it also notices who was there before it.
        .equ    FINISHER, 0x100000
        .equ    FAILURE, 0x13333
        .equ    WORDS, 2048
        .equ    FIRST, 1
        .equ    WORD, 0xffffffff
        .option norvc                   # for every host
        .text
        .globl  _start
_start:
        li      s0, FIRST               # what the pass begins with
        j       pass
again:
        la      t0, area
        li      t1, WORDS
        mv      t2, s0
fill:
        sw      t2, 0(t0)
        jal     next
        addi    t0, t0, 4
        addi    t1, t1, -1
        bnez    t1, fill

pass:
        la      t0, area
        li      t1, WORDS
        mv      t2, s0
verify:
        lw      t3, 0(t0)
        bne     t3, t2, damaged
        jal     next
        addi    t0, t0, 4
        addi    t1, t1, -1
        bnez    t1, verify
        mv      s0, t2
        j       again

# The next number of a sequence that shifts and exclusive-or make of 32 bits.
next:
        slliw   t4, t2, 13
        xor     t2, t2, t4
        srliw   t4, t2, 17
        xor     t2, t2, t4
        slliw   t4, t2, 5
        xor     t2, t2, t4
        sext.w  t2, t2
        ret

damaged:
        li      t0, FINISHER
        li      t1, FAILURE
        sw      t1, 0(t0)
        j       damaged

        .data
        .balign 8
area:
        .set    number, FIRST
        .rept   WORDS
        .word   number
        .set    number, (number ^ number << 13) & WORD  # as next does
        .set    number, number ^ number >> 17
        .set    number, (number ^ number << 5) & WORD
        .endr
