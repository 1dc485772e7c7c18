# SPDX-License-Identifier: EPL-2.0
#
# nano: seven small things that kernels and their programs do all the time, each timed by itself.
#
#   system call              user mode: ecall, a handler that does nothing, sret
#   device register read     supervisor mode: the UART's line status
#   privileged register write  supervisor mode: csrw
#   call and return          supervisor mode: call, ret
#   page fault               user mode: first store to a page, which the kernel then maps
#   exception                user mode: an illegal instruction, which the kernel skips
#   page-table update        supervisor mode: a page goes somewhere else, sfence.vma, and is looked at
#
# What is printed is cycles of the machine for one round, with the two instructions of the loop. The clock ticks every ten cycles, also where
# the program is a guest: what its hypervisor does for it shows.

        .equ    UART0,          0x10000000
        .equ    LINE_STATUS,    5
        .equ    FINISHER,       0x00100000
        .equ    POWER_OFF,      0x5555
        .equ    CYCLES_PER_TICK, 10
        .equ    ROUNDS,         1000

        .equ    PTE_V,          1 << 0
        .equ    PTE_R,          1 << 1
        .equ    PTE_W,          1 << 2
        .equ    PTE_X,          1 << 3
        .equ    PTE_U,          1 << 4
        .equ    PTE_A,          1 << 6
        .equ    PTE_D,          1 << 7
        .equ    PTE_KERNEL,     PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D
        .equ    PTE_USER_CODE,  PTE_V | PTE_R | PTE_X | PTE_U | PTE_A
        .equ    PTE_USER_DATA,  PTE_V | PTE_R | PTE_W | PTE_U | PTE_A | PTE_D

        .equ    PAGE,           4096
        .equ    USER_BASE,      0x40000000      # the user program's code
        .equ    USER_PAGES,     0x40010000      # pages that come and go
        .equ    FIRST_PAGE,     16              # the entry of the first of them
        .equ    PAGES,          64
        .equ    PASSES,         16
        .equ    KERNEL_WINDOW,  0x401ff000      # a page that the kernel moves about
        .equ    WINDOW_ENTRY,   511

        .equ    SATP_SV39,      8
        .equ    CAUSE_ILLEGAL,  2
        .equ    CAUSE_ECALL_U,  8
        .equ    CAUSE_STORE_PF, 15
        .equ    MSTATUS_MPP,    0x1800
        .equ    MSTATUS_MPP_S,  0x0800
        .equ    SSTATUS_SPP,    1 << 8
        .equ    SSTATUS_SUM,    1 << 18
        .equ    COUNTER_TIME,   1 << 1

        .equ    SYS_NOTHING,    0
        .equ    SYS_REPORT,     1               # a0 = which line, a1 = ticks, a2 = rounds
        .equ    SYS_UNMAP,      2               # take all of USER_PAGES away
        .equ    SYS_EXIT,       3

        .option norelax
        .option norvc                           # an instruction that is skipped has four bytes

# Runs what stands between it and `timed_to` ROUNDS times; uses s0 and s1.
        .macro  timed_from
        li      s0, ROUNDS
        rdtime  s1
7:
        .endm

        .macro  timed_to
        addi    s0, s0, -1
        bnez    s0, 7b
        rdtime  a1
        sub     a1, a1, s1
        li      a2, ROUNDS
        .endm

# ---------------------------------------------------------------- machine mode
        .text
        .globl  _start
_start:
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0
        li      t0, (1 << CAUSE_ILLEGAL) | (1 << CAUSE_ECALL_U) | (1 << CAUSE_STORE_PF)
        csrw    medeleg, t0
        li      t0, COUNTER_TIME
        csrw    mcounteren, t0
        la      t0, unexpected
        csrw    mtvec, t0
        li      t0, MSTATUS_MPP
        csrc    mstatus, t0
        li      t0, MSTATUS_MPP_S
        csrs    mstatus, t0
        la      t0, kernel
        csrw    mepc, t0
        mret

# ---------------------------------------------------------------- the kernel, in supervisor mode
kernel:
        la      sp, kernel_stack
        la      t0, trap
        csrw    stvec, t0
        li      t0, COUNTER_TIME
        csrw    scounteren, t0

        la      t0, root
        li      t1, (0x00000000 >> 2) | PTE_KERNEL
        sd      t1, 0(t0)                       # devices
        li      t1, (0x80000000 >> 2) | PTE_KERNEL
        sd      t1, 16(t0)                      # this program
        la      t1, level1
        srli    t1, t1, 2
        ori     t1, t1, PTE_V
        sd      t1, 8(t0)                       # 0x40000000
        la      t0, level1
        la      t1, level0
        srli    t1, t1, 2
        ori     t1, t1, PTE_V
        sd      t1, 0(t0)
        la      t0, level0
        la      t1, user
        srli    t1, t1, 2
        ori     t1, t1, PTE_USER_CODE
        sd      t1, 0(t0)

        la      t0, root
        srli    t0, t0, 12
        li      t1, SATP_SV39 << 60
        or      t0, t0, t1
        sfence.vma
        csrw    satp, t0
        sfence.vma

        li      s2, UART0
        timed_from
        lbu     t0, LINE_STATUS(s2)
        timed_to
        li      a0, 1
        call    report

        timed_from
        csrw    sscratch, s0
        timed_to
        li      a0, 2
        call    report

        timed_from
        call    nothing
        timed_to
        li      a0, 3
        call    report

# The window looks at one frame and at another in turn.
        la      s2, level0 + 8 * WINDOW_ENTRY
        la      s3, frames
        srli    s3, s3, 2
        ori     s3, s3, PTE_KERNEL
        li      s4, (PAGE >> 2)
        li      s5, KERNEL_WINDOW
        timed_from
        xor     s3, s3, s4
        sd      s3, 0(s2)
        sfence.vma s5
        ld      t0, 0(s5)
        timed_to
        li      a0, 6
        call    report

        la      sp, kernel_stack
        csrw    sscratch, sp
        li      t0, SSTATUS_SPP
        csrc    sstatus, t0
        li      t0, USER_BASE
        csrw    sepc, t0
        sret

nothing:
        ret

        .balign 4
trap:
        csrrw   sp, sscratch, sp
        sd      t0, -8(sp)
        sd      t1, -16(sp)
        csrr    t0, scause
        li      t1, CAUSE_STORE_PF
        beq     t0, t1, page_fault
        li      t1, CAUSE_ECALL_U
        beq     t0, t1, system_call
        li      t1, CAUSE_ILLEGAL
        bne     t0, t1, unexpected
skip:
        csrr    t0, sepc
        addi    t0, t0, 4
        csrw    sepc, t0
back:
        ld      t1, -16(sp)
        ld      t0, -8(sp)
        csrrw   sp, sscratch, sp
        sret

# The entry of the page, and the frame that has the same number.
page_fault:
        sd      t2, -24(sp)
        csrr    t0, stval
        li      t1, USER_PAGES
        sub     t0, t0, t1
        srli    t0, t0, 12                      # number of the page
        la      t1, frames
        slli    t2, t0, 12
        add     t1, t1, t2
        srli    t1, t1, 2
        ori     t1, t1, PTE_USER_DATA
        la      t2, level0 + 8 * FIRST_PAGE
        slli    t0, t0, 3
        add     t0, t0, t2
        sd      t1, 0(t0)
        csrr    t0, stval
        sfence.vma t0
        ld      t2, -24(sp)
        j       back                            # and the store again

system_call:
        beqz    a7, skip                        # SYS_NOTHING
        addi    sp, sp, -32
        sd      ra, 0(sp)
        li      t0, SYS_REPORT
        beq     a7, t0, 1f
        li      t0, SYS_UNMAP
        beq     a7, t0, 2f
        j       power_off
1:      call    report
        j       3f
2:      call    unmap
3:      ld      ra, 0(sp)
        addi    sp, sp, 32
        j       skip

unmap:
        la      t0, level0 + 8 * FIRST_PAGE
        li      t1, PAGES
1:      sd      zero, 0(t0)
        addi    t0, t0, 8
        addi    t1, t1, -1
        bnez    t1, 1b
        sfence.vma
        ret

# report: a0 = which line, a1 = ticks, a2 = rounds; prints its name and cycles for a round
report:
        mv      t3, ra
        la      t0, names
        slli    a0, a0, 3
        add     t0, t0, a0
        ld      a0, 0(t0)
        call    puts
        li      t0, CYCLES_PER_TICK
        mul     a1, a1, t0
        divu    a0, a1, a2
        call    putd
        mv      ra, t3
        ret

puts:
        li      t1, UART0
1:      lbu     t0, 0(a0)
        beqz    t0, 2f
        sb      t0, 0(t1)
        addi    a0, a0, 1
        j       1b
2:      ret

# putd: a0 in decimal, and the end of the line
putd:
        la      t0, digits_end
        li      t1, 10
1:      remu    t2, a0, t1
        addi    t2, t2, '0'
        addi    t0, t0, -1
        sb      t2, 0(t0)
        divu    a0, a0, t1
        bnez    a0, 1b
        mv      a0, t0
        j       puts

unexpected:
        la      a0, oops
        call    puts
power_off:
        li      t0, FINISHER
        li      t1, POWER_OFF
        sw      t1, 0(t0)
        j       .

# ---------------------------------------------------------------- the user program, a page of its own
        .balign PAGE
user:
        li      a7, SYS_NOTHING
        timed_from
        ecall
        timed_to
        li      a0, 0
        li      a7, SYS_REPORT
        ecall

# All pages once, with nothing mapped; taking them away again is not timed.
        li      s3, PASSES
        li      s4, 0                           # ticks so far
1:      li      a7, SYS_UNMAP
        ecall
        li      s2, USER_PAGES
        li      s0, PAGES
        li      s5, PAGE
        rdtime  s1
2:      sd      s0, 0(s2)
        add     s2, s2, s5
        addi    s0, s0, -1
        bnez    s0, 2b
        rdtime  t0
        sub     t0, t0, s1
        add     s4, s4, t0
        addi    s3, s3, -1
        bnez    s3, 1b
        mv      a1, s4
        li      a2, PAGES * PASSES
        li      a0, 4
        li      a7, SYS_REPORT
        ecall

        timed_from
        .word   0                               # no instruction
        timed_to
        li      a0, 5
        li      a7, SYS_REPORT
        ecall

        li      a7, SYS_EXIT
        ecall
        .balign PAGE

        .section .rodata
        .balign 8
names:
        .dword  name0, name1, name2, name3, name4, name5, name6
name0:  .asciz  "system call                "
name1:  .asciz  "device register read       "
name2:  .asciz  "privileged register write  "
name3:  .asciz  "call and return            "
name4:  .asciz  "page fault                 "
name5:  .asciz  "exception                  "
name6:  .asciz  "page-table update          "
oops:   .asciz  "a trap that I did not expect\n"

        .data
digits: .zero   20
digits_end:
        .asciz  "\n"

        .bss
        .balign PAGE
root:   .zero   PAGE
level1: .zero   PAGE
level0: .zero   PAGE
frames: .zero   PAGES * PAGE
        .zero   2048
kernel_stack:
