# SPDX-License-Identifier: EPL-2.0
#
# ledger: a program that needs its memory. It writes into every page of five mebibytes, and goes through them again and again: each time
# it checks what it finds there, and writes what the next time is to find.

        .equ    UART0,     0x10000000
        .equ    FINISHER,  0x00100000
        .equ    POWER_OFF, 0x5555
        .equ    FAILED,    0x3333
        .equ    PAGE,      4096
        .equ    PAGES,     1280
        .equ    ROUNDS,    4

        .option norelax                 # addresses as written: linkers may otherwise rely on gp, which stays unused here
        .text
        .globl  _start
_start:
        la      t0, unexpected
        csrw    mtvec, t0
        li      s0, 0                   # round: a page holds its number plus this

round:
        la      s1, ledger
        li      s2, 0                   # page
        li      s3, PAGES
        li      s4, PAGE
1:      ld      t0, 0(s1)
        beqz    s0, 2f                  # at first all is zero
        add     t1, s2, s0
        bne     t0, t1, wrong
2:      add     t1, s2, s0
        addi    t1, t1, 1
        sd      t1, 0(s1)
        add     s1, s1, s4
        addi    s2, s2, 1
        bltu    s2, s3, 1b
        addi    s0, s0, 1
        li      t0, ROUNDS
        bltu    s0, t0, round

        la      a0, balanced
        call    puts
        li      t1, POWER_OFF
        j       off

        .balign 4
unexpected:
wrong:  la      a0, missing
        call    puts
        li      t1, FAILED | 1 << 16
off:    li      t0, FINISHER
        sw      t1, 0(t0)
        j       .

puts:
        li      t1, UART0
1:      lbu     t0, 0(a0)
        beqz    t0, 2f
        sb      t0, 0(t1)
        addi    a0, a0, 1
        j       1b
2:      ret

        .section .rodata
balanced: .asciz "ledger: every page is as I left it\n"
missing:  .asciz "ledger: A PAGE IS NOT AS I LEFT IT\n"

        .bss
        .balign PAGE
ledger: .space  PAGES * PAGE
