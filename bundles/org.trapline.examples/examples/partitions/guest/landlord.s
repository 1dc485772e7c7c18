# SPDX-License-Identifier: EPL-2.0
#
# landlord: finds out how much memory its machine has, and stores to the first byte behind it.
#
# The device tree (a1) lies in the last 64 KiB of memory. Wherever this runs, on a machine, in a partition, as a guest, it sees memory
# from 0x80000000 on, and an access fault behind it.

        .equ    UART0,          0x10000000
        .equ    FINISHER,       0x00100000
        .equ    POWER_OFF,      0x5555
        .equ    RAM,            0x80000000
        .equ    TREE_ROOM,      0x10000
        .equ    CAUSE_STORE_AF, 7

        .option norelax                 # addresses as written: linkers may otherwise rely on gp, which stays unused here
        .text
        .globl  _start
_start:
        csrr    t0, mhartid
        bnez    t0, sleep               # one hart does it all
        la      sp, stack
        la      t0, trap
        csrw    mtvec, t0

        li      s0, TREE_ROOM
        add     s0, s0, a1              # s0 = end of memory
        la      a0, i_have
        call    puts
        li      t0, RAM
        sub     a0, s0, t0
        srli    a0, a0, 20              # in MiB
        call    put_number
        la      a0, mib
        call    puts

        li      t0, -1
        csrw    pmpaddr0, t0            # physical memory protection, as far as this program has a say:
        li      t0, 0x1f
        csrw    pmpcfg0, t0             # everything is allowed
        li      s1, 0                   # cause of the last trap
        sb      zero, 0(s0)             # the first byte of the neighbour's?
        li      t0, CAUSE_STORE_AF
        la      a0, refused
        beq     s1, t0, 1f
        la      a0, open
1:      call    puts

        li      t0, FINISHER
        li      t1, POWER_OFF
        sw      t1, 0(t0)
sleep:  wfi
        j       sleep

        .balign 4
trap:   csrr    s1, mcause
        csrr    t0, mepc
        addi    t0, t0, 4               # go on behind the store
        csrw    mepc, t0
        mret

# puts: sends the zero-terminated text at a0
puts:
        li      t1, UART0
1:      lbu     t0, 0(a0)
        beqz    t0, 2f
        sb      t0, 0(t1)
        addi    a0, a0, 1
        j       1b
2:      ret

# put_number: sends a0 in decimal, without division: subtracts powers of ten
put_number:
        li      t1, UART0
        la      t2, powers
        li      t5, 0                   # no digit yet
1:      ld      t3, 0(t2)
        beqz    t3, 4f
        li      t4, '0'
2:      bltu    a0, t3, 3f
        sub     a0, a0, t3
        addi    t4, t4, 1
        li      t5, 1
        j       2b
3:      addi    t2, t2, 8
        beqz    t5, 1b                  # leading zeros are not shown
        sb      t4, 0(t1)
        j       1b
4:      ret

        .section .rodata
        .balign 8
powers:  .dword 1000, 100, 10, 1, 0
i_have:  .asciz "landlord: I have "
mib:     .asciz " MiB from 0x80000000 on\n"
refused: .asciz "landlord: behind it there is nothing: access fault\n"
open:    .asciz "landlord: BEHIND IT THERE IS SOMEBODY ELSE'S\n"

        .bss
        .balign 16
        .zero   512
stack:
