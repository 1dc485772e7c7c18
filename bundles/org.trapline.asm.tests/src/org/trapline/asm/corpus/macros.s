# SPDX-License-Identifier: EPL-2.0
# Macros.
        .globl _start
        .macro push reg, size=16
        addi sp, sp, -\size
        sd \reg, 0(sp)
        .endm
        .macro all first:req, rest:vararg
        add \first, \first, \first
        .ifnb \rest
        all \rest
        .endif
        .endm
        .macro unique
        beqz a0, skip\@
        nop
skip\@:
        .endm
        .macro pick which=1
        .if \which == 1
        nop
        .exitm
        .endif
        ebreak
        .endm
        .macro join a, b
\a\()_\b: .asciz "\a.\b"
        .endm
        .macro define name
        .macro made_\name r
        mv a0, \r
        .endm
        .endm
        .macro twice x, y
        .dword \x, \y
        .endm
_start: push ra
        push s0, 32
        push size=48, reg=s1
        all a0, a1, a2
        all t0
        unique
        unique
        pick
        pick 2
        define it
        made_it t3
        MADE_IT t4
        .purgem pick
        .macro pick
        wfi
        .endm
        pick
        ret
        .data
        join one, two
        .balign 8
        twice 1, 2
        twice 1 2
        twice 1 + 2, (3 + 4) * 5
        twice y=7, x=8
