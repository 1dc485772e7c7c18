# SPDX-License-Identifier: EPL-2.0
#
# lender: a kernel with a driver for the virtio memory balloon. It uses six mebibytes as a cache that it can do without: when its VMM asks
# for pages it gives some of that, and when it may have them back it fills them again. It ends when it has everything back.
#
# What a page held is gone once it was given: a page that comes back is all zero.

        .equ    UART0,     0x10000000
        .equ    FINISHER,  0x00100000
        .equ    POWER_OFF, 0x5555
        .equ    FAILED,    0x3333
        .equ    CLINT,     0x02000000
        .equ    MTIMECMP,  0x4000
        .equ    MTIME,     0xbff8
        .equ    NAP,       10000             # ticks: a millisecond

        .equ    VIRTIO,    0x10001000
        .equ    SLOT,      0x1000
        .equ    SLOTS,     8
        .equ    BALLOON,   5
        .equ    GIVE,      0                 # queues
        .equ    TAKE,      1
        .equ    BATCH,     256               # pages in one request

        .equ    PAGE,      4096
        .equ    CACHE,     0x80100000
        .equ    PAGES,     1536
        .equ    ALL,       0x500             # what a cached page holds: that, and its number

        .option norelax                      # addresses as written: linkers may otherwise rely on gp, which stays unused here
        .text
        .globl  _start
_start:
        la      sp, stack_top
        la      t0, unexpected
        csrw    mtvec, t0
        li      t0, 1 << 7                   # the timer wakes wfi; interrupts themselves stay off
        csrw    mie, t0

        # ---- fill the cache
        li      a0, 0
        li      a1, PAGES
        call    fill

        # ---- find the balloon
        li      s0, VIRTIO
        li      t2, SLOTS
        li      t3, BALLOON
1:      lw      t0, 8(s0)
        beq     t0, t3, 2f
        li      t1, SLOT
        add     s0, s0, t1
        addi    t2, t2, -1
        bnez    t2, 1b
        j       unexpected

        # ---- agree with it: reset, found, driven; features; queues; ready
2:      sw      zero, 0x70(s0)
        li      t0, 3
        sw      t0, 0x70(s0)
        li      t0, 1
        sw      t0, 0x24(s0)                 # of the upper features, VERSION_1
        sw      t0, 0x20(s0)
        sw      zero, 0x24(s0)               # of the lower, MUST_TELL_HOST
        sw      t0, 0x20(s0)
        li      t0, 11
        sw      t0, 0x70(s0)
        li      a0, GIVE
        call    set_queue
        li      a0, TAKE
        call    set_queue
        li      t0, 15
        sw      t0, 0x70(s0)

        # ---- do what is asked
        li      s1, 0                        # pages in the balloon
        li      s5, 0                        # the most that there were
serve:
        lw      s2, 0x100(s0)                # how many there are to be
        bltu    s1, s2, inflate
        bltu    s2, s1, deflate
        beqz    s5, 1f
        beqz    s1, done                     # all is back
1:      call    nap
        j       serve

inflate:
        sub     s3, s2, s1
        li      t0, BATCH
        bleu    s3, t0, 1f
        mv      s3, t0
1:      mv      a0, s1
        mv      a1, s3
        call    list_pages
        li      a0, GIVE
        call    request
        add     s1, s1, s3
        mv      s5, s1
        j       said

deflate:
        sub     s3, s1, s2
        li      t0, BATCH
        bleu    s3, t0, 1f
        mv      s3, t0
1:      sub     s1, s1, s3
        mv      a0, s1
        mv      a1, s3
        call    list_pages
        li      a0, TAKE
        call    request                      # answered when they may be used
        mv      a0, s1
        mv      a1, s3
        call    check_zero
        mv      a0, s1
        mv      a1, s3
        call    fill
said:
        sw      s1, 0x104(s0)
        bne     s1, s2, serve
        srli    t0, s1, 8                    # mebibytes
        addi    t0, t0, '0'
        la      t1, given_digit
        sb      t0, 0(t1)
        la      a0, given
        call    puts
        j       serve

done:   la      a0, whole
        call    puts
        li      t1, POWER_OFF
        j       off

        .balign 4
unexpected:
        la      a0, oops
        call    puts
        li      t1, FAILED | 1 << 16
off:    li      t0, FINISHER
        sw      t1, 0(t0)
        j       .

# fill(first, count): write into pages of the cache
fill:   slli    t0, a0, 12
        li      t1, CACHE
        add     t0, t0, t1
        li      t2, PAGE
1:      li      t3, ALL
        add     t3, t3, a0
        sd      t3, 0(t0)
        add     t0, t0, t2
        addi    a0, a0, 1
        addi    a1, a1, -1
        bnez    a1, 1b
        ret

# check_zero(first, count): pages that come back hold nothing
check_zero:
        slli    t0, a0, 12
        li      t1, CACHE
        add     t0, t0, t1
        li      t2, PAGE
1:      ld      t3, 0(t0)
        bnez    t3, unexpected
        add     t0, t0, t2
        addi    a1, a1, -1
        bnez    a1, 1b
        ret

# list_pages(first, count): the numbers of pages of the cache, as the balloon wants them
list_pages:
        li      t0, CACHE >> 12
        add     t0, t0, a0
        la      t1, list
        slli    t2, a1, 2
        la      t3, list_bytes
        sw      t2, 0(t3)
1:      sw      t0, 0(t1)
        addi    t0, t0, 1
        addi    t1, t1, 4
        addi    a1, a1, -1
        bnez    a1, 1b
        ret

# set_queue(number): 4 KiB each: descriptors, what is available at 0x100, what is used at 0x200
set_queue:
        sw      a0, 0x30(s0)
        li      t0, 8
        sw      t0, 0x38(s0)
        la      t0, queues
        slli    t1, a0, 12
        add     t0, t0, t1
        sw      t0, 0x80(s0)
        sw      zero, 0x84(s0)
        addi    t1, t0, 0x100
        sw      t1, 0x90(s0)
        sw      zero, 0x94(s0)
        addi    t1, t0, 0x200
        sw      t1, 0xa0(s0)
        sw      zero, 0xa4(s0)
        li      t1, 1
        sw      t1, 0x44(s0)
        ret

# request(queue): hand the list over, and wait until it is done with
request:
        addi    sp, sp, -32
        sd      ra, 0(sp)
        sd      s6, 8(sp)
        sd      s7, 16(sp)
        la      s6, queues
        slli    t1, a0, 12
        add     s6, s6, t1
        la      t0, list
        sd      t0, 0(s6)                    # descriptor 0: address, bytes; nothing follows
        la      t0, list_bytes
        lw      t0, 0(t0)
        sw      t0, 8(s6)
        sw      zero, 12(s6)
        lhu     s7, 0x102(s6)
        andi    t0, s7, 7                    # its place among the available: descriptor 0
        slli    t0, t0, 1
        add     t0, t0, s6
        sh      zero, 0x104(t0)
        addi    s7, s7, 1
        slli    s7, s7, 48
        srli    s7, s7, 48
        fence   rw, rw
        sh      s7, 0x102(s6)
        fence   rw, rw
        sw      a0, 0x50(s0)
1:      lhu     t0, 0x202(s6)
        beq     t0, s7, 2f
        call    nap
        j       1b
2:      ld      ra, 0(sp)
        ld      s6, 8(sp)
        ld      s7, 16(sp)
        addi    sp, sp, 32
        ret

# nap(): leave the processor to others for a while
nap:    li      t0, CLINT + MTIME
        ld      t1, 0(t0)
        li      t2, NAP
        add     t1, t1, t2
        li      t0, CLINT + MTIMECMP
        sd      t1, 0(t0)
        wfi
        ret

puts:
        li      t1, UART0
1:      lbu     t0, 0(a0)
        beqz    t0, 2f
        sb      t0, 0(t1)
        addi    a0, a0, 1
        j       1b
2:      ret

        .section .rodata
whole:  .asciz  "lender: I have everything back\n"
oops:   .asciz  "lender: THAT IS NOT WHAT I EXPECTED\n"

        .data
given:       .ascii "lender: "
given_digit: .asciz "? MiB of mine are yours\n"

        .bss
        .balign PAGE
queues:     .space 2 * PAGE
list:       .space 4 * BATCH
list_bytes: .space 8
        .balign 16
        .space  1024
stack_top:
