# SPDX-License-Identifier: EPL-2.0
# A driver for the network card in the first virtio slot. If role is 0, it asks everybody three times and prints who answers; if it is 1, it
# answers three times. It sleeps while it waits.
        .equ    VIRTIO, 0x10001000
        .equ    UART, 0x10000000
        .equ    PLIC, 0x0c000000
        .equ    FINISHER, 0x100000
        .equ    HEADER, 12

        .globl  _start
_start: la      sp, stack_top
        li      s0, VIRTIO
        sw      zero, 0x70(s0)
        li      t0, 3
        sw      t0, 0x70(s0)
        li      t0, 1
        sw      t0, 0x24(s0)
        sw      t0, 0x20(s0)            # VERSION_1
        li      t0, 11
        sw      t0, 0x70(s0)
        li      a0, 0
        la      a1, receive_queue
        call    queue
        li      a0, 1
        la      a1, transmit_queue
        call    queue
        li      t0, 15
        sw      t0, 0x70(s0)
        # Interrupts wake the hart but are not taken.
        li      t0, PLIC
        li      t1, 1
        sw      t1, 4(t0)               # priority of source 1
        li      t2, PLIC + 0x2000
        li      t1, 2
        sw      t1, (t2)                # source 1 for hart 0's machine mode
        li      t0, 1 << 11
        csrw    mie, t0
        li      s1, 0                   # frames received
        li      s2, 0                   # frames sent
        call    post
        lw      t0, role
        bnez    t0, answer
        # Who is to answer needs time to get ready.
        li      t0, 500000
1:      addi    t0, t0, -1
        bnez    t0, 1b

ask:    call    address
        la      t0, frame_out           # to everybody
        li      t1, -1
        sw      t1, 0(t0)
        sh      t1, 4(t0)
        addi    t1, s2, 'a'
        sb      t1, 14(t0)
        call    send
        call    wait
        la      t0, frame_in
        lbu     a0, 14(t0)              # what was answered
        call    put
        lbu     a0, 15(t0)              # by whom
        call    put
        call    post
        li      t0, 3
        bltu    s2, t0, ask
        j       end

answer: call    wait
        call    address
        la      t0, frame_in
        la      t1, frame_out
        lw      t2, 6(t0)               # to who has asked
        sw      t2, 0(t1)
        lhu     t2, 10(t0)
        sh      t2, 4(t1)
        lbu     t2, 14(t0)
        addi    t2, t2, 'A' - 'a'
        sb      t2, 14(t1)
        lw      t2, name
        sb      t2, 15(t1)
        call    post
        call    send
        li      t0, 3
        bltu    s1, t0, answer

end:    # What was sent last is to reach the network.
        la      t0, transmit_queue + 0x100
1:      lhu     t1, 2(t0)
        bne     t1, s2, 1b
        li      t0, FINISHER
        li      t1, 0x5555
        sw      t1, (t0)
1:      j       1b

# Sets up queue a0 at a1: descriptors, at 0x80 the available ring, at 0x100 the used ring.
queue:  sw      a0, 0x30(s0)
        li      t0, 8
        sw      t0, 0x38(s0)
        sw      a1, 0x80(s0)
        sw      zero, 0x84(s0)
        addi    t0, a1, 0x80
        sw      t0, 0x90(s0)
        sw      zero, 0x94(s0)
        addi    t0, a1, 0x100
        sw      t0, 0xa0(s0)
        sw      zero, 0xa4(s0)
        li      t0, 1
        sw      t0, 0x44(s0)
        ret

# Writes the card's own address into the frame, and its type.
address:
        la      t0, frame_out
        addi    t1, s0, 0x100
        li      t2, 6
1:      lbu     t3, (t1)
        sb      t3, 6(t0)
        addi    t0, t0, 1
        addi    t1, t1, 1
        addi    t2, t2, -1
        bnez    t2, 1b
        li      t2, 0xb588              # 88b5, for experiments
        sh      t2, 6(t0)
        ret

# Gives the device the buffer for a frame.
post:   la      t0, receive_queue
        la      t1, buffer_in
        sd      t1, (t0)
        li      t1, 1600
        sw      t1, 8(t0)
        li      t1, 2
        sw      t1, 12(t0)
        addi    t1, s1, 1
        fence
        sh      t1, 0x82(t0)
        fence
        sw      zero, 0x50(s0)
        ret

send:   la      t0, transmit_queue
        la      t1, buffer_out
        sd      t1, (t0)
        li      t1, HEADER + 60
        sw      t1, 8(t0)
        sw      zero, 12(t0)
        addi    s2, s2, 1
        fence
        sh      s2, 0x82(t0)
        fence
        li      t1, 1
        sw      t1, 0x50(s0)
        ret

wait:   la      t0, receive_queue + 0x100
1:      lhu     t1, 2(t0)
        bne     t1, s1, 2f
        wfi
        lw      t2, 0x60(s0)
        sw      t2, 0x64(s0)            # acknowledge
        li      t3, PLIC + 0x200004
        lw      t2, (t3)
        sw      t2, (t3)                # claim and complete
        j       1b
2:      addi    s1, s1, 1
        ret

put:    li      t1, UART
        sb      a0, (t1)
        ret

        .data
        .balign 16
receive_queue: .zero 0x180
transmit_queue: .zero 0x180
        .balign 8
        .zero   4                       # so that the frame's words are aligned
buffer_out: .zero HEADER
frame_out: .zero 64
        .balign 8
        .zero   4
buffer_in: .zero HEADER
frame_in: .zero 1600
        .balign 16
        .zero   256
stack_top:
