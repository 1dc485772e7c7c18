# SPDX-License-Identifier: EPL-2.0
# Numeric labels, backward and forward.
        .globl _start
_start:
1:      nop
2:      beqz a0, 1b
        beqz a1, 2f
        beqz a2, 1f
1:      nop
        j 1b
        j 2b
2:      j 1f
1:      j 1b
        bnez a0, 10f
10:     j 10b
0:      j 0b
        j 0f
0:      nop
