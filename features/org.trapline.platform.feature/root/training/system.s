# SPDX-License-Identifier: EPL-2.0
# What operating systems do when they start: paging, traps, a timer, calls of the firmware, interrupts, a disk, jumps to many places, code that is
# written and executed. See busy.s.
        .equ    DISK, 0x10001000        # virtio-mmio, version 2
        .equ    PLIC, 0x0c000000
        .equ    CLOCK, 0x101000
        .equ    ROUNDS, 30000
        .equ    TRAPS, 120000           # so many that even what is never compiled is made faster
        .equ    ALL, 0xcf               # a leaf: valid, readable, writable, executable, accessed, dirty

        .text
        .globl  _start
_start: la      sp, stack
        la      t0, trap
        csrw    stvec, t0
        # Addresses as they are: devices by a page of a gibibyte, memory by a large page and smaller ones.
        la      t0, root
        li      t1, ALL
        sd      t1, 0(t0)
        la      t1, middle
        srli    t1, t1, 2
        ori     t1, t1, 1
        sd      t1, 16(t0)
        la      t2, middle
        li      t1, 0x20000000 | ALL
        sd      t1, 0(t2)
        li      t1, 0x20080000 | ALL
        sd      t1, 8(t2)
        srli    t0, t0, 12
        li      t1, 8 << 60
        or      t0, t0, t1
        csrw    satp, t0
        sfence.vma

        li      a7, 0x10                # base: what firmware is there?
        li      a6, 0
        ecall
        la      s0, text
1:      lbu     a0, (s0)
        beqz    a0, 2f
        li      a7, 1                   # put a character
        ecall
        addi    s0, s0, 1
        j       1b
2:      li      t0, CLOCK
        lw      t1, 0(t0)
        li      t0, 1 << 5 | 1 << 9     # sie: timer, external
        csrw    sie, t0
        call    alarm
        csrsi   sstatus, 2
3:      wfi
        la      t0, alarms
        lw      t0, (t0)
        beqz    t0, 3b
        call    read
        call    write_code

        li      s0, ROUNDS
        la      s1, places
round:  andi    t0, s0, 15
        slli    t0, t0, 3
        add     t0, t0, s1
        ld      t0, (t0)
        jalr    t0
        csrr    t0, sstatus
        csrw    sscratch, t0
        la      t1, lock
        amoswap.w.aq t2, s0, (t1)
        andi    t0, s0, 1023
        bnez    t0, 1f
        sfence.vma
        ebreak
        call    alarm
1:      addi    s0, s0, -1
        bnez    s0, round
        li      s0, TRAPS
asking: ebreak
        addi    s0, s0, -1
        bnez    s0, asking
        li      a7, 0x53525354          # system reset: switch off
        li      a6, 0
        li      a0, 0
        li      a1, 0
        ecall
4:      j       4b

# Asks for an interrupt soon.
alarm:  rdtime  a0
        addi    a0, a0, 100
        li      a7, 0x54494d45          # timer
        li      a6, 0
        ecall
        ret

        .balign 4
trap:   addi    sp, sp, -64
        sd      t0, 0(sp)
        sd      t1, 8(sp)
        sd      a0, 16(sp)
        sd      a1, 24(sp)
        sd      a6, 32(sp)
        sd      a7, 40(sp)
        csrr    t0, scause
        bltz    t0, 1f
        csrr    t0, sepc                # ebreak, of two bytes
        addi    t0, t0, 2
        csrw    sepc, t0
        j       3f
1:      andi    t0, t0, 15
        li      t1, 9
        beq     t0, t1, 2f
        la      t0, alarms
        lw      t1, (t0)
        addi    t1, t1, 1
        sw      t1, (t0)
        li      a0, -1
        li      a7, 0x54494d45
        li      a6, 0
        ecall
        j       3f
2:      li      t0, PLIC + 0x201004     # claim for S mode
        lw      t1, (t0)
        sw      t1, (t0)
        li      t0, DISK
        lw      t1, 0x60(t0)
        sw      t1, 0x64(t0)
3:      ld      t0, 0(sp)
        ld      t1, 8(sp)
        ld      a0, 16(sp)
        ld      a1, 24(sp)
        ld      a6, 32(sp)
        ld      a7, 40(sp)
        addi    sp, sp, 64
        sret

# Reads a sector of the disk.
read:   li      t0, PLIC
        li      t1, 1
        sw      t1, 4(t0)               # priority of source 1
        li      t0, PLIC + 0x2080
        li      t1, 2
        sw      t1, (t0)                # enabled for S mode
        li      t0, PLIC + 0x201000
        sw      zero, (t0)
        li      a0, DISK
        lw      t1, 8(a0)
        li      t2, 2
        bne     t1, t2, 9f              # no disk there
        sw      zero, 0x70(a0)
        li      t1, 3
        sw      t1, 0x70(a0)
        sw      zero, 0x14(a0)
        lw      t1, 0x10(a0)
        sw      zero, 0x24(a0)
        sw      zero, 0x20(a0)
        li      t1, 1
        sw      t1, 0x24(a0)
        sw      t1, 0x20(a0)            # features: version 1
        li      t1, 11
        sw      t1, 0x70(a0)
        sw      zero, 0x30(a0)
        lw      t1, 0x34(a0)
        li      t1, 4
        sw      t1, 0x38(a0)
        la      t1, descriptors
        sw      t1, 0x80(a0)
        sw      zero, 0x84(a0)
        la      t1, available
        sw      t1, 0x90(a0)
        sw      zero, 0x94(a0)
        la      t1, used
        sw      t1, 0xa0(a0)
        sw      zero, 0xa4(a0)
        li      t1, 1
        sw      t1, 0x44(a0)
        li      t1, 15
        sw      t1, 0x70(a0)
        lwu     t1, 0x100(a0)           # capacity
        la      t0, descriptors
        la      t1, header
        sd      t1, 0(t0)
        la      t1, sector
        sd      t1, 16(t0)
        la      t1, done
        sd      t1, 32(t0)
        la      t0, available
        li      t1, 1
        sh      t1, 2(t0)
        fence
        sw      zero, 0x50(a0)
        la      t0, used
1:      lhu     t1, 2(t0)
        beqz    t1, 1b
9:      ret

# Writes code, and executes it.
write_code:
        la      t0, code
        li      t1, 0x00008067          # ret
        sw      t1, (t0)
        fence.i
        jr      t0

        .macro  place number
place\number:
        li      t1, \number
        la      t2, sector
        sd      t1, 8(t2)
        lw      t3, 12(t2)
        ret
        .endm
        .irp    number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        place   \number
        .endr

        .data
text:   .asciz  "training\n"
        .balign 8
places: .dword  place0, place1, place2, place3, place4, place5, place6, place7
        .dword  place8, place9, place10, place11, place12, place13, place14, place15
alarms: .word   0
lock:   .word   0
header: .word   0, 0                    # read
        .dword  0                       # the first sector
        .balign 16
descriptors:
        .dword  0
        .word   16
        .half   1, 1                    # goes on at 1
        .dword  0
        .word   512
        .half   3, 2                    # written by the disk, goes on at 2
        .dword  0
        .word   1
        .half   2, 0                    # written by the disk
        .dword  0, 0
available:
        .half   0, 0, 0, 0, 0, 0, 0, 0
        .balign 8
used:   .space  64
done:   .byte   0xff
        .balign 8
sector: .space  512
        .balign 64
code:   .space  64
        .balign 4096
root:   .space  4096
middle: .space  4096
        .space  4096
stack:
