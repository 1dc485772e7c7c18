# SPDX-License-Identifier: EPL-2.0
#
# Changes its code all the time: writes a loop of some random instructions, half of the times where one of eight loops was, else at one of some
# thousand places; goes round in it, some few hundred times or long enough for it to be compiled; and writes the next. a5: loops so far.

        .equ    PLACE_LOG2, 8           # bytes of a place
        .equ    PLACES, 4095
        .globl  _start
_start: li      s0, 88172645463325252
        li      s1, 0x80400000
        la      s3, words
        li      s4, 0x80300000          # what the loops load and store
        li      s5, 0x80089063          # bnez a7, from -2048 on
        li      s6, 0xfff88893          # addi a7, a7, -1
        li      s7, 0x00008067          # ret

write:  slli    t0, s0, 13              # xorshift
        xor     s0, s0, t0
        srli    t0, s0, 7
        xor     s0, s0, t0
        slli    t0, s0, 17
        xor     s0, s0, t0

        li      t0, PLACES
        srli    t1, s0, 1
        and     t0, t0, t1
        andi    t1, s0, 1
        beqz    t1, 1f
        andi    t0, t0, 7
1:      slli    t0, t0, PLACE_LOG2
        add     s2, s1, t0              # the place
        mv      t2, s2
        srli    t3, s0, 20
        andi    t3, t3, 31
        addi    t3, t3, 4               # instructions of the loop but its end
        mv      t4, s0
2:      andi    t5, t4, 7 << 2
        add     t5, t5, s3
        lw      t5, 0(t5)
        sw      t5, 0(t2)
        srli    t4, t4, 1
        addi    t2, t2, 4
        addi    t3, t3, -1
        bnez    t3, 2b
        sw      s6, 0(t2)
        sub     t3, s2, t2
        addi    t3, t3, -4              # where the loop begins, seen from its branch: not as far as -1024
        srli    t4, t3, 5
        andi    t4, t4, 63
        slli    t4, t4, 25
        srli    t5, t3, 1
        andi    t5, t5, 15
        slli    t5, t5, 8
        or      t4, t4, t5
        or      t4, t4, s5
        ori     t4, t4, 1 << 7
        sw      t4, 4(t2)
        sw      s7, 8(t2)
        fence.i

        srli    a7, s0, 32
        andi    a7, a7, 255
        srli    t0, s0, 44
        andi    t0, t0, 15
        bnez    t0, 3f
        slli    a7, a7, 6
3:      addi    a7, a7, 1
        jalr    s2
        addi    a5, a5, 1
        j       write

        .balign 4
        .option norvc
words:  addi    a0, a0, 77
        xor     a1, a1, a0
        slli    a2, a1, 5
        add     a0, a0, a2
        srli    a2, a0, 9
        sd      a2, 0(s4)
        ld      a3, 0(s4)
        mul     a1, a1, a3
