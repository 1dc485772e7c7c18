# SPDX-License-Identifier: EPL-2.0
# Parts of addresses by hand.
        .globl _start
_start: lui a0, %hi(0x12345fff)
        addi a0, a0, %lo(0x12345fff)
        lw a1, %lo(0x800)(zero)
1:      auipc a0, %pcrel_hi(here)
        addi a0, a0, %pcrel_lo(1b)
        lw a1, %pcrel_lo(1b)(a0)
        sw a1, %pcrel_lo(1b)(a0)
label:  auipc t0, %pcrel_hi(there + 16)
        ld t1, %pcrel_lo(label)(t0)
        sd t1, %pcrel_lo(label)(t0)
        auipc a0, 0
        auipc a0, 0xfffff
        .data
here:   .word 1
        .balign 8
there:  .dword 1, 2, 3
