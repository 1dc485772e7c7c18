# SPDX-License-Identifier: EPL-2.0
#
# pv_block: a disk behind a ring. Requests are put one by one and given to the VMM together, by one exit; it makes one event when the
# last of them is done. Called as pv.s says.

        .equ    RING_CONFIG,    1 * 8           # the ring's page: sectors of the disk
        .equ    RING_PUT,       4 * 8           # how many requests we have put
        .equ    RESPONSES_TAKEN, 7 * 8          # how many responses we have taken
        .equ    RING_EVENT_AT,  8 * 8           # at how many there is an event
        .equ    READ,           0
        .equ    WRITE,          1
        .equ    PIECES,         0x80            # bit of an operation: the grant and the offset are those of a list

        .option norelax
        .text

# pv_block_open(channel, page): has the disk's requests go by a ring in that page; returns how many sectors of 512 bytes it has.
        .globl  pv_block_open
pv_block_open:
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

# pv_block_put(operation, sector, count, grant, offset): puts a request to read (0) or write (1) up to 8 sectors in one page, or to wait
# for all that was written (2). Returns 0, or -1 if the ring is full: then submit and finish first.
        .globl  pv_block_put
pv_block_put:
        slli    t0, a2, 8
        or      a2, a0, t0
        slli    a4, a4, 32
        or      a4, a4, a3
        mv      a3, a1
        la      t0, page
        ld      a0, 0(t0)
        ld      a1, RING_PUT(a0)        # its number is its name
        tail    pv_ring_put

# pv_block_put_pieces(operation, sector, count, grant, offset): puts a request to read or write up to 256 sectors, in the pieces of the
# list there, which pv_piece makes.
        .globl  pv_block_put_pieces
pv_block_put_pieces:
        ori     a0, a0, PIECES
        j       pv_block_put

# pv_block_submit(): gives the VMM what was put.
        .globl  pv_block_submit
pv_block_submit:
        la      t0, page
        ld      a1, 0(t0)
        ld      t1, RING_PUT(a1)
        sd      t1, RING_EVENT_AT(a1)   # one event, when the last is done
        la      t0, channel
        ld      a0, 0(t0)
        tail    pv_ring_kick

# pv_block_finish(): waits until all that was submitted is done; returns 0, or why one of them was refused.
        .globl  pv_block_finish
pv_block_finish:
        addi    sp, sp, -32
        sd      ra, 24(sp)
        sd      s0, 16(sp)
        sd      s1, 8(sp)
        la      t0, page
        ld      s0, 0(t0)
        li      s1, 0
1:      mv      a0, s0
        call    pv_ring_take
        beqz    a0, 2f
        bgez    a2, 1b
        mv      s1, a2
        j       1b
2:      ld      t0, RING_PUT(s0)
        ld      t1, RESPONSES_TAKEN(s0)
        beq     t0, t1, 3f
        la      t0, channel
        ld      t0, 0(t0)
        li      a0, 1
        sll     a0, a0, t0
        call    pv_wait
        j       1b
3:      mv      a0, s1
        ld      ra, 24(sp)
        ld      s0, 16(sp)
        ld      s1, 8(sp)
        addi    sp, sp, 32
        ret

# pv_block_read(sector, count, grant, offset), pv_block_write: one request, done when it returns 0.
        .globl  pv_block_read
pv_block_read:
        li      t0, READ
        j       1f
        .globl  pv_block_write
pv_block_write:
        li      t0, WRITE
1:      addi    sp, sp, -16
        sd      ra, 8(sp)
        mv      a4, a3
        mv      a3, a2
        mv      a2, a1
        mv      a1, a0
        mv      a0, t0
        call    pv_block_put
        bnez    a0, 2f
        call    pv_block_submit
        bnez    a0, 2f
        call    pv_block_finish
2:      ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

        .bss
        .balign 8
channel: .zero  8
page:    .zero  8
