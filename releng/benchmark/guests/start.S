# SPDX-License-Identifier: EPL-2.0
#
# Start of every measured program: M mode, a stack, FP on, main, then power off with main's result.

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
        tail    power_off
