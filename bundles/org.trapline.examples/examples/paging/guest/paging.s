# SPDX-License-Identifier: EPL-2.0
#
# paging: a kernel that gives its user program an address space of its own, and fills it on demand.
#
#   machine mode      sets up delegation, then hands over to
#   supervisor mode   the kernel proper: builds an Sv39 page table, turns paging on, starts
#   user mode         a program that lives at 0x40000000 and writes to a page that is not there yet
#
# The write raises a store page fault; the kernel maps a fresh page and the very same store runs again.
#
# Under a hypervisor with shadow paging, the table that is built here is only the guest's idea of its memory. The
# hart walks another one, the shadow, which the VMM derives from it entry by entry.

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
        .equ    PTE_KERNEL,     PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D
        .equ    PTE_USER_CODE,  PTE_V | PTE_R | PTE_X | PTE_U | PTE_A
        .equ    PTE_USER_DATA,  PTE_V | PTE_R | PTE_W | PTE_U | PTE_A | PTE_D

        .equ    USER_BASE,      0x40000000      # where the user program sees itself
        .equ    USER_HEAP,      0x40001000      # the page behind it: mapped on demand
        .equ    SATP_SV39,      8
        .equ    CAUSE_ECALL_U,  8
        .equ    CAUSE_STORE_PF, 15
        .equ    SSTATUS_SPP,    1 << 8
        .equ    MSTATUS_MPP,    0x1800
        .equ    MSTATUS_MPP_S,  0x0800

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
        la      t0, machine_trap
        csrw    mtvec, t0
        li      t0, MSTATUS_MPP
        csrc    mstatus, t0
        li      t0, MSTATUS_MPP_S
        csrs    mstatus, t0
        la      t0, kernel
        csrw    mepc, t0
        mret

        .balign 4
machine_trap:                           # nothing should come here
        la      a0, oops
        call    puts
        j       power_off

# ---------------------------------------------------------------- the kernel, in supervisor mode
kernel:
        la      sp, kernel_stack
        csrw    sscratch, sp
        la      t0, trap
        csrw    stvec, t0
        la      a0, building
        call    puts

# The root table: gigapages for devices and memory, a pointer for the user's gigabyte.
#   Sv39 pte: 53..10 physical page number | 7 D | 6 A | 5 G | 4 U | 3 X | 2 W | 1 R | 0 V
        la      t0, root
        li      t1, (0x00000000 >> 2) | PTE_KERNEL
        sd      t1, 0(t0)               # 0x00000000: UART, finisher
        li      t1, (0x80000000 >> 2) | PTE_KERNEL
        sd      t1, 16(t0)              # 0x80000000: this program, identically mapped
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
        sfence.vma
        csrw    satp, t0                # paging is on
        sfence.vma

        la      a0, paging_on
        call    puts

        li      t0, SSTATUS_SPP
        csrc    sstatus, t0
        li      t0, USER_BASE
        csrw    sepc, t0
        sret

        .balign 4
trap:
        csrrw   sp, sscratch, sp
        addi    sp, sp, -48
        sd      ra, 0(sp)
        sd      t0, 8(sp)
        sd      t1, 16(sp)
        sd      a2, 24(sp)
        sd      a0, 32(sp)

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
        ld      a0, 32(sp)
trap_return_a0:
        ld      ra, 0(sp)
        ld      t0, 8(sp)
        ld      t1, 16(sp)
        ld      a2, 24(sp)
        addi    sp, sp, 48
        csrrw   sp, sscratch, sp
        sret

store_page_fault:
        csrr    t0, stval               # the address that the user program wanted
        li      t1, USER_HEAP
        bne     t0, t1, unexpected
        la      a0, faulted
        call    puts
        la      t0, level0
        la      t1, heap
        srli    t1, t1, 2
        ori     t1, t1, PTE_USER_DATA
        sd      t1, 8(t0)               # USER_HEAP -> heap
        li      t0, USER_HEAP
        sfence.vma t0                   # forget that it was not there
        j       trap_return             # sepc still names the store: it runs again

# sys_write: a0 = text in the user's address space, a1 = length
sys_write:
        li      t0, 1 << 18             # SUM: let supervisor mode read user pages
        csrs    sstatus, t0
        call    putn
        li      t0, 1 << 18
        csrc    sstatus, t0
        j       trap_return_a0

sys_exit:
        la      a0, bye
        call    puts
power_off:
        li      t0, FINISHER
        li      t1, POWER_OFF
        sw      t1, 0(t0)
        j       .

unexpected:
        la      a0, oops
        call    puts
        j       power_off

puts:
        li      t1, UART0
1:      lbu     t0, 0(a0)
        beqz    t0, 2f
        sb      t0, 0(t1)
        addi    a0, a0, 1
        j       1b
2:      ret

putn:
        li      t1, UART0
        add     a1, a0, a1
        mv      a2, a0
1:      bgeu    a2, a1, 2f
        lbu     t0, 0(a2)
        sb      t0, 0(t1)
        addi    a2, a2, 1
        j       1b
2:      sub     a0, a2, a0
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
building:   .asciz  "kernel: building a page table\n"
paging_on:  .asciz  "kernel: paging is on, starting the user program at 0x40000000\n"
faulted:    .asciz  "kernel: store page fault at 0x40001000, mapping a page\n"
bye:        .asciz  "kernel: the user program has exited, powering off\n"
oops:       .asciz  "kernel: a trap that I did not expect\n"

        .bss
        .balign 4096
root:       .zero   4096
level1:     .zero   4096
level0:     .zero   4096
heap:       .zero   4096
        .zero   1024
kernel_stack:
