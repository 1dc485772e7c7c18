# SPDX-License-Identifier: EPL-2.0
#
# unmodified: a kernel for a machine of its own. It builds a page table, starts a user program, maps a page for it on
# demand and prints what the program asks it to. The same kernel, told that it is a guest, is in paravirt.s; the two
# have the same parts in the same order, and the same user program.

        .equ    UART0,          0x10000000
        .equ    FINISHER,       0x00100000
        .equ    POWER_OFF,      0x5555
        .equ    SYS_WRITE,      64
        .equ    SYS_EXIT,       93

        .equ    PTE_V,          1 << 0
        .equ    PTE_R,          1 << 1
        .equ    PTE_W,          1 << 2
        .equ    PTE_X,          1 << 3
        .equ    PTE_U,          1 << 4
        .equ    PTE_A,          1 << 6
        .equ    PTE_D,          1 << 7
        .equ    PTE_USER_CODE,  PTE_V | PTE_R | PTE_X | PTE_U | PTE_A
        .equ    PTE_USER_DATA,  PTE_V | PTE_R | PTE_W | PTE_U | PTE_A | PTE_D

        .equ    USER_BASE,      0x40000000      # where the user program sees itself
        .equ    USER_HEAP,      0x40001000      # the page behind it: mapped on demand
        .equ    CAUSE_ECALL_U,  8
        .equ    CAUSE_STORE_PF, 15
        .equ    PTE_KERNEL,     PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D
        .equ    SATP_SV39,      8
        .equ    SSTATUS_SPP,    1 << 8
        .equ    SSTATUS_SUM,    1 << 18
        .equ    MSTATUS_MPP,    0x1800
        .equ    MSTATUS_MPP_S,  0x0800

        .macro  say from, to
        la      a0, \from
        la      a1, \to
        call    print
        .endm

# ---------------------------------------------------------------- machine mode
        .option norelax                 # addresses as written: linkers may otherwise rely on gp, which stays unused here
        .text
        .globl  _start
_start:
        li      t0, -1
        csrw    pmpaddr0, t0            # supervisor and user mode may use all memory
        li      t0, 0x1f
        csrw    pmpcfg0, t0
        li      t0, (1 << CAUSE_ECALL_U) | (1 << CAUSE_STORE_PF)
        csrw    medeleg, t0             # these go straight to supervisor mode
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
        csrw    sscratch, sp            # a trap from user mode finds it there
        la      t0, trap
        csrw    stvec, t0
        say     building, paging_on

# One root: gigapages for devices and memory, a pointer for the user's gigabyte.
        la      t0, root
        li      t1, (0x00000000 >> 2) | PTE_KERNEL
        sd      t1, 0(t0)               # 0x00000000: UART, finisher
        li      t1, (0x80000000 >> 2) | PTE_KERNEL
        sd      t1, 16(t0)              # 0x80000000: this program
        la      t1, level1
        srli    t1, t1, 2
        ori     t1, t1, PTE_V
        sd      t1, 8(t0)               # 0x40000000: further down

        la      t0, level1
        la      t1, level0
        srli    t1, t1, 2
        ori     t1, t1, PTE_V
        sd      t1, 0(t0)

        la      t0, level0
        la      t1, user
        srli    t1, t1, 2
        ori     t1, t1, PTE_USER_CODE
        sd      t1, 0(t0)               # USER_BASE -> user; the entry behind it stays empty

        la      t0, root
        srli    t0, t0, 12
        li      t1, SATP_SV39 << 60
        or      t0, t0, t1
        csrw    satp, t0                # paging is on
        sfence.vma
        say     paging_on, faulted

        li      t0, SSTATUS_SPP
        csrc    sstatus, t0
        li      t0, USER_BASE
        csrw    sepc, t0
        sret

# ---------------------------------------------------------------- traps
        .balign 4
trap:
        csrrw   sp, sscratch, sp
        addi    sp, sp, -64
        sd      ra, 0(sp)
        sd      t0, 8(sp)
        sd      t1, 16(sp)
        sd      a0, 24(sp)
        sd      a1, 32(sp)

        csrr    t0, scause
        li      t1, CAUSE_STORE_PF
        beq     t0, t1, store_page_fault
        li      t1, CAUSE_ECALL_U
        bne     t0, t1, unexpected

        csrr    t0, sepc
        addi    t0, t0, 4
        csrw    sepc, t0
        li      t0, SYS_WRITE
        beq     a7, t0, sys_write
        j       sys_exit

trap_return:
        ld      ra, 0(sp)
        ld      t0, 8(sp)
        ld      t1, 16(sp)
        ld      a0, 24(sp)
        ld      a1, 32(sp)
        addi    sp, sp, 64
        csrrw   sp, sscratch, sp
        sret

store_page_fault:
        csrr    t0, stval               # the address that the user program wanted
        li      t1, USER_HEAP
        bne     t0, t1, unexpected
        say     faulted, bye
        la      t0, level0
        la      t1, heap
        srli    t1, t1, 2
        ori     t1, t1, PTE_USER_DATA
        sd      t1, 8(t0)               # USER_HEAP -> heap
        li      t0, USER_HEAP
        sfence.vma t0                   # forget that it was not there
        j       trap_return             # the store runs again

# a0 = text in the user's address space, a1 = length
sys_write:
        li      t0, SSTATUS_SUM         # let supervisor mode read user pages
        csrs    sstatus, t0
        add     a1, a0, a1
        call    print
        li      t0, SSTATUS_SUM
        csrc    sstatus, t0
        j       trap_return

sys_exit:
        say     bye, oops
power_off:
        li      t0, FINISHER
        li      t1, POWER_OFF
        sw      t1, 0(t0)
        j       .

unexpected:
        say     oops, texts_end
        j       power_off

# a0 = first byte, a1 = behind the last: one store to a register of the UART for each
print:
        li      t1, UART0
1:      bgeu    a0, a1, 2f
        lbu     t0, 0(a0)
        sb      t0, 0(t1)
        addi    a0, a0, 1
        j       1b
2:      ret

# ---------------------------------------------------------------- user program, a page of its own
        .balign 4096
user:
        li      t0, USER_HEAP
        li      t1, 0x0a214948          # "HI!\n", last byte first
        sw      t1, 0(t0)               # page fault: nothing is mapped there yet

        mv      a0, t0                  # and now it is
        li      a1, 4
        li      a7, SYS_WRITE
        ecall
        li      a7, SYS_EXIT
        ecall
        .balign 4096

        .section .rodata
building:   .ascii  "kernel: building a page table\n"
paging_on:  .ascii  "kernel: paging is on, starting the user program\n"
faulted:    .ascii  "kernel: store page fault, mapping a page\n"
bye:        .ascii  "kernel: the user program has exited, powering off\n"
oops:       .ascii  "kernel: a trap that I did not expect\n"
texts_end:

        .bss
        .balign 4096
root:       .zero   4096
level1:     .zero   4096
level0:     .zero   4096
heap:       .zero   4096
        .zero   1024
kernel_stack:
