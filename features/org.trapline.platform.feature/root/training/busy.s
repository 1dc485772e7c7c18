# SPDX-License-Identifier: EPL-2.0
# Loops of every kind that are executed often enough to be compiled: arithmetic, memory, calls, jumps by a table, floating point, atomic operations,
# traps. The command line is run with this once while it is built, so that the JVM keeps what that takes in its cache.
        .equ    UART, 0x10000000
        .equ    FINISHER, 0x100000
        .equ    ROUNDS, 100000
        .equ    TRAPS, 1000

        .text
        .globl  _start
_start:
        la      t0, trap
        csrw    mtvec, t0
        li      t0, 0x6000              # mstatus.FS
        csrs    mstatus, t0
        la      sp, stack
        li      s0, ROUNDS
        la      s1, table
        la      s2, data
round:
        mv      a0, s0
        call    sum
        mv      a1, a0
        mv      a0, s0
        call    copy
        andi    t0, s0, 3
        slli    t0, t0, 3
        add     t0, t0, s1
        ld      t0, 0(t0)
        jalr    t0
        addi    s0, s0, -1
        bnez    s0, round
        li      s0, TRAPS
asking:
        ecall
        addi    s0, s0, -1
        bnez    s0, asking
        li      t0, UART
        li      t1, 10
        sb      t1, 0(t0)
        li      t0, FINISHER
        li      t1, 0x5555
        sw      t1, 0(t0)
stop:   j       stop

sum:    li      t0, 16
        li      t1, 0
        addi    sp, sp, -16
        sd      ra, 8(sp)
1:      xor     t1, t1, a0
        slli    t2, t1, 3
        srli    t3, t1, 7
        addw    t2, t2, t3
        mul     t1, t1, t2
        addi    t0, t0, -1
        bgtz    t0, 1b
        mv      a0, t1
        ld      ra, 8(sp)
        addi    sp, sp, 16
        ret

copy:   mv      t0, s2
        addi    t1, s2, 64
1:      lbu     t2, 0(t0)
        add     t2, t2, a1
        sb      t2, 0(t0)
        lw      t3, 64(t0)
        sw      t3, 128(t0)
        addi    t0, t0, 8
        bltu    t0, t1, 1b
        ret

zero:   fcvt.d.l ft0, s0
        fld     ft1, 0(s2)
        fmadd.d ft1, ft0, ft0, ft1
        fsd     ft1, 0(s2)
        ret
one:    amoadd.d t0, s0, (s2)
        ret
two:    lr.w    t0, (s2)
        addi    t0, t0, 1
        sc.w    t1, t0, (s2)
        ret
three:  divu    t0, t0, s0
        ret

        .balign 4
trap:   csrr    t0, mepc
        addi    t0, t0, 4
        csrw    mepc, t0
        mret

        .data
        .balign 8
table:  .dword  zero, one, two, three
data:   .zero   512
        .zero   256
stack:
