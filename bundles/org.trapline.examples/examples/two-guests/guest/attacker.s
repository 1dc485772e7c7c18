# SPDX-License-Identifier: EPL-2.0
#
# attacker: a guest that owns its machine and wants more. It was given 8 MiB of memory.
#
#   attack 1   writes to the first byte behind its memory, where a neighbour's memory may begin
#   attack 2   forges a page table that maps memory far outside its own, and reads through it
#   attack 3   turns interrupts off and keeps the processor busy, so that nobody else gets it
#
# Alone on a machine with 8 MiB, attacks 1 and 2 fail for want of memory. Under a hypervisor the same traps reach
# this kernel, although memory is there: it belongs to others. Attack 3 "succeeds", yet the neighbour goes on.

        .equ    UART0,           0x10000000
        .equ    FINISHER,        0x00100000
        .equ    POWER_OFF,       0x5555
        .equ    MEMORY_END,      0x80800000     # 0x80000000 + 8 MiB
        .equ    FORGED_VA,       0x40000000
        .equ    FORGED_PA,       0xc0000000
        .equ    PTE_KERNEL,      0xcf           # D A X W R V
        .equ    SATP_SV39,       8
        .equ    MSTATUS_MIE,     0x8
        .equ    MSTATUS_MPP,     0x1800
        .equ    MSTATUS_MPP_S,   0x0800
        .equ    CAUSE_LOAD_AF,   5
        .equ    CAUSE_STORE_AF,  7
        .equ    CAUSE_ECALL_S,   9
        .equ    SPINS,           200000

        .option norelax                 # addresses as written: linkers may otherwise rely on gp, which stays unused here
        .text
        .globl  _start
_start:
        la      sp, stack
        la      t0, trap
        csrw    mtvec, t0
        li      t0, -1
        csrw    pmpaddr0, t0            # what this kernel allows itself is not the point
        li      t0, 0x1f
        csrw    pmpcfg0, t0

# attack 1
        la      a0, wild_store
        call    puts
        li      s0, CAUSE_STORE_AF      # the trap that an honest machine answers with
        la      s1, 1f                  # where to go on after it
        li      t0, MEMORY_END
        sd      s0, 0(t0)
        la      a0, succeeded
        call    puts
1:

# attack 2
        la      a0, forged_table
        call    puts
        li      s0, CAUSE_LOAD_AF
        la      s1, 3f
        la      t0, root
        li      t1, (FORGED_PA >> 2) | PTE_KERNEL
        sd      t1, 8(t0)               # gigapage 1: not ours
        li      t1, (0x80000000 >> 2) | PTE_KERNEL
        sd      t1, 16(t0)              # gigapage 2: this program
        srli    t0, t0, 12
        li      t1, SATP_SV39 << 60
        or      t0, t0, t1
        csrw    satp, t0
        sfence.vma
        li      t0, MSTATUS_MPP         # paging holds in supervisor mode: go there
        csrc    mstatus, t0
        li      t0, MSTATUS_MPP_S
        csrs    mstatus, t0
        la      t0, 2f
        csrw    mepc, t0
        mret
2:      li      t0, FORGED_VA
        ld      t1, 0(t0)
        ecall                           # no trap? then back to machine mode and confess
3:      csrw    satp, zero
        sfence.vma

# attack 3
        la      a0, hog
        call    puts
        csrci   mstatus, MSTATUS_MIE
        li      t0, SPINS
4:      addi    t0, t0, -1
        bnez    t0, 4b
        la      a0, hogged
        call    puts

power_off:
        li      t0, FINISHER
        li      t1, POWER_OFF
        sw      t1, 0(t0)
        j       .

# Every trap: the expected one is reported, and we go on at s1 in machine mode.
        .balign 4
trap:
        csrr    t0, mcause
        li      t1, CAUSE_ECALL_S
        beq     t0, t1, confess
        bne     t0, s0, unexpected
        la      a0, refused
        call    puts
        j       go_on
confess:
        la      a0, succeeded
        call    puts
go_on:
        li      t0, MSTATUS_MPP
        csrs    mstatus, t0             # stay in machine mode
        csrw    mepc, s1
        mret

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

        .section .rodata
wild_store:   .asciz "attacker: writing behind my memory ... "
forged_table: .asciz "attacker: reading through a forged page table ... "
refused:      .asciz "refused by an access fault\n"
succeeded:    .asciz "DONE, NOBODY STOPPED ME\n"
hog:          .asciz "attacker: interrupts off, keeping the processor to myself ...\n"
hogged:       .asciz "attacker: I had it for a while. Did anybody notice? Powering off\n"
oops:         .asciz "attacker: a trap that I did not expect\n"

        .bss
        .balign 4096
root:   .zero   4096
        .zero   1024
stack:
