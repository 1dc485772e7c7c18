# SPDX-License-Identifier: EPL-2.0
# Options.
        .globl _start
_start: .option push
        .option norelax
        la gp, __global_pointer$
        .option pop
        .option push
        .option norvc
        addi a0, a0, 1
        ret
        .option pop
        addi a0, a0, 1
        ret
        .option nopic
        .attribute stack_align, 16
        call far
        la a0, near
        lw a1, near
        sw a1, near, t0
        .balign 8
        nop
far:    ret
        .data
near:   .word 1, 2
        .skip 3000
        .cfi_sections .debug_frame
        .ident "corpus"
