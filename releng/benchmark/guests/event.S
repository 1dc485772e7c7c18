# SPDX-License-Identifier: EPL-2.0
#
# One kind of privileged event, REPEAT times; which one, the macro that is defined tells. s0 counts down, s1 says that it is over.

#ifndef REPEAT
#define REPEAT 1
#endif

#define MPP_S 0x0800
#define MPP_MASK 0x1800

        .section .text.start, "ax"
        .globl  _start
_start: la      sp, stack_top
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 0x1f                # all memory, every access
        csrw    pmpcfg0, t0
        la      t0, machine_trap
        csrw    mtvec, t0
        csrw    satp, zero
        li      s0, REPEAT
        li      s1, 0
        li      t0, MPP_MASK
        csrc    mstatus, t0

#if defined(ECALL_U_M)
        la      t0, calls
        csrw    mepc, t0
        mret
#elif defined(ECALL_S_M)
        li      t0, MPP_S
        csrs    mstatus, t0
        la      t0, calls
        csrw    mepc, t0
        mret
#elif defined(ILLEGAL_S_M)
        li      t0, MPP_S
        csrs    mstatus, t0
        la      t0, emulate
        csrw    mtvec, t0
        la      t0, illegal
        csrw    mepc, t0
        mret
#elif defined(ECALL_U_S)
        li      t0, 1 << 8
        csrw    medeleg, t0
        la      t0, supervisor_trap
        csrw    stvec, t0
        la      t0, calls
        csrw    mepc, t0
        mret
#elif defined(ECALL_VS_HS) || defined(VIRTUAL_VS_HS)
        li      t0, 1 << 10 | 1 << 22
        csrw    medeleg, t0
        la      t0, supervisor_trap
        csrw    stvec, t0
        csrw    0x680, zero             # hgatp: bare
        csrw    0x280, zero             # vsatp: bare
        li      t0, MPP_S
        csrs    mstatus, t0
        la      t0, 1f
        csrw    mepc, t0
        mret
1:      li      t0, 1 << 7 | 1 << 8     # hstatus: SPV, SPVP
        csrs    0x600, t0
        li      t0, 1 << 8              # sstatus: SPP
        csrs    sstatus, t0
#ifdef ECALL_VS_HS
        la      t0, calls
#else
        la      t0, virtual
#endif
        csrw    sepc, t0
        sret
#elif defined(SFENCE_VMA)
        la      t0, root
        li      t1, 0xef                # gigabyte at 0: V R W X G A D
        sd      t1, 0(t0)
        li      t1, 0x200000ef          # gigabyte at 2 GiB
        sd      t1, 16(t0)
        srli    t0, t0, 12
        li      t1, 8 << 60             # Sv39
        or      t0, t0, t1
        csrw    satp, t0
        li      t0, MPP_S
        csrs    mstatus, t0
        la      t0, fences
        csrw    mepc, t0
        mret
#elif defined(FENCE_I)
        la      t2, slot
        la      t3, words
1:      andi    t0, s0, 1
        slli    t0, t0, 2
        add     t0, t0, t3
        lw      t1, 0(t0)
        sw      t1, 0(t2)
        fence.i
        jalr    t2
        addi    s0, s0, -1
        bnez    s0, 1b
        j       finish
#elif defined(INDIRECT)
        la      t3, table
        li      t1, 88172645463325252
1:      slli    t0, t1, 13
        xor     t1, t1, t0
        srli    t0, t1, 7
        xor     t1, t1, t0
        andi    t0, t1, 15 << 3
        add     t0, t0, t3
        ld      t0, 0(t0)
        jr      t0
back:   addi    s0, s0, -1
        bnez    s0, 1b
        j       finish
#else
#error "no event chosen"
#endif

calls:  ecall
        addi    s0, s0, -1
        bnez    s0, calls
        li      s1, 1
        ecall

illegal:
        csrw    mscratch, s0            # not for S mode
        addi    s0, s0, -1
        bnez    s0, illegal
        li      s1, 1
        ecall

virtual:
        csrr    t0, 0x600               # hstatus is not for VS mode
        addi    s0, s0, -1
        bnez    s0, virtual
        li      s1, 1
        ecall

fences: la      t2, word
1:      sfence.vma
        ld      t0, 0(t2)
        addi    s0, s0, -1
        bnez    s0, 1b
        li      s1, 1
        ecall

        .balign 4
machine_trap:
        bnez    s1, finish
        csrr    t0, mepc
        addi    t0, t0, 4
        csrw    mepc, t0
        mret

        .balign 4
supervisor_trap:
        bnez    s1, 1f
        csrr    t0, sepc
        addi    t0, t0, 4
        csrw    sepc, t0
        sret
1:      ecall

# Does what a monitor does: which instruction, which register, a table in memory in place of the CSR, and on.
        .balign 4
emulate:
        bnez    s1, finish
        csrr    t0, mcause
        addi    t0, t0, -2
        bnez    t0, failed
        csrr    t0, mepc
        lw      t1, 0(t0)
        srli    t2, t1, 20
        addi    t2, t2, -0x340
        bnez    t2, failed
        la      t2, word
        sd      s0, 0(t2)
        addi    t0, t0, 4
        csrw    mepc, t0
        mret

failed: li      a0, 1
        j       end
finish: li      a0, 0
end:    tail    power_off

        .balign 4096
slot:   ret
        ret
        .balign 4096
words:  .option push
        .option norvc
        jr      ra
        jalr    zero, 0(ra)
        .option pop
        .balign 8
word:   .dword  0
#ifdef INDIRECT
table:
        .set    n, 0
        .rept   16
        .dword  target0 + 16 * n
        .set    n, n + 1
        .endr
        .balign 16
        .option push
        .option norvc
target0:
        .rept   16
        addi    a1, a1, 1
        j       back
        .balign 16
        .endr
        .option pop
#endif

        .section .bss
        .balign 4096
root:   .space  4096
