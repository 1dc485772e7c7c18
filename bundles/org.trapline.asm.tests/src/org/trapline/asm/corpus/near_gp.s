# SPDX-License-Identifier: EPL-2.0
# Data within and outside the reach of gp.
        .globl _start
_start: .option push
        .option norelax
        la gp, __global_pointer$
        .option pop
        la a0, small
        lw a1, small + 4
        sw a1, small, t0
        la a2, big
        lw a3, big + 8000
        la a4, tail_of_big
        la a5, zeroed
        la a6, small_zeroed
        lui t0, %hi(_low)
        addi t0, t0, %lo(_low)
        .equ _low, 0x123
        .weak absent
        la t1, absent
        lw t2, absent
        ret
        .section .sdata, "aw"
        .balign 8
        .type small, @object
        .size small, 8
small:  .word 1, 2
        .section .sbss, "aw", @nobits
small_zeroed: .skip 8
        .data
        .balign 8
        .size big, 9000
big:    .skip 9000
tail_of_big: .word 1
        .bss
zeroed: .skip 100
