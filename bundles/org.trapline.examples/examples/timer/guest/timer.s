# SPDX-License-Identifier: EPL-2.0
#
# timer: how a kernel takes the processor back from a program that never gives it up.
#
# The user program is an endless loop without a system call. The kernel sets an alarm in the CLINT; the timer
# interrupt breaks into the loop, the kernel counts a tick, sets the next alarm and lets the loop go on.
# After five ticks it powers the machine off.
#
# Under a hypervisor the alarm belongs to the guest: it is the VMM that keeps the time, injects the interrupt into
# the vCPU and lets the guest's own handler run.

        .equ    UART0,        0x10000000
        .equ    FINISHER,     0x00100000
        .equ    POWER_OFF,    0x5555
        .equ    CLINT,        0x02000000
        .equ    MTIMECMP,     CLINT + 0x4000    # alarm of hart 0
        .equ    MTIME,        CLINT + 0xbff8    # the clock, 10 MHz
        .equ    INTERVAL,     10000             # one millisecond
        .equ    TICKS,        5
        .equ    MSTATUS_MPP,  0x1800
        .equ    MSTATUS_MPIE, 0x80
        .equ    MIE_MTIE,     0x80

        .option norelax                 # addresses as written: linkers may otherwise rely on gp, which stays unused here
        .text
        .globl  _start
_start:
        la      sp, kernel_stack
        csrw    mscratch, sp
        la      t0, trap
        csrw    mtvec, t0

        li      t0, -1                  # user mode may use all memory
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0

        la      a0, starting
        call    puts
        call    set_alarm

        li      t0, MIE_MTIE
        csrs    mie, t0                 # listen to the timer
        li      t0, MSTATUS_MPP
        csrc    mstatus, t0             # go to user mode ...
        li      t0, MSTATUS_MPIE
        csrs    mstatus, t0             # ... with interrupts on
        la      t0, user
        csrw    mepc, t0
        mret

        .balign 4
trap:
        csrrw   sp, mscratch, sp
        addi    sp, sp, -48
        sd      ra, 0(sp)
        sd      t0, 8(sp)
        sd      t1, 16(sp)
        sd      t2, 24(sp)
        sd      a0, 32(sp)

        csrr    t0, mcause
        bgez    t0, unexpected          # interrupts have the top bit set
        slli    t0, t0, 1
        li      t1, 7 << 1              # machine timer interrupt
        bne     t0, t1, unexpected

        la      t2, ticks               # one more tick: "tick 1", "tick 2", ...
        ld      t1, 0(t2)
        addi    t1, t1, 1
        sd      t1, 0(t2)
        addi    t0, t1, '0'
        la      a0, tick_digit
        sb      t0, 0(a0)
        la      a0, tick
        call    puts

        la      t2, ticks
        ld      t1, 0(t2)
        li      t0, TICKS
        bgeu    t1, t0, enough
        call    set_alarm

        ld      ra, 0(sp)
        ld      t0, 8(sp)
        ld      t1, 16(sp)
        ld      t2, 24(sp)
        ld      a0, 32(sp)
        addi    sp, sp, 48
        csrrw   sp, mscratch, sp
        mret

enough:
        la      a0, done
        call    puts
power_off:
        li      t0, FINISHER
        li      t1, POWER_OFF
        sw      t1, 0(t0)
        j       .

unexpected:
        la      a0, oops
        call    puts
        j       power_off

# set_alarm: the next interrupt comes INTERVAL ticks of the clock from now
set_alarm:
        li      t0, MTIME
        ld      t1, 0(t0)
        li      t0, INTERVAL
        add     t1, t1, t0
        li      t0, MTIMECMP
        sd      t1, 0(t0)               # also takes a pending interrupt away
        li      t0, 0
        li      t1, 0
        ret

puts:
        li      t1, UART0
1:      lbu     t0, 0(a0)
        beqz    t0, 2f
        sb      t0, 0(t1)
        addi    a0, a0, 1
        j       1b
2:      ret

# The user program: busy for ever.
        .balign 4
user:
        j       user

        .section .rodata
starting:   .asciz  "kernel: starting a program that never ends\n"
done:       .asciz  "kernel: enough, powering off\n"
oops:       .asciz  "kernel: a trap that I did not expect\n"

        .data
tick:       .ascii  "kernel: tick "
tick_digit: .asciz  "?\n"
        .balign 8
ticks:      .dword  0

        .bss
        .balign 16
        .zero   1024
kernel_stack:
