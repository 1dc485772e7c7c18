# SPDX-License-Identifier: EPL-2.0
#
# scatter: fills 64 sectors of its disk, reads them back and looks whether they are the same, as disk.s does; by one request each, which
# names a list of eight pages. The first sectors are in the last page: what is together on the disk need not be in memory.

        .equ    HYPER_END,      13
        .equ    DISK,           8               # the channel of the first device
        .equ    READ,           0
        .equ    WRITE,          1
        .equ    SECTORS,        64
        .equ    PAGES,          8
        .equ    PAGE,           4096

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
        la      a0, list
        li      a1, 1                   # the disk may read the list
        call    pv_grant
        check
        mv      s0, a0
        li      a0, DISK
        la      a1, ring
        call    pv_block_open
        check
        li      t0, SECTORS
        blt     a0, t0, failed

# The pieces: whole pages, from the last to the first.
        li      s1, 0                   # number of the piece
        la      s2, data + (PAGES - 1) * PAGE
pieces: mv      a0, s2
        li      a1, 3                   # the disk may read the page and store to it
        call    pv_grant
        check
        mv      a2, a0
        la      a0, list
        mv      a1, s1
        li      a3, 0
        li      a4, PAGE
        call    pv_piece
        li      t0, PAGE
        sub     s2, s2, t0
        addi    s1, s1, 1
        li      t0, PAGES
        bne     s1, t0, pieces

        call    fill
        li      a0, WRITE
        call    transfer
        call    clear
        li      a0, READ
        call    transfer
        call    compare

        say     good, bad
        li      s2, 0
end:    call    pv_console_flush
        mv      a0, s2
        li      a7, HYPER_END
        ecall

failed: say     bad, texts_end
        li      s2, 1
        j       end

# a0 = operation: all sectors by one request
transfer:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        li      a1, 0
        li      a2, SECTORS
        mv      a3, s0
        li      a4, 0
        call    pv_block_put_pieces
        check
        call    pv_block_submit
        check
        call    pv_block_finish
        check
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# Each doubleword says where it is.
fill:
        la      t0, data
        la      t1, data + PAGES * PAGE
1:      sd      t0, 0(t0)
        addi    t0, t0, 8
        bne     t0, t1, 1b
        ret

clear:
        la      t0, data
        la      t1, data + PAGES * PAGE
1:      sd      zero, 0(t0)
        addi    t0, t0, 8
        bne     t0, t1, 1b
        ret

compare:
        la      t0, data
        la      t1, data + PAGES * PAGE
1:      ld      t2, 0(t0)
        bne     t2, t0, failed
        addi    t0, t0, 8
        bne     t0, t1, 1b
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
list:   .zero   4096
data:   .zero   PAGES * PAGE
        .zero   1024
stack_end:
