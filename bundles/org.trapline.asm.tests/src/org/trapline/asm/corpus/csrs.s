# SPDX-License-Identifier: EPL-2.0
# CSRs by name and number.
        .globl _start
_start: csrr a0, mstatus
        csrr a0, 0x300
        csrr a0, mhartid
        csrw mtvec, a0
        csrw mtvec, 4
        csrs mie, a0
        csrs mie, 8
        csrc mip, a0
        csrc mip, 2
        csrwi sscratch, 31
        csrsi sstatus, 2
        csrci sstatus, 2
        csrrw a0, satp, a1
        csrrs a0, sepc, a1
        csrrc a0, scause, a1
        csrrw a0, stval, 7
        csrrwi a0, stvec, 7
        csrrsi a0, pmpcfg0, 0
        csrrci a0, pmpaddr15, 1
        csrr t0, mhpmcounter31
        csrr t0, mcycle
        csrr t0, tselect
        csrr t0, tdata1
        rdcycle a0
        rdtime a1
        rdinstret a2
        .equ MY_CSR, 0x7c0
        csrw MY_CSR, a0
