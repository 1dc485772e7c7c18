# SPDX-License-Identifier: EPL-2.0
# Space, fill, alignment and origin.
        .globl _start
_start: nop
        .align 3
        nop
        .balign 16
        nop
        .p2align 5
        nop
        .balign 8, 0
        .data
        .byte 1
        .align 2
        .byte 2
        .balign 8, 0xaa
        .byte 3
        .p2align 3, 0x55, 6
        .byte 4
        .p2align 4, 0x55, 3
        .byte 5
        .zero 3
        .skip 4
        .skip 2, 0x77
        .space 3, -1
        .fill 3
        .fill 2, 2, 0x1234
        .fill 2, 8, 0x12345678
        .fill 1, 3, 0x123456
        .org 0x80
        .byte 6
        .org . + 3, 0x99
        .byte 7
        . = . + 4
        . = 0x100
end:    .byte 8
        .space end - _end_of_nothing
        .set _end_of_nothing, end - 5
        .bss
        .skip 100
        .balign 64
        .zero 1
