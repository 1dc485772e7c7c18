# SPDX-License-Identifier: EPL-2.0
# Calls near and far, through every form.
        .globl _start
_start: call near
        call t0, near
        tail near
        jump near, t2
        jal near
        jal t0, near
        jr t0
        jalr t0
        jalr t1, t0
        jalr t1, 8(t0)
        jalr t1, t0, -8
        jr 12(t0)
        call away
        .weak missing
        call missing
near:   ret
        .skip 0x110000
away:   call near
        j away
        jal away
        ret
