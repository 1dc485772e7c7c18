# SPDX-License-Identifier: EPL-2.0
# Page tables laid out by the assembler.
        .equ V, 1
        .equ R, 2
        .equ W, 4
        .equ X, 8
        .equ AD, 0xc0
        .macro leaf address, flags
        .dword ((\address) >> 12 << 10) | (\flags) | AD | V
        .endm
        .globl _start
_start: la t0, root
        srli t0, t0, 12
        li t1, 8 << 60
        or t0, t0, t1
        csrw satp, t0
        sfence.vma
        sfence.vma a0
        sfence.vma a0, a1
        j .
        .data
        .balign 4096
root:   leaf 0, R|W
        leaf 0x40000000, R|W|X
        leaf 0x80000000, R|W|X
        .fill 509, 8, 0
