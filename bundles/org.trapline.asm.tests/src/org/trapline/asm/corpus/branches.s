# SPDX-License-Identifier: EPL-2.0
# Branches whose targets move in and out of reach.
        .globl _start
_start:
back:   nop
        .irp op, beq, bne, blt, bge, bltu, bgeu, bgt, ble, bgtu, bleu
        \op a0, a1, ahead
        \op a0, a1, back
        .endr
        .irp op, beqz, bnez, blez, bgez, bltz, bgtz
        \op a0, ahead
        \op t3, back
        .endr
        .skip 4000
ahead:  beqz a0, back
        beq a0, a1, back
        bnez a1, 1f
        .skip 60
1:      j back
        beq a0, a1, outside
        .section .text.other, "ax"
outside: bnez a0, _start
