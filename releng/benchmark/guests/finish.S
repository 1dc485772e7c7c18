# SPDX-License-Identifier: EPL-2.0
#
# Ends the run, in M mode, with the code in a0: on machines with a test finisher (QEMU's virt and ours) and, where the finisher is not there
# and the store faults, on those with a host interface (Spike).

        .text
        .globl  power_off
power_off:
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
        .globl  no_finisher
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
