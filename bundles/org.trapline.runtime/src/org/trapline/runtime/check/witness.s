# SPDX-License-Identifier: EPL-2.0
# A neighbour: writes numbers all over a part of its memory and reads them again, for ever. If one is not what it was, it switches its machine
# off with a failure.
        .equ    FINISHER, 0x100000
        .equ    FAILURE, 0x13333
        .equ    WORDS, 2048
        .option norvc                   # for every host
        .text
        .globl  _start
_start:
        li      s0, 1                   # what the next pass begins with
pass:
        la      t0, area
        li      t1, WORDS
        mv      t2, s0
fill:
        sw      t2, 0(t0)
        jal     next
        addi    t0, t0, 4
        addi    t1, t1, -1
        bnez    t1, fill

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
        j       pass

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

        .bss
        .balign 8
area:   .skip   4 * WORDS
