# SPDX-License-Identifier: EPL-2.0
#
# paravirt: the kernel of unmodified.s, told that it is a guest. It is in the hart's user mode from its first instruction
# on, like its user program, and has no instruction that may only be executed elsewhere: where the other has one, this one
# makes a hypercall, or reads what the VMM has put into the page that they share.

        .equ    HYPER_REGISTER, 1               # a0 = page to share, a1 = where traps go
        .equ    HYPER_RETURN,   2
        .equ    HYPER_ROOTS,    5               # a0 = the kernel's table, a1 = the user's
        .equ    HYPER_UPDATE,   6               # a0 = address of an entry, a1 = entry
        .equ    HYPER_LIST,     7               # a0 = calls of four doublewords, a1 = how many
        .equ    HYPER_WRITE,    8               # a0 = text, a1 = length
        .equ    HYPER_END,      13              # a0 = exit code

        .equ    SHARED_SP,      2 * 8           # the shared page: what sp is when a trap comes from user mode
        .equ    SHARED_PC,      4 * 8           # and the frame of a trap
        .equ    SHARED_CAUSE,   7 * 8
        .equ    SHARED_VALUE,   8 * 8
        .equ    SHARED_MODE,    9 * 8
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
        .equ    PTE_READ,       PTE_V | PTE_R | PTE_U | PTE_A
        .equ    PTE_ALL,        PTE_V | PTE_R | PTE_W | PTE_X | PTE_U | PTE_A | PTE_D

        .macro  hypercall number
        li      a7, \number
        ecall
        .endm

        .macro  say from, to
        la      a0, \from
        la      a1, \to
        call    print
        .endm

# ---------------------------------------------------------------- the kernel, in user mode
        .option norelax                 # addresses as written: linkers may otherwise rely on gp, which stays unused here
        .text
        .globl  _start
_start:
        la      sp, kernel_stack
        la      t0, shared
        sd      sp, SHARED_SP(t0)       # a trap from user mode finds it there
        la      a0, shared
        la      a1, trap
        hypercall HYPER_REGISTER
        say     building, paging_on

# Two roots, since the hart cannot tell the kernel from its user program: the kernel's has all, the user's has not the kernel.
# First 2 MiB of memory, this program, page by page; what is a table may be read only.
        la      t0, memory0
        li      t1, (0x80000000 >> 2) | PTE_ALL
        la      t2, memory0 + 4096
        la      a0, root
        srli    a0, a0, 2
        la      a1, tables_end
        srli    a1, a1, 2
1:      sd      t1, 0(t0)
        bltu    t1, a0, 2f
        bgeu    t1, a1, 2f
        xori    a2, t1, PTE_ALL ^ PTE_READ
        sd      a2, 0(t0)
2:      addi    t0, t0, 8
        addi    t1, t1, 4096 >> 2
        bltu    t0, t2, 1b

        la      t0, memory1
        la      t1, memory0
        srli    t1, t1, 2
        ori     t1, t1, PTE_V
        sd      t1, 0(t0)

        la      t0, root
        la      t1, memory1
        srli    t1, t1, 2
        ori     t1, t1, PTE_V
        sd      t1, 16(t0)              # 0x80000000: this program
        la      t1, level1
        srli    t1, t1, 2
        ori     t1, t1, PTE_V
        sd      t1, 8(t0)               # 0x40000000: further down, in both
        la      t0, user_root
        sd      t1, 8(t0)

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

        la      a0, root
        la      a1, user_root
        hypercall HYPER_ROOTS           # paging is on; from here on the tables change by hypercall alone
        say     paging_on, faulted

        la      t0, shared
        sd      zero, SHARED_MODE(t0)
        li      t1, USER_BASE
        sd      t1, SHARED_PC(t0)
        hypercall HYPER_RETURN

# ---------------------------------------------------------------- traps
        .balign 4
trap:                                   # the VMM has changed sp, and saved the old one
        addi    sp, sp, -64
        sd      ra, 0(sp)
        sd      t0, 8(sp)
        sd      t1, 16(sp)
        sd      a0, 24(sp)
        sd      a1, 32(sp)
        sd      t2, 40(sp)

        la      t2, shared
        ld      t0, SHARED_CAUSE(t2)
        li      t1, CAUSE_STORE_PF
        beq     t0, t1, store_page_fault
        li      t1, CAUSE_ECALL_U
        bne     t0, t1, unexpected

        ld      t0, SHARED_PC(t2)
        addi    t0, t0, 4
        sd      t0, SHARED_PC(t2)
        li      t0, SYS_WRITE
        beq     a7, t0, sys_write
        j       sys_exit

trap_return:
        ld      ra, 0(sp)
        ld      t0, 8(sp)
        ld      t1, 16(sp)
        ld      a0, 24(sp)
        ld      a1, 32(sp)
        ld      t2, 40(sp)
        addi    sp, sp, 64
        hypercall HYPER_RETURN          # the VMM has saved a7, too

store_page_fault:
        ld      t0, SHARED_VALUE(t2)    # the address that the user program wanted
        li      t1, USER_HEAP
        bne     t0, t1, unexpected
        la      t0, calls               # two calls by one exit: the message, and
        la      t1, faulted
        sd      t1, 8(t0)
        la      a0, bye
        sub     a0, a0, t1
        sd      a0, 16(t0)
        li      a0, HYPER_WRITE
        sd      a0, 0(t0)
        la      t1, level0 + 8
        sd      t1, 40(t0)
        la      t1, heap
        srli    t1, t1, 2
        ori     t1, t1, PTE_USER_DATA
        sd      t1, 48(t0)
        li      a0, HYPER_UPDATE
        sd      a0, 32(t0)              # USER_HEAP -> heap; the VMM forgets that it was not there
        mv      a0, t0
        li      a1, 2
        hypercall HYPER_LIST
        bnez    a0, unexpected
        ld      a0, 56(t0)              # what came of the second
        bnez    a0, unexpected
        j       trap_return             # the store runs again

# a0 = text in the user's address space, a1 = length; the VMM wants to know where in memory it is
sys_write:
        li      t0, USER_HEAP
        sub     a0, a0, t0
        la      t0, heap
        add     a0, a0, t0
        add     a1, a0, a1
        call    print
        j       trap_return

sys_exit:
        say     bye, oops
power_off:
        li      a0, 0
        hypercall HYPER_END

unexpected:
        say     oops, texts_end
        j       power_off

# a0 = first byte, a1 = behind the last: one hypercall for all
print:
        sub     a1, a1, a0
        hypercall HYPER_WRITE
        ret

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
user_root:  .zero   4096
memory1:    .zero   4096
memory0:    .zero   4096
level1:     .zero   4096
level0:     .zero   4096
tables_end:
shared:     .zero   4096
heap:       .zero   4096
calls:      .zero   2 * 32              # number, two arguments, result
        .zero   1024
kernel_stack:
