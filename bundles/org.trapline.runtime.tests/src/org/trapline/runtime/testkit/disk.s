# SPDX-License-Identifier: EPL-2.0
# A driver for the disk in the first virtio slot. It prints the first 8 bytes of sector 1, writes "changed!" there, reads it again and prints that.
        .equ    VIRTIO, 0x10001000
        .equ    UART, 0x10000000
        .equ    FINISHER, 0x100000

        .globl  _start
_start: li      s0, VIRTIO
        sw      zero, 0x70(s0)          # reset
        li      t0, 3
        sw      t0, 0x70(s0)            # acknowledge, driver
        li      t0, 1
        sw      t0, 0x24(s0)            # the upper features
        sw      t0, 0x20(s0)            # VERSION_1
        li      t0, 11
        sw      t0, 0x70(s0)            # features_ok
        sw      zero, 0x30(s0)          # queue 0
        li      t0, 8
        sw      t0, 0x38(s0)
        la      t0, table
        sw      t0, 0x80(s0)
        sw      zero, 0x84(s0)
        la      t0, available
        sw      t0, 0x90(s0)
        sw      zero, 0x94(s0)
        la      t0, used
        sw      t0, 0xa0(s0)
        sw      zero, 0xa4(s0)
        li      t0, 1
        sw      t0, 0x44(s0)
        li      t0, 15
        sw      t0, 0x70(s0)            # driver_ok
        li      s1, 0                   # requests so far

        li      a0, 0                   # read
        call    request
        call    print
        la      t0, data
        la      t1, text
        ld      t1, (t1)
        sd      t1, (t0)
        li      a0, 1                   # write
        call    request
        la      t0, data
        sd      zero, (t0)
        li      a0, 0
        call    request
        call    print
        li      t0, FINISHER
        li      t1, 0x5555
        sw      t1, (t0)
1:      j       1b

# a0: 0 read, 1 write
request:
        la      t0, header
        sw      a0, (t0)
        li      t1, 1
        sd      t1, 8(t0)
        la      t1, table
        sd      t0, (t1)                # header
        li      t2, 16
        sw      t2, 8(t1)
        li      t2, 1 | 1 << 16         # goes on with 1
        sw      t2, 12(t1)
        la      t2, data
        sd      t2, 16(t1)
        li      t2, 512
        sw      t2, 24(t1)
        li      t2, 1 | 2 << 16         # goes on with 2
        bnez    a0, 1f
        ori     t2, t2, 2               # the device writes it
1:      sw      t2, 28(t1)
        la      t2, status
        sd      t2, 32(t1)
        li      t2, 1
        sw      t2, 40(t1)
        li      t2, 2
        sw      t2, 44(t1)
        la      t1, available           # all requests begin with descriptor 0
        addi    s1, s1, 1
        fence
        sh      s1, 2(t1)
        fence
        sw      zero, 0x50(s0)          # notify
        la      t1, used
1:      lhu     t2, 2(t1)
        bne     t2, s1, 1b
        la      t1, status
        lbu     t1, (t1)
        bnez    t1, fail
        ret

fail:   li      t0, FINISHER
        li      t1, 0x13333
        sw      t1, (t0)
        j       fail

print:  la      t0, data
        li      t1, 8
        li      t3, UART
1:      lbu     t2, (t0)
        sb      t2, (t3)
        addi    t0, t0, 1
        addi    t1, t1, -1
        bnez    t1, 1b
        li      t2, 10
        sb      t2, (t3)
        ret

        .data
        .balign 8
text:   .ascii  "changed!"
        .balign 16
table:  .zero   128
available: .zero 32
        .balign 4
used:   .zero   80
        .balign 8
header: .zero   16
data:   .zero   512
status: .byte   255
