# SPDX-License-Identifier: EPL-2.0
# Symbols of every kind.
        .globl _start, exported, weakling
        .equ constant, 0x10
        .set changing, 1
        .equiv fixed, constant * 2
        other = 7
_start: li a0, constant
        li a0, changing
        .set changing, changing + 1
        li a0, changing
        li a0, fixed + other
        la a0, exported
        la a1, weakling
        la a2, shared
        la a3, private
        la a4, hidden_one
        .weak weakling
        .hidden hidden_one
        .type _start, @function
        .size _start, . - _start
        .data
        .type exported, %object
        .size exported, 8
exported: .dword constant
weakling: .dword fixed
hidden_one: .dword 1
        .set alias, hidden_one + 4
        .dword later, later * 2 + 1
        later = 99
        .comm shared, 16, 8
        .lcomm private, 4
        .local half_private
        .comm half_private, 8, 8
        .word changing
