# SPDX-License-Identifier: EPL-2.0
# Loads and stores, by register and by symbol.
        .globl _start
_start: lb a0, 0(a1)
        lbu a0, -2048(a1)
        lh a0, 2047(a1)
        lhu a0, (a1)
        lw a0, 4(sp)
        lwu a0, 4*3(sp)
        ld a0, 8(sp)
        sb a0, 1(a1)
        sh a0, 2(a1)
        sw a0, 4(a1)
        sd a0, -8(sp)
        lb a0, byte
        lbu a0, byte
        lh a0, half
        lhu a0, half
        lw a0, word
        lwu a0, word
        ld a0, dword
        ld a0, dword + 8
        sb a0, byte, t0
        sh a0, half, t0
        sw a0, word, t0
        sd a0, dword, t0
        la a0, word
        lla a1, word + 2
        .data
byte:   .byte 1
        .balign 2
half:   .half 2
        .balign 4
word:   .word 3
        .balign 8
dword:  .dword 4, 5
