# SPDX-License-Identifier: EPL-2.0
#
# Start of every measured program: M mode, a stack, FP on, main, then power off with main's result. Ends on machines with a test finisher
# (QEMU's virt and ours) and, where the finisher is not there and the store faults, on those with a host interface (Spike).

        .section .text.start, "ax"
        .globl  _start
_start:
        la      sp, stack_top
        la      t0, no_finisher
        csrw    mtvec, t0
        li      t0, 0x6000              # FS: dirty
        csrs    mstatus, t0
        .option push
        .option norelax
        la      gp, __global_pointer$
        .option pop
        call    main
        .globl  finish
finish:
        slli    a0, a0, 16
        li      t1, 0x3333
        or      t1, t1, a0
        bnez    a0, 1f
        li      t1, 0x5555
1:      la      t0, no_finisher
        csrw    mtvec, t0
        li      t0, 0x100000
        sw      t1, 0(t0)
2:      j       2b

        .balign 4
no_finisher:
        srli    a0, a0, 16
        slli    a0, a0, 1
        ori     a0, a0, 1
        la      t0, tohost
        sd      a0, 0(t0)
3:      j       3b

        .section .tohost, "aw", @progbits
        .balign 64
        .globl  tohost
tohost: .dword  0
        .balign 64
        .globl  fromhost
fromhost:
        .dword  0
