# SPDX-License-Identifier: EPL-2.0
#
# pv_net: a network card behind a ring. Room for frames that arrive, and frames to be sent, are put one by one and given to the VMM
# together. Called as pv.s says.

        .equ    RING_CONFIG,    1 * 8           # the ring's page: the hardware address
        .equ    SEND,           3
        .equ    RECEIVE,        4
        .equ    PIECES,         0x80            # bit of an operation: the grant and the offset are those of a list
        .equ    SENT,           -1              # the id of requests to send

        .option norelax
        .text

# pv_net_open(channel, page): has the card's requests go by a ring in that page; returns its hardware address, first byte lowest.
        .globl  pv_net_open
pv_net_open:
        addi    sp, sp, -16
        sd      ra, 8(sp)
        la      t0, channel
        sd      a0, 0(t0)
        la      t0, page
        sd      a1, 0(t0)
        call    pv_ring_open
        bltz    a0, 1f
        la      t0, page
        ld      t0, 0(t0)
        ld      a0, RING_CONFIG(t0)
1:      ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

# pv_net_send(grant, offset, length): puts a frame.
        .globl  pv_net_send
pv_net_send:
        li      t0, SEND
        li      t1, SENT
        j       1f

# pv_net_send_pieces(grant, offset, length): puts a frame that stands in the pieces of the list there, which pv_piece makes.
        .globl  pv_net_send_pieces
pv_net_send_pieces:
        li      t0, SEND | PIECES
        li      t1, SENT
        j       1f

# pv_net_room_pieces(grant, offset, length): puts room in the pieces of the list there.
        .globl  pv_net_room_pieces
pv_net_room_pieces:
        li      t0, RECEIVE | PIECES
        mv      t1, a0
        j       1f

# pv_net_room(grant, offset, length): puts room for a frame that arrives.
        .globl  pv_net_room
pv_net_room:
        li      t0, RECEIVE
        mv      t1, a0
1:      slli    a4, a1, 32
        or      a4, a4, a0
        slli    a2, a2, 8
        or      a2, a2, t0
        mv      a1, t1
        li      a3, 0
        la      t0, page
        ld      a0, 0(t0)
        tail    pv_ring_put

# pv_net_submit(): gives the VMM what was put.
        .globl  pv_net_submit
pv_net_submit:
        la      t0, channel
        ld      a0, 0(t0)
        la      t0, page
        ld      a1, 0(t0)
        tail    pv_ring_kick

# pv_net_take(): takes what is done: returns 1 in a0, in a1 the grant where a frame has arrived or -1 for one that was sent, in a2 its
# length or why it was refused; or 0. The card's event says that there may be something.
        .globl  pv_net_take
pv_net_take:
        la      t0, page
        ld      a0, 0(t0)
        tail    pv_ring_take

        .bss
        .balign 8
channel: .zero  8
page:    .zero  8
