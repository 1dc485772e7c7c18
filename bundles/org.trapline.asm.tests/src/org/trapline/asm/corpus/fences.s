# SPDX-License-Identifier: EPL-2.0
# Fences.
        .globl _start
_start: fence
        fence rw, w
        fence iorw, iorw
        fence i, o
        fence r, rw
        fence.tso
        fence.i
        sfence.vma
        sfence.vma zero, a1
        wfi
        mret
        sret
        ecall
        ebreak
