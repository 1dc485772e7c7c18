# SPDX-License-Identifier: EPL-2.0
# Macros, iterations and conditions in all the ways that sources use them.
.macro Save reg slot=0, base=sp
sd \reg, \slot*8(\base)
.endm
.macro load reg:req, from, rest:vararg
ld \reg,(\from)
.ifnb \rest
\rest
.endif
.endm
	.macro many first, second = 2 , third="a b"
	.word \first , \second
	.ascii "\third\()!"
	.endm
.macro counted label
\label\()_\@: nop
	beqz a0, \label\()_\@
.endm
.macro count n
.if \n
.byte \n
count \n-1
.else
.byte 0xff ; # the end
.endif
.endm
.text
_start: Save ra
 save t0, 1 ; SAVE t1 2
 load a0, a1
 load a2, a3, addi a2, a2, 1
one:	many 1
	many 3, third="x, y"
counted here
counted here
.rept 3 ; addi t0, t0, 1 ; .endr
.irp r, a0, a1 , a2
	mv \r, zero
	.endr
.irpc digit,123
.byte \digit
.endr
count 3
.balign 4
.equ DEBUG , 0
.if DEBUG == 1 && 1
	nop ; call nowhere_at_all
.elseif DEBUG
	this is not read at all ( [ {
.else
	li a0,DEBUG+1
.endif
.ifdef one
j one
.endif
.ifndef two
.set two, . - _start
.endif
.ifc  a b,a b
	nop
.endif
.ifeqs "x","x"
 nop
.endif
.purgem save
2:	j 2b
