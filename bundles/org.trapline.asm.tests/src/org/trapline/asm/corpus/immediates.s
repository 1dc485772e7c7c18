# SPDX-License-Identifier: EPL-2.0
# li of every shape.
        .globl _start
_start:
        .irp n, 0, 1, -1, 31, 32, -32, -33, 2047, 2048, -2048, -2049, 4095, 4096, 0x7ff, 0x800, 0xfff
        li a0, \n
        .endr
        .irp n, 0x7fffffff, 0x80000000, 0xffffffff, -0x80000000, 0x7ffff800, 0x7ffff7ff, 0x100000000, 0x123456789abcdef0
        li a1, \n
        li t3, \n
        .endr
        .irp n, 1 << 63, ~0 >> 1, 0x5555555555555555, 0xaaaaaaaaaaaaaaaa, -0x123456789, 'x', '\n', 1 << 40 | 1
        li s2, (\n)
        .endr
        lui a0, 0
        lui a0, 0xfffff
        lui a1, 31
        addi a0, a0, -2048
        andi a0, a0, 0xffffffffffffffff
        slli a0, a0, 63
        csrwi mstatus, 31
