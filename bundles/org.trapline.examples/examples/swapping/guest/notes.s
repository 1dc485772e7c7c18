# SPDX-License-Identifier: EPL-2.0
#
# notes: a user program. It runs as a process of an operating system and can do nothing but compute and ask.
#
#   notes write    sleeps a little, then writes a file
#   notes          looks every now and then whether the file is there, and prints it
#
# System calls are Linux's: the number in a7, arguments in a0 to a3, the result in a0; negative means an error. A system also gives a
# process a stack, with its arguments on it. A machine does not: without one, this program says so and switches the machine off.

        .equ    SYS_OPENAT,    56
        .equ    SYS_CLOSE,     57
        .equ    SYS_READ,      63
        .equ    SYS_WRITE,     64
        .equ    SYS_EXIT,      93
        .equ    SYS_NANOSLEEP, 101
        .equ    SYS_GETPID,    172
        .equ    O_CREAT,       0100
        .equ    STDOUT,        1
        .equ    UART0,         0x10000000
        .equ    FINISHER,      0x00100000
        .equ    POWER_OFF,     0x5555

        .option norelax                 # addresses as written: linkers may otherwise rely on gp, which stays unused here
        .text
        .globl  _start
_start:
        beqz    sp, alone
        ld      s0, 0(sp)               # how many arguments
        li      t0, 1
        bgtu    s0, t0, writer

reader: la      a1, name
        li      a2, 0
        call    open
        bgez    a0, found
        call    nap                     # not there yet
        j       reader
found:  mv      s1, a0
        la      a1, buffer
        li      a2, 64
        li      a7, SYS_READ
        ecall
        mv      s2, a0                  # so many bytes
        mv      a0, s1
        li      a7, SYS_CLOSE
        ecall
        beqz    s2, reader              # made, but not written yet
        la      a1, reads
        la      a2, reads_end
        call    print
        la      a1, buffer
        add     a2, a1, s2
        call    print
        j       done

writer: call    nap
        call    nap
        la      a1, name
        li      a2, O_CREAT
        call    open
        bltz    a0, failed
        la      a1, note
        la      a2, note_end
        sub     a2, a2, a1
        li      a7, SYS_WRITE           # the descriptor is in a0
        ecall
        la      a1, written
        la      a2, written_end
        call    print
done:   li      a0, 0
        li      a7, SYS_EXIT
        ecall
failed: li      a0, 1
        li      a7, SYS_EXIT
        ecall

open:   li      a0, 0                   # the directory does not matter
        li      a7, SYS_OPENAT
        ecall
        ret

nap:    la      a0, request
        li      a1, 0
        li      a7, SYS_NANOSLEEP
        ecall
        ret

# print: writes what is from a1 up to a2
print:  sub     a2, a2, a1
        li      a0, STDOUT
        li      a7, SYS_WRITE
        ecall
        ret

alone:  la      t2, no_system
        li      t1, UART0
1:      lbu     t0, 0(t2)
        beqz    t0, 2f
        sb      t0, 0(t1)
        addi    t2, t2, 1
        j       1b
2:      li      t0, FINISHER
        li      t1, POWER_OFF
        sw      t1, 0(t0)
        j       .

        .section .rodata
no_system: .asciz "notes: there is no operating system here\n"
name:    .asciz "note.txt"
note:    .ascii "remember the milk\n"
note_end:
written: .ascii "notes: written\n"
written_end:
reads:   .ascii "notes: found: "
reads_end:

        .data
        .balign 8
request: .dword 0, 300000               # seconds, nanoseconds: 0.3 ms

        .bss
buffer:  .zero  64
