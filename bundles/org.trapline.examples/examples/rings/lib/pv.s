# SPDX-License-Identifier: EPL-2.0
#
# pv: what all front ends of a guest that knows its VMM have in common: hypercalls, events, grants, rings. Link it, and those of
# pv_console.s, pv_block.s and pv_net.s that the guest wants, to the guest's own sources:
#
#       import "guest/mine.s", "lib/pv.s", "lib/pv_block.s" as mine
#
# Functions are called as the psABI says: arguments from a0 on, the result in a0, the stack aligned to 16 bytes. Registers s0 to s11,
# sp, gp and tp are as before, all others are not. A page is given by its address, which must be the same in the guest's memory and for
# the code; none of these functions allocates one. Errors of hypercalls are negative results, as the VMM gives them.

        .equ    HYPER_REGISTER, 1
        .equ    HYPER_IDLE,     11
        .equ    HYPER_KICK,     15
        .equ    HYPER_GRANTS,   16
        .equ    HYPER_OPEN,     17

        .equ    SHARED_PENDING, 0 * 8
        .equ    SHARED_MASK,    1 * 8

        .equ    GRANTS,         512
        .equ    GRANT_ANY,      3               # bits that a grant in use has one of

        .equ    RING_LOOKING,   3 * 8           # the ring's page: the VMM looks by itself
        .equ    RING_PUT,       4 * 8           # requests: how many we have put
        .equ    RESPONSES_PUT,  6 * 8           # responses: how many the VMM has put
        .equ    RESPONSES_TAKEN, 7 * 8          # and how many of them we have taken
        .equ    RING_SIZE,      32
        .equ    RING_REQUESTS,  1024
        .equ    RING_RESPONSES, 2048
        .equ    PIECE_BYTES_LOG2, 4

        .macro  hypercall number
        li      a7, \number
        ecall
        .endm

        .option norelax
        .text

# ---------------------------------------------------------------- events

# pv_begin(page, entry): shares a page with the VMM, and names where traps go. No event makes an upcall; pv_wait waits for them.
        .globl  pv_begin
pv_begin:
        la      t0, pv_shared
        sd      a0, 0(t0)
        li      t0, 1
        sd      t0, SHARED_MASK(a0)
        hypercall HYPER_REGISTER
        ret

# pv_wait(events): waits until one of a mask of events is pending; returns which were, and are not any more.
        .globl  pv_wait
pv_wait:
        mv      t1, a0
        la      t0, pv_shared
        ld      t0, 0(t0)
1:      ld      t2, SHARED_PENDING(t0)
        and     t2, t2, t1
        bnez    t2, 2f
        hypercall HYPER_IDLE            # the VMM takes us off the processor meanwhile
        j       1b
2:      not     t3, t2
        amoand.d.aqrl zero, t3, (t0)
        mv      a0, t2
        ret

# ---------------------------------------------------------------- grants: which pages devices may use

# pv_grants(page): has the grants stand in that page, which must be zero.
        .globl  pv_grants
pv_grants:
        la      t0, pv_table
        sd      a0, 0(t0)
        hypercall HYPER_GRANTS
        ret

# pv_grant(page, rights): lets devices read a page (1), store to it (2), or both (3); returns the grant's number, or -1 if there are too many.
        .globl  pv_grant
pv_grant:
        la      t0, pv_table
        ld      t0, 0(t0)
        li      t1, 0
        li      t2, GRANTS
1:      ld      t3, 0(t0)
        andi    t3, t3, GRANT_ANY
        beqz    t3, 2f
        addi    t0, t0, 8
        addi    t1, t1, 1
        bne     t1, t2, 1b
        li      a0, -1
        ret
2:      or      a0, a0, a1
        sd      a0, 0(t0)
        mv      a0, t1
        ret

# pv_revoke(grant): takes a grant back. What is under way with it is refused.
        .globl  pv_revoke
pv_revoke:
        la      t0, pv_table
        ld      t0, 0(t0)
        slli    a0, a0, 3
        add     t0, t0, a0
        sd      zero, 0(t0)
        ret

# ---------------------------------------------------------------- lists of pieces

# pv_piece(list, number, grant, offset, bytes): says what piece a list has at that place, from 0 on; up to 32 of them, in one page that
# devices may read. A piece is part of one granted page. A request that names a list moves all its pieces, in their order.
        .globl  pv_piece
pv_piece:
        slli    a1, a1, PIECE_BYTES_LOG2
        add     a0, a0, a1
        sw      a2, 0(a0)
        sw      a3, 4(a0)
        sd      a4, 8(a0)
        ret

# ---------------------------------------------------------------- rings

# pv_ring_open(channel, page): has a device's requests go by a ring in that page; returns 1 for a disk, 2 for a network card.
        .globl  pv_ring_open
pv_ring_open:
        hypercall HYPER_OPEN
        ret

# pv_ring_put(page, id, operation | count << 8, sector, grant | offset << 32): puts a request; nobody is told yet. Returns 0, or -1 if
# there is no place: as many requests as the ring has places have no response yet that was taken.
        .globl  pv_ring_put
pv_ring_put:
        ld      t0, RING_PUT(a0)
        ld      t1, RESPONSES_TAKEN(a0)
        sub     t1, t0, t1
        li      t2, RING_SIZE
        bgeu    t1, t2, 1f
        andi    t1, t0, RING_SIZE - 1
        slli    t1, t1, 5
        add     t1, t1, a0
        addi    t1, t1, RING_REQUESTS
        sd      a1, 0(t1)
        sd      a2, 8(t1)
        sd      a3, 16(t1)
        sd      a4, 24(t1)
        fence   w, w                    # the request first, then that it is there
        addi    t0, t0, 1
        sd      t0, RING_PUT(a0)
        li      a0, 0
        ret
1:      li      a0, -1
        ret

# pv_ring_kick(channel, page): tells the VMM that there are requests, unless it looks by itself.
        .globl  pv_ring_kick
pv_ring_kick:
        fence   rw, rw
        ld      t0, RING_LOOKING(a1)
        bnez    t0, 1f
        hypercall HYPER_KICK
        ret
1:      li      a0, 0
        ret

# pv_ring_take(page): takes the next response; returns 1, its id and its status in a0, a1 and a2, or 0 if there is none.
        .globl  pv_ring_take
pv_ring_take:
        ld      t0, RESPONSES_TAKEN(a0)
        ld      t1, RESPONSES_PUT(a0)
        beq     t0, t1, 1f
        fence   r, r                    # that it is there first, then the response
        andi    t1, t0, RING_SIZE - 1
        slli    t1, t1, 4
        add     t1, t1, a0
        li      t2, RING_RESPONSES
        add     t1, t1, t2
        ld      a1, 0(t1)
        ld      a2, 8(t1)
        addi    t0, t0, 1
        sd      t0, RESPONSES_TAKEN(a0)
        li      a0, 1
        ret
1:      li      a0, 0
        ret

        .bss
        .balign 8
pv_shared: .zero 8
pv_table:  .zero 8
