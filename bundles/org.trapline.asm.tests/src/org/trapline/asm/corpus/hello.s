# SPDX-License-Identifier: EPL-2.0
# Prints over the serial port and powers off.
        .equ UART, 0x10000000
        .equ FINISHER, 0x100000
        .globl _start
_start: la   a0, greeting
        call print
        li   t0, FINISHER
        li   t1, 0x5555
        sw   t1, (t0)
1:      wfi
        j    1b
print:  li   t0, UART
2:      lbu  t1, 0(a0)
        beqz t1, 3f
        sb   t1, 0(t0)
        addi a0, a0, 1
        j    2b
3:      ret
        .section .rodata
greeting: .asciz "Hello, world!\n"
