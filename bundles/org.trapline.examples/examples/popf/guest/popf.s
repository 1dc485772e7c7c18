# SPDX-License-Identifier: EPL-2.0
#
# popf: a kernel that looks whether what it does to the processor happens.
#
#   1. Firmware in machine mode hands a user program's system calls down to the kernel, and starts it in supervisor mode.
#   2. The kernel switches interrupts on and off, and looks at the flag each time.
#   3. It keeps a pointer in sscratch, as kernels do, and looks whether it is still there.
#   4. It starts a user program, whose system call should come to the kernel.
#
# All that is done by instructions that name registers of supervisor mode. On a hart with the quirk silent_sensitive_csr they do
# nothing when they are executed in user mode, and user mode is where a hypervisor lets this kernel run.

        .equ    UART0,         0x10000000
        .equ    FINISHER,      0x00100000
        .equ    POWER_OFF,     0x5555
        .equ    MSTATUS_MPP,   0x1800          # mode that mret returns to
        .equ    MSTATUS_MPP_S, 0x0800
        .equ    SSTATUS_SIE,   2               # interrupts are enabled
        .equ    SSTATUS_SPP,   0x100           # mode that sret returns to; 0 = user
        .equ    ECALL_FROM_U,  8

        .option norelax
        .text
        .globl  _start

# ---------------------------------------------------------------- firmware
_start:
        la      sp, stack
        la      t0, machine_trap
        csrw    mtvec, t0
        li      t0, 1 << ECALL_FROM_U
        csrw    medeleg, t0             # system calls are the kernel's business
        li      t0, -1
        csrw    pmpaddr0, t0
        li      t0, 0x1f
        csrw    pmpcfg0, t0
        li      t0, MSTATUS_MPP
        csrc    mstatus, t0
        li      t0, MSTATUS_MPP_S
        csrs    mstatus, t0
        la      t0, kernel
        csrw    mepc, t0
        mret

# Whatever comes here is something that the kernel should have got, or should not have done.
        .balign 4
machine_trap:
        la      sp, stack
        la      a0, lost
        call    puts
        j       power_off

# ---------------------------------------------------------------- kernel
kernel:
        la      a0, interrupts
        call    puts
        csrsi   sstatus, SSTATUS_SIE
        call    tell_flag
        csrci   sstatus, SSTATUS_SIE
        call    tell_flag
        la      a0, newline
        call    puts

        la      s0, stack
        csrw    sscratch, s0            # as a kernel keeps what belongs to this processor
        csrr    s1, sscratch
        la      a0, kept
        beq     s0, s1, 1f
        la      a0, not_kept
1:      call    puts

        la      t0, trap
        csrw    stvec, t0
        li      t0, SSTATUS_SPP
        csrc    sstatus, t0             # "previous" mode := user
        la      t0, user
        csrw    sepc, t0
        sret

        .balign 4
trap:
        la      a0, called
        call    puts
power_off:
        li      t0, FINISHER
        li      t1, POWER_OFF
        sw      t1, 0(t0)
        j       .

# tell_flag: prints whether interrupts are enabled
tell_flag:
        csrr    t0, sstatus
        andi    t0, t0, SSTATUS_SIE
        la      a0, on
        bnez    t0, puts
        la      a0, off

# puts: sends the zero-terminated text at a0
puts:
        li      t1, UART0
1:      lbu     t0, 0(a0)
        beqz    t0, 2f
        sb      t0, 0(t1)
        addi    a0, a0, 1
        j       1b
2:      ret

# ---------------------------------------------------------------- user program
        .balign 4
user:
        ecall

# ---------------------------------------------------------------- data
        .section .rodata
interrupts:     .asciz  "kernel: interrupts on, then off: they are"
on:             .asciz  " on"
off:            .asciz  " off"
newline:        .asciz  "\n"
kept:           .asciz  "kernel: sscratch holds what I put there\n"
not_kept:       .asciz  "kernel: sscratch does not hold what I put there\n"
called:         .asciz  "kernel: a system call has come to me\n"
lost:           .asciz  "firmware: something has come to me that was the kernel's\n"

        .bss
        .balign 16
        .zero   1024
stack:
