# SPDX-License-Identifier: EPL-2.0
# Data of all sizes.
        .globl _start
_start: ret
        .data
        .byte 1, -1, 0xff, 'a', 'a' + 1, '\n', '\\', 017, 0b1010
        .half 1, -1, 0xffff
        .2byte 0x1234
        .short 5
        .hword 6
        .word 1, -1, 0xffffffff
        .long 7
        .int 8
        .4byte 0x12345678
        .dword 1, -1, 0x123456789abcdef0
        .quad 9
        .8byte 10
        .octa 0x123456789abcdef0fedcba9876543210, 1
        .float 1, -1.5, 0.1, 1e10, 1e-40, 3.14159
        .single 2.5
        .double 1, -1.5, 0.1, 1e300, 5e-324
        .uleb128 0
        .uleb128 127
        .uleb128 128
        .uleb128 300
        .uleb128 0xffffffff
        .sleb128 0
        .sleb128 63
        .sleb128 64
        .sleb128 -1
        .sleb128 -64
        .sleb128 -65
        .sleb128 -300
        .byte 10U, 0x10UL
