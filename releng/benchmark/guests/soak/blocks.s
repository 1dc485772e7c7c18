# SPDX-License-Identifier: EPL-2.0
#
# Ten thousand blocks and more, all as hot as each other: ten thousand functions of the same length, called one after the other and then in random
# order, over and over. a5: passes so far.

        .equ    FUNCTIONS, 10000
        .equ    LENGTH_LOG2, 6
        .globl  _start
_start: li      s0, 88172645463325252
        la      s1, functions
        la      s4, data

pass:   mv      s2, s1                  # in order
        li      s3, FUNCTIONS
1:      jalr    s2
        addi    s2, s2, 1 << LENGTH_LOG2
        addi    s3, s3, -1
        bnez    s3, 1b

        li      s3, FUNCTIONS           # at random
2:      slli    t0, s0, 13
        xor     s0, s0, t0
        srli    t0, s0, 7
        xor     s0, s0, t0
        slli    t0, s0, 17
        xor     s0, s0, t0
        srli    t0, s0, 32
        li      t1, FUNCTIONS
        remu    t0, t0, t1
        slli    t0, t0, LENGTH_LOG2
        add     t0, t0, s1
        jalr    t0
        addi    s3, s3, -1
        bnez    s3, 2b
        addi    a5, a5, 1
        j       pass

        .balign 64
functions:
        .option norvc
        .rept   FUNCTIONS
        addi    a0, a0, 1
        xor     a1, a1, a0
        ld      a2, 0(s4)
        add     a1, a1, a2
        andi    a3, a1, 3
        bnez    a3, 3f
        slli    a4, a1, 7
        xor     a1, a1, a4
3:      sd      a1, 8(s4)
        srli    a4, a1, 9
        xor     a1, a1, a4
        beqz    a4, 4f
        addi    a1, a1, 5
4:      addi    a0, a0, 3
        ret
        .balign 64
        .endr

data:   .dword  7, 0
