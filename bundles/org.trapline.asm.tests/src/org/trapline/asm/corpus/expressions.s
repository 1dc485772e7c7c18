# SPDX-License-Identifier: EPL-2.0
# Operators and their precedence, which is not that of C.
        .globl _start
_start: ret
        .data
        .dword 1 + 2 * 3, (1 + 2) * 3, 10 - 3 - 2, 2 * 3 % 4, 7 / 2, -7 / 2, -7 % 3
        .dword 1 << 4 + 1, 1 | 2 + 4, 7 & 3 - 1, 6 ^ 3, 6 ! 3, 1 + 2 == 3, 1 < 2, 2 > 1, 1 <= 1, 1 >= 2
        .dword 1 <> 2, 1 != 1, 1 && 0, 1 || 0, 3 && 4, !0, !7, ~0, -(-5), +5, - 1 >> 60, 1 << 63
        .dword ((((1)))), 0x10 + 010 + 0b10 + 10, 'a' - 'A', 5 & ~1, [3 + 4] * 2
1:      .word 1b - 2f, 2f - 1b
2:      .dword . - 1b, .
        .dword 1 + 1b - 2
        symbol = 0x1000
        .dword symbol >> 4, symbol * symbol, symbol - 1 == 0xfff, -symbol
