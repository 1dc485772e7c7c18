# SPDX-License-Identifier: EPL-2.0
# Atomic instructions with every suffix.
        .globl _start
        .macro amo op, width, order
        amo\op\().\width\()\order a0, a2, (a1)
        .endm
_start:
        .irp width, w, d
        .irp order, , .aq, .rl, .aqrl
        lr.\width\()\order a0, (a1)
        sc.\width\()\order a0, a2, (a1)
        .irp op, swap, add, xor, and, or, min, max, minu, maxu
        amo \op, \width, \order
        .endr
        .endr
        .endr
        lr.w a0, 0(a1)
        amoadd.d zero, t0, 0(sp)
lock:   lr.w.aq t0, (a0)
        bnez t0, lock
        sc.w.rl t0, t1, (a0)
        bnez t0, lock
        ret
