# SPDX-License-Identifier: EPL-2.0
#
# hello: the smallest kernel that has a user program to look after.
#
#   1. The kernel starts in machine mode, the most privileged one, and prints a line on the UART.
#   2. It drops to user mode and lets the user program run.
#   3. The user program may not touch the UART. It asks the kernel with a system call (ecall), which traps.
#   4. The kernel does the work, returns behind the ecall, and at last powers the machine off.
#
# Run it bare and every csrw, csrr and mret acts on the hart. Run it under a hypervisor and each of them traps:
# the VMM acts them out on the vCPU instead, and the kernel cannot tell the difference.

        .equ    UART0,         0x10000000      # 16550 UART: writing to offset 0 sends a character
        .equ    FINISHER,      0x00100000      # test finisher: the machine's power switch
        .equ    POWER_OFF,     0x5555
        .equ    SYS_WRITE,     64              # a0 = text, a1 = length
        .equ    SYS_EXIT,      93              # a0 = exit status
        .equ    MSTATUS_MPP,   0x1800          # mode that mret returns to; 0 = user
        .equ    CAUSE_ECALL_U, 8

# ---------------------------------------------------------------- kernel
        .option norelax                 # addresses as written: linkers may otherwise rely on gp, which stays unused here
        .text
        .globl  _start
_start:
        la      sp, kernel_stack
        la      t0, trap
        csrw    mtvec, t0               # where traps go
        csrw    mscratch, sp            # the trap handler finds its stack here

        la      a0, kernel_hello
        call    puts

        li      t0, -1                  # physical memory protection: entry 0 covers
        csrw    pmpaddr0, t0            # all addresses ...
        li      t0, 0x1f                # ... NAPOT, read + write + execute
        csrw    pmpcfg0, t0

        li      t0, MSTATUS_MPP
        csrc    mstatus, t0             # "previous" mode := user
        la      t0, user
        csrw    mepc, t0                # "previous" pc := user program
        la      sp, user_stack
        mret                            # and return to where we never came from

# Every trap lands here, in machine mode, with all registers still the user's.
        .balign 4
trap:
        csrrw   sp, mscratch, sp        # swap the user's stack pointer for ours
        addi    sp, sp, -32
        sd      ra, 0(sp)
        sd      t0, 8(sp)
        sd      t1, 16(sp)

        csrr    t0, mcause
        li      t1, CAUSE_ECALL_U
        bne     t0, t1, unexpected

        csrr    t0, mepc                # an ecall saves its own address:
        addi    t0, t0, 4               # go on behind it
        csrw    mepc, t0

        li      t0, SYS_WRITE
        beq     a7, t0, sys_write
        li      t0, SYS_EXIT
        beq     a7, t0, sys_exit
        li      a0, -38                 # no such system call

trap_return:
        ld      ra, 0(sp)
        ld      t0, 8(sp)
        ld      t1, 16(sp)
        addi    sp, sp, 32
        csrrw   sp, mscratch, sp
        mret

sys_write:
        call    putn
        j       trap_return

sys_exit:
        la      a0, kernel_bye
        call    puts
power_off:
        li      t0, FINISHER
        li      t1, POWER_OFF
        sw      t1, 0(t0)
        j       .                       # the power is gone before we get here

unexpected:
        la      a0, kernel_oops
        call    puts
        j       power_off

# puts: sends the zero-terminated text at a0
puts:
        li      t1, UART0
1:      lbu     t0, 0(a0)
        beqz    t0, 2f
        sb      t0, 0(t1)
        addi    a0, a0, 1
        j       1b
2:      ret

# putn: sends a1 characters from a0; a0 = number sent
putn:
        li      t1, UART0
        add     a1, a0, a1
        mv      a2, a0
1:      bgeu    a2, a1, 2f
        lbu     t0, 0(a2)
        sb      t0, 0(t1)
        addi    a2, a2, 1
        j       1b
2:      sub     a0, a2, a0
        ret

# ---------------------------------------------------------------- user program
        .balign 4
user:
        la      a0, user_hello
        la      a1, user_hello_end
        sub     a1, a1, a0
        li      a7, SYS_WRITE
        ecall                           # user mode -> kernel mode

        li      a0, 0
        li      a7, SYS_EXIT
        ecall

# ---------------------------------------------------------------- data
        .section .rodata
kernel_hello:   .asciz  "kernel: hello from machine mode\n"
kernel_bye:     .asciz  "kernel: the user program has exited, powering off\n"
kernel_oops:    .asciz  "kernel: a trap that I did not expect\n"
user_hello:     .ascii  "user: hello through a system call\n"
user_hello_end:

        .bss
        .balign 16
        .zero   1024
kernel_stack:
        .zero   1024
user_stack:
