# SPDX-License-Identifier: EPL-2.0
# Strings and their escapes.
        .globl _start
_start: ret
        .section .rodata
        .ascii "plain", " two", ""
        .ascii "joined" " together"
        .asciz "zero"
        .string "a", "b"
        .string8 "c"
        .asciz "tab\tnew\nret\rbell\b\f\v quote\" back\\ oct\101\0 hex\x41\x7e"
        .ascii "semi;colon # and /* no comment */ // here"
        .asciz "\e\q"
        .byte '#', ';', '"', '/', ' ', ','
        .asciz "grüß"
        .section .rodata.str1.8, "aMS", @progbits, 1
        .asciz "shared"
        .asciz "unshared"
        .asciz "shared"
        .balign 8
        .asciz "red"
        .section .rodata.cst8, "aM", @progbits, 8
        .dword 1, 2, 1, 3, 2
