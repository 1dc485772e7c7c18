# SPDX-License-Identifier: EPL-2.0
#
# talk: says hello to everybody on its network until it has heard somebody else, answers that, and ends.

        .equ    HYPER_TIMER,    10
        .equ    HYPER_END,      13
        .equ    CARD,           8               # the channel of the first device
        .equ    TIMER_EVENT,    1 << 0
        .equ    CARD_EVENT,     1 << CARD
        .equ    SHARED_TIME,    3 * 8
        .equ    LIST_OFFSET,    64              # the list of the frame's pieces is in the page of its header
        .equ    PATIENCE,       2000            # ticks, of which a microsecond has ten
        .equ    FRAME_LENGTH,   60
        .equ    ROOM,           1518
        .equ    SOURCE,         6               # place of the sender's address in a frame
        .equ    TEXT,           14              # and of what it says

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
        la      a0, out
        li      a1, 1                   # the card may read what we send
        call    pv_grant
        check
        mv      s0, a0
        la      a0, text
        srli    s3, a0, 12
        slli    a0, s3, 12              # the page that the text is in
        li      a1, 1
        call    pv_grant
        check
        mv      s3, a0
        la      a0, in
        li      a1, 2                   # and store what arrives
        call    pv_grant
        check
        mv      s1, a0
        li      a0, CARD
        la      a1, ring
        call    pv_net_open
        check
        call    write_frame
        mv      a0, s1
        li      a1, 0
        li      a2, ROOM
        call    pv_net_room
        check

again:  call    hello
        la      t0, shared
        ld      a0, SHARED_TIME(t0)
        li      t1, PATIENCE
        add     a0, a0, t1
        li      a7, HYPER_TIMER
        ecall
wait:   li      a0, TIMER_EVENT | CARD_EVENT
        call    pv_wait
        mv      s2, a0
1:      call    pv_net_take
        beqz    a0, 2f
        bltz    a1, 1b                  # one of ours was sent
        check
        j       heard
2:      andi    s2, s2, TIMER_EVENT
        beqz    s2, wait
        j       again

heard:  call    hello                   # the other may not have listened before
        la      a0, says
        la      a1, says_end
        sub     a1, a1, a0
        call    pv_console_write
        la      a0, in + TEXT
        li      a1, FRAME_LENGTH - TEXT
        call    pv_console_write
1:      li      a0, CARD_EVENT
        call    pv_wait
        call    pv_net_take
        beqz    a0, 1b
        li      s2, 0
end:    call    pv_console_flush
        mv      a0, s2
        li      a7, HYPER_END
        ecall

failed: li      s2, 1
        j       end

# Sends the frame: one request, one exit.
hello:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        mv      a0, s0
        li      a1, LIST_OFFSET
        li      a2, FRAME_LENGTH
        call    pv_net_send_pieces
        check
        call    pv_net_submit
        check
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# a0 = our hardware address: a header, to everybody, from us; and a list of two pieces, it and the text, which the card takes from where
# it stands
write_frame:
        la      t0, out
        li      t1, -1
        sw      t1, 0(t0)
        sh      t1, 4(t0)
        li      t1, 6
        addi    t2, t0, SOURCE
1:      sb      a0, 0(t2)
        srli    a0, a0, 8
        addi    t2, t2, 1
        addi    t1, t1, -1
        bnez    t1, 1b
        li      t1, 0xb588              # an ethertype for experiments: 0x88b5
        sh      t1, 12(t0)
        addi    sp, sp, -16
        sd      ra, 8(sp)
        la      a0, out + LIST_OFFSET
        li      a1, 0
        mv      a2, s0
        li      a3, 0
        li      a4, TEXT
        call    pv_piece
        la      a0, out + LIST_OFFSET
        li      a1, 1
        mv      a2, s3
        la      a3, text
        slli    a3, a3, 64 - 12
        srli    a3, a3, 64 - 12
        li      a4, FRAME_LENGTH - TEXT
        call    pv_piece
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

        .section .rodata
says:   .ascii  "somebody says: "
says_end:
        .balign 64                      # all in one page
text:   .ascii  "hello, is anybody else on this network here?\r\n"

        .bss
        .balign 4096
shared: .zero   4096
console: .zero  4096
grants: .zero   4096
ring:   .zero   4096
out:    .zero   4096
in:     .zero   4096
        .zero   1024
stack_end:
