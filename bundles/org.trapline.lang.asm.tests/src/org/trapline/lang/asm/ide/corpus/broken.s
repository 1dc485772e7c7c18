# SPDX-License-Identifier: EPL-2.0
# All of this is wrong, and none of it may stop an editor.
 addi a0, a1
 addi a0, a1, 5000
 nosuch a0, a1
 csrr a0, nosuch
 .word 1 +
 .macro
 .equ
 .equ 5, 6
 .set x
 lw a0, 4(sp
 ) ] } = : , %
 "unclosed
 'u
 .ascii "also \
 .irp
 .comm
 .include "nothing.s"
1x: j 1y
 = 5
 : :
 x == == 3
 \broken \@ \() \
 .endm .endr .endif
 .if
 .rept 99999999999
 /* never closed
