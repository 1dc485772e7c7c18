# SPDX-License-Identifier: EPL-2.0
# A tiny kernel: drops to user mode, serves one call, powers off.
        .globl _start
_start: la   sp, stack_top
        la   t0, trap
        csrw mtvec, t0
        li   t0, -1
        csrw pmpaddr0, t0
        li   t0, 0x1f
        csrw pmpcfg0, t0
        li   t0, 3 << 11
        csrc mstatus, t0
        la   t0, user
        csrw mepc, t0
        csrw mscratch, sp
        mret
        .align 2
trap:   csrrw sp, mscratch, sp
        addi sp, sp, -32
        sd   t0, 0(sp)
        sd   t1, 8(sp)
        csrr t0, mcause
        li   t1, 8
        bne  t0, t1, die
        csrr t0, mepc
        addi t0, t0, 4
        csrw mepc, t0
        ld   t0, 0(sp)
        ld   t1, 8(sp)
        addi sp, sp, 32
        csrrw sp, mscratch, sp
        mret
die:    li   t0, 0x100000
        li   t1, 0x3333
        sw   t1, 0(t0)
        j    .
user:   li   a7, 1
        ecall
        ebreak
        .bss
        .balign 16
stack:  .space 4096
stack_top:
