# SPDX-License-Identifier: EPL-2.0
#
# A guest that is started and thrown away: fills a field with random numbers, sorts it, adds up, and begins again. a5: rounds so far.

        .equ    COUNT, 400
        .globl  _start
_start: li      s0, 88172645463325252
        li      s1, 0x80100000

again:  mv      t1, s1
        li      t2, COUNT
1:      slli    t0, s0, 13
        xor     s0, s0, t0
        srli    t0, s0, 7
        xor     s0, s0, t0
        slli    t0, s0, 17
        xor     s0, s0, t0
        sd      s0, 0(t1)
        addi    t1, t1, 8
        addi    t2, t2, -1
        bnez    t2, 1b

        addi    t1, s1, 8               # by insertion
        li      t2, COUNT - 1
2:      ld      a0, 0(t1)
        mv      t3, t1
3:      ld      a1, -8(t3)
        bleu    a1, a0, 4f
        sd      a1, 0(t3)
        addi    t3, t3, -8
        bne     t3, s1, 3b
4:      sd      a0, 0(t3)
        addi    t1, t1, 8
        addi    t2, t2, -1
        bnez    t2, 2b

        mv      t1, s1
        li      t2, COUNT
5:      ld      a0, 0(t1)
        add     a6, a6, a0
        addi    t1, t1, 8
        addi    t2, t2, -1
        bnez    t2, 5b
        addi    a5, a5, 1
        j       again
