# SPDX-License-Identifier: EPL-2.0
#
# worker: a quiet program that computes and reports. It wants nothing but to be left alone.
#
# It keeps a secret in its memory, and checks at the end that nobody has changed it.

        .equ    UART0,     0x10000000
        .equ    FINISHER,  0x00100000
        .equ    POWER_OFF, 0x5555
        .equ    ROUNDS,    5
        .equ    STEPS,     20000

        .option norelax                 # addresses as written: linkers may otherwise rely on gp, which stays unused here
        .text
        .globl  _start
_start:
        la      t0, unexpected
        csrw    mtvec, t0
        li      s0, 1                   # round
        li      s1, 0                   # checksum

round:
        li      t0, STEPS
1:      slli    t1, s1, 5               # some arithmetic that depends on every step before it
        add     s1, s1, t1
        xor     s1, s1, t0
        addi    t0, t0, -1
        bnez    t0, 1b

        addi    t0, s0, '0'
        la      t1, report_digit
        sb      t0, 0(t1)
        la      a0, report
        call    puts
        addi    s0, s0, 1
        li      t0, ROUNDS
        bleu    s0, t0, round

        la      t0, secret
        ld      t0, 0(t0)
        li      t1, 0x5ec2e75ec2e75ec2
        la      a0, safe
        beq     t0, t1, 2f
        la      a0, changed
2:      call    puts

power_off:
        li      t0, FINISHER
        li      t1, POWER_OFF
        sw      t1, 0(t0)
        j       .

        .balign 4
unexpected:
        la      a0, oops
        call    puts
        j       power_off

puts:
        li      t1, UART0
1:      lbu     t0, 0(a0)
        beqz    t0, 2f
        sb      t0, 0(t1)
        addi    a0, a0, 1
        j       1b
2:      ret

        .section .rodata
safe:    .asciz "worker: my secret is as I left it, powering off\n"
changed: .asciz "worker: SOMEBODY HAS CHANGED MY MEMORY\n"
oops:    .asciz "worker: a trap that I did not expect\n"

        .data
secret:       .dword 0x5ec2e75ec2e75ec2
report:       .ascii "worker: round "
report_digit: .asciz "? of 5\n"
