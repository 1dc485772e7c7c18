# SPDX-License-Identifier: EPL-2.0
#
# pair: two vCPUs add up the numbers from 1 to 4096, half of them each. The first starts the second by a hypercall and sleeps until the
# second signals that it is done; nothing of this needs an interrupt controller.

        .equ    HYPER_END,      13
        .equ    HYPER_START,    18              # a0 = vCPU, a1 = where pc, sp and its a1 stand
        .equ    HYPER_STOP,     19
        .equ    HYPER_SIGNAL,   20              # a0 = which vCPUs, one bit each
        .equ    SIGNAL_EVENT,   1 << 2
        .equ    NUMBERS,        4096

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

        la      t0, numbers
        li      t1, 1
        li      t2, NUMBERS
1:      sd      t1, 0(t0)
        addi    t0, t0, 8
        addi    t1, t1, 1
        bgeu    t2, t1, 1b

        la      a1, record              # the second begins at other, with a stack of its own
        la      t0, other
        sd      t0, 0(a1)
        la      t0, other_stack_end
        sd      t0, 8(a1)
        la      t0, numbers + NUMBERS / 2 * 8
        sd      t0, 16(a1)
        li      a0, 1
        li      a7, HYPER_START
        ecall
        check

        la      a0, numbers
        call    add_up
        mv      s0, a0
        li      a0, SIGNAL_EVENT
        call    pv_wait
        la      t0, others_sum
        ld      t0, 0(t0)
        add     s0, s0, t0

# s0 in decimal, from the last digit on
        la      t0, digits_end
        li      t1, 10
        addi    t0, t0, -1
        sb      t1, 0(t0)               # and a line end, which has the same number
1:      remu    t2, s0, t1
        divu    s0, s0, t1
        addi    t2, t2, '0'
        addi    t0, t0, -1
        sb      t2, 0(t0)
        bnez    s0, 1b
        mv      a0, t0
        la      a1, digits_end
        sub     a1, a1, a0
        call    pv_console_write
        call    pv_console_flush
        li      a0, 0
end:    li      a7, HYPER_END
        ecall

failed: li      a0, 1
        j       end

# The second vCPU: its number in a0, its half in a1.
other:
        mv      a0, a1
        call    add_up
        la      t0, others_sum
        sd      a0, 0(t0)
        fence   w, w
        li      a0, 1 << 0
        li      a7, HYPER_SIGNAL
        ecall
        li      a7, HYPER_STOP
        ecall

# a0 = first of half of the numbers: their sum
add_up:
        li      t0, NUMBERS / 2
        li      t1, 0
1:      ld      t2, 0(a0)
        add     t1, t1, t2
        addi    a0, a0, 8
        addi    t0, t0, -1
        bnez    t0, 1b
        mv      a0, t1
        ret

        .bss
        .balign 4096
shared: .zero   4096
console: .zero  4096
numbers: .zero  NUMBERS * 8
record: .zero   3 * 8
others_sum: .zero 8
digits: .zero   32
digits_end:
        .balign 16
        .zero   1024
stack_end:
        .zero   1024
other_stack_end:
