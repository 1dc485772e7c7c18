# SPDX-License-Identifier: EPL-2.0
# Differences of labels, in data and across code.
        .globl _start
_start: nop
        call end
        la a0, table
end:    ret
        .word end - _start
        .dword end - _start + 1
        .half end - _start
        .byte end - _start
        .balign 4, 0
        .data
table:  .word last - first, (last - first) / 4
first:  .word 1, 2, 3
last:   .word . - first
        .dword end - _start, _start - end
        .word _start - table
        .equ length, last - first
        .space length
        .if length == 12
        .word 12
        .endif
        .byte last - first
