# SPDX-License-Identifier: EPL-2.0
#
# disk: fills 64 sectors of its disk, reads them back and looks whether they are the same. How many requests go to the VMM at once is
# said elsewhere, by batch in one.s and eight.s; everything else is the same.

        .equ    HYPER_END,      13
        .equ    DISK,           8               # the channel of the first device
        .equ    READ,           0
        .equ    WRITE,          1
        .equ    SECTOR,         512
        .equ    SECTORS,        64

        .macro  say from, to
        la      a0, \from
        la      a1, \to
        sub     a1, a1, a0
        call    pv_console_write
        .endm

        .macro  check                   # a0 must not be negative
        bltz    a0, failed
        .endm

        .option norelax
        .text
        .globl  _start
_start:
        la      sp, stack_end
        la      a0, shared
        la      a1, failed              # a trap would go there
        call    pv_begin
        check
        la      a0, console
        call    pv_console_open
        check
        la      a0, grants
        call    pv_grants
        check
        la      a0, data
        li      a1, 3                   # the disk may read the page and store to it
        call    pv_grant
        check
        mv      s0, a0
        li      a0, DISK
        la      a1, ring
        call    pv_block_open
        check
        li      t0, SECTORS
        blt     a0, t0, failed

# Eight sectors have room in the page: write them, clear the page, read them back, compare.
        li      s1, 0                   # first sector of this round
round:
        call    fill
        li      a0, WRITE
        call    transfer
        call    clear
        li      a0, READ
        call    transfer
        call    compare
        addi    s1, s1, 8
        li      t0, SECTORS
        bne     s1, t0, round

        say     good, bad
        li      s2, 0
end:    call    pv_console_flush
        mv      a0, s2
        li      a7, HYPER_END
        ecall

failed: say     bad, texts_end
        li      s2, 1
        j       end

# a0 = operation: eight requests of one sector each, batch of them at once
transfer:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s2, 16(sp)
        sd      s3, 8(sp)
        sd      s4, 0(sp)
        mv      s2, a0
        li      s3, 0                   # which of the eight
        la      s4, batch
        ld      s4, 0(s4)
1:      mv      a0, s2
        add     a1, s1, s3              # sector
        li      a2, 1
        mv      a3, s0                  # grant
        slli    a4, s3, 9               # place in the page
        call    pv_block_put
        check
        addi    s3, s3, 1
        remu    t0, s3, s4
        bnez    t0, 2f
        call    pv_block_submit
        check
        call    pv_block_finish
        check
2:      li      t0, 8
        bne     s3, t0, 1b
        ld      ra, 24(sp)
        ld      s2, 16(sp)
        ld      s3, 8(sp)
        ld      s4, 0(sp)
        addi    sp, sp, 32
        ret

# Doublewords of the page that say in which round they were written, and where they stand.
fill:
        la      t0, data
        li      t1, 512
        slli    t2, s1, 32
1:      add     t3, t2, t1
        sd      t3, 0(t0)
        addi    t0, t0, 8
        addi    t1, t1, -1
        bnez    t1, 1b
        ret

clear:
        la      t0, data
        li      t1, 512
1:      sd      zero, 0(t0)
        addi    t0, t0, 8
        addi    t1, t1, -1
        bnez    t1, 1b
        ret

compare:
        la      t0, data
        li      t1, 512
        slli    t2, s1, 32
1:      add     t3, t2, t1
        ld      t4, 0(t0)
        bne     t3, t4, failed
        addi    t0, t0, 8
        addi    t1, t1, -1
        bnez    t1, 1b
        ret

        .section .rodata
good:   .ascii  "64 sectors are as they were written\n"
bad:    .ascii  "something went wrong\n"
texts_end:

        .bss
        .balign 4096
shared: .zero   4096
console: .zero  4096
grants: .zero   4096
ring:   .zero   4096
data:   .zero   4096
        .zero   1024
stack_end:
