# SPDX-License-Identifier: EPL-2.0
# Conditions.
        .globl _start
        .equ yes, 1
        .equ no, 0
_start:
        .if yes
        addi a0, a0, 1
        .else
        addi a0, a0, 2
        .endif
        .if no
        addi a0, a0, 3
        .elseif yes
        addi a0, a0, 4
        .else
        addi a0, a0, 5
        .endif
        .ifdef yes
        addi a0, a0, 6
        .endif
        .ifndef unknown
        addi a0, a0, 7
        .endif
        .ifdef defined_later
        addi a0, a0, 8
        .endif
        .equ defined_later, 1
        .if no
        .if yes
        unknown instruction
        .else
        .error "not here"
        .endif
        .endif
        .ifeq no
        addi a0, a0, 9
        .endif
        .ifne yes
        addi a0, a0, 10
        .endif
        .ifgt -1
        addi a0, a0, 11
        .endif
        .iflt -1
        addi a0, a0, 12
        .endif
        .ifge 0
        addi a0, a0, 13
        .endif
        .ifle 1
        addi a0, a0, 14
        .endif
        .ifc abc, abc
        addi a0, a0, 15
        .endif
        .ifnc abc, abd
        addi a0, a0, 16
        .endif
        .ifb
        addi a0, a0, 17
        .endif
        .ifnb x
        addi a0, a0, 18
        .endif
        .ifeqs "a b", "a b"
        addi a0, a0, 19
        .endif
        .ifnes "a", "b"
        addi a0, a0, 20
        .endif
