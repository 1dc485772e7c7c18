# SPDX-License-Identifier: EPL-2.0
# Sections, subsections, the stack of sections.
        .globl _start
        .text 2
        addi a2, a2, 2
        .text
_start: addi a0, a0, 0
        .text 1
        addi a1, a1, 1
        .previous
        nop
        .pushsection .data
        .word 1
        .pushsection .custom, "aw"
        .word 2
        .popsection
        .word 3
        .popsection
        nop
        .section .text.startup, "ax", @progbits
        addi a5, a5, 5
        .section .ronly, "a"
        .word 4
        .section .code2, "ax"
        nop
        .section .init_array
        .dword _start
        .section .data.rel.ro, "aw"
        .dword _start
        .section .sdata, "aw"
        .word 5
        .section .sbss, "aw", @nobits
        .skip 4
        .section .bss.more
        .skip 3
        .section wordy, "aw"
        .dword __start_wordy, __stop_wordy
        .subsection 3
        .word 7
        .section .note.GNU-stack, "", @progbits
