# SPDX-License-Identifier: EPL-2.0
# Vectored interrupts and a timer.
        .globl _start
_start: la t0, vectors + 1
        csrw mtvec, t0
        li t1, 1 << 7
        csrs mie, t1
        csrsi mstatus, 8
        call arm
idle:   wfi
        j idle
arm:    li t0, 0x200bff8
        ld t1, 0(t0)
        li t2, 10000
        add t1, t1, t2
        li t0, 0x2004000
        sd t1, 0(t0)
        ret
        .balign 64
vectors:
        .rept 7
        j unexpected
        .endr
        j tick
        .rept 4
        j unexpected
        .endr
tick:   ld t1, count
        addi t1, t1, 1
        sd t1, count, t2
        call arm
        mret
unexpected: ebreak
        .data
        .balign 8
count:  .dword 0
