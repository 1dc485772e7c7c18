# SPDX-License-Identifier: EPL-2.0
# The exact ends of reach.
        .globl _start
_start: beq a0, a1, forward
        .skip 4090 - 4
        .balign 2
        nop
forward: nop
        .balign 4
target: nop
        .skip 4092
        beq a0, a1, target
        beq a2, a3, target
        beqz a0, close
        .skip 254 - 2
close:  nop
        .balign 4
